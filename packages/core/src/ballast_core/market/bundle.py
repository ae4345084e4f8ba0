"""Every use case of market data, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.market.usecases.export_universe import ExportUniverse
from ballast_core.market.usecases.import_universe import ImportUniverse
from ballast_core.market.usecases.list_articles import ListArticles
from ballast_core.market.usecases.list_events import ListEvents
from ballast_core.market.usecases.list_indicators import ListIndicators
from ballast_core.market.usecases.pipeline import PipelineStores
from ballast_core.market.usecases.save_instrument import RemoveInstrument, SaveInstrument
from ballast_core.market.usecases.show_indicator import ShowIndicator
from ballast_core.market.usecases.show_sentiment import ShowSentiment
from ballast_core.shared.ports import Calendars, Clock, EventChannel


@dataclass(frozen=True, slots=True)
class Market:
    """What can be asked of market data."""

    import_universe: ImportUniverse
    export_universe: ExportUniverse
    save_instrument: SaveInstrument
    remove_instrument: RemoveInstrument
    list_indicators: ListIndicators
    show_indicator: ShowIndicator
    list_articles: ListArticles
    show_sentiment: ShowSentiment
    list_events: ListEvents


@dataclass(frozen=True, slots=True)
class MarketPorts:
    """All that market data stands on; one store may fit several ports."""

    clock: Clock
    events: EventChannel
    calendars: Calendars
    stores: PipelineStores


def wire_market(ports: MarketPorts) -> Market:
    """Return every use case of market data, standing on these ports."""
    stores, clock, channel = ports.stores, ports.clock, ports.events
    universe, calendars = stores.universe, ports.calendars
    return Market(
        import_universe=ImportUniverse(universe, calendars, channel, clock),
        export_universe=ExportUniverse(universe),
        save_instrument=SaveInstrument(universe, calendars, channel, clock),
        remove_instrument=RemoveInstrument(universe, channel, clock),
        list_indicators=ListIndicators(universe, stores.economy, clock),
        show_indicator=ShowIndicator(universe, stores.economy, clock),
        list_articles=ListArticles(stores.news),
        show_sentiment=ShowSentiment(stores.news, clock),
        list_events=ListEvents(stores.events, clock),
    )
