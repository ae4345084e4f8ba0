"""Who is asked for market data, as the settings name them."""

from ballast_adapters.settings import Settings
from ballast_core.market import Sources
from ballast_core.shared.ports import Calendars, Clock


def sources(settings: Settings, clock: Clock, calendars: Calendars) -> Sources:
    """Return the sources of each kind in the order of the settings."""
    from ballast_adapters.vendors.recorded import RecordedBars
    from ballast_adapters.vendors.recorded_events import RecordedEvents
    from ballast_adapters.vendors.recorded_indicators import RecordedIndicators
    from ballast_adapters.vendors.recorded_news import RecordedNews

    return Sources(
        bars=(RecordedBars(clock, calendars),),
        indicators=(RecordedIndicators(clock),),
        news=(RecordedNews(clock),),
        events=(RecordedEvents(clock),),
        ranks={name: rank for rank, name in enumerate(settings.sources.bars)},
    )
