"""Who is asked for market data, as the settings name them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ballast_adapters.settings import Settings
from ballast_core.market import Sources
from ballast_core.shared.ports import Calendars, Clock

if TYPE_CHECKING:
    from ballast_adapters.sample import SampleCloses
    from ballast_core.shared.series import Series


def sources(settings: Settings, clock: Clock, calendars: Calendars) -> Sources:
    """Return the sources of each kind in the order of the settings."""
    from ballast_adapters.vendors.recorded import RecordedBars
    from ballast_adapters.vendors.recorded_events import RecordedEvents
    from ballast_adapters.vendors.recorded_indicators import RecordedIndicators
    from ballast_adapters.vendors.recorded_news import RecordedNews

    return Sources(
        bars=(RecordedBars(clock, calendars, sample_closes),),
        indicators=(RecordedIndicators(clock),),
        news=(RecordedNews(clock),),
        events=(RecordedEvents(clock, sample_closes),),
        ranks={name: rank for rank, name in enumerate(settings.sources.bars)},
    )


def sample_closes(symbols: Sequence[str]) -> "Mapping[str, Series]":
    """Return what the stocks of the sample models cost, as far as these symbols belong to it."""
    return _sample_closes()(symbols)


@cache
def _sample_closes() -> "SampleCloses":
    from ballast_adapters.sample import SampleCloses

    return SampleCloses()
