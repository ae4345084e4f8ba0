"""Every use case of market data, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.market.ports import AnswerCache, HeldTickers, Inventory, SentimentScorer
from ballast_core.market.usecases.cover_symbols import CoverSymbols
from ballast_core.market.usecases.cover_topics import CoverTopics
from ballast_core.market.usecases.export_universe import ExportUniverse
from ballast_core.market.usecases.import_universe import ImportUniverse
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.market.usecases.list_articles import ListArticles
from ballast_core.market.usecases.list_events import ListEvents
from ballast_core.market.usecases.list_gaps import ListGaps
from ballast_core.market.usecases.list_indicators import ListIndicators
from ballast_core.market.usecases.list_instruments import ListInstruments, ListSectors
from ballast_core.market.usecases.list_market_findings import ListMarketFindings
from ballast_core.market.usecases.list_runs import ListRuns, ShowRun
from ballast_core.market.usecases.pipeline import PipelinePorts, PipelineStores, wire_pipeline
from ballast_core.market.usecases.read_closes import ReadCloses
from ballast_core.market.usecases.save_instrument import RemoveInstrument, SaveInstrument
from ballast_core.market.usecases.show_coverage import ShowCoverage
from ballast_core.market.usecases.show_history import ShowHistory
from ballast_core.market.usecases.show_indicator import ShowIndicator
from ballast_core.market.usecases.show_instrument import ListRevisions, ShowInstrument
from ballast_core.market.usecases.show_market_revision import ShowMarketRevision
from ballast_core.market.usecases.show_quote import ShowQuote
from ballast_core.market.usecases.show_schemas import ListSchemaSymbols, ShowSchemas, ShowSchemaStats
from ballast_core.market.usecases.show_sentiment import ShowSentiment
from ballast_core.market.usecases.sources import Sources
from ballast_core.market.usecases.update_market import UpdateMarket
from ballast_core.shared.ports import Calendars, Clock, EventChannel


@dataclass(frozen=True, slots=True)
class Market:
    """What can be asked of market data."""

    update_market: UpdateMarket
    list_runs: ListRuns
    show_run: ShowRun
    import_universe: ImportUniverse
    export_universe: ExportUniverse
    save_instrument: SaveInstrument
    remove_instrument: RemoveInstrument
    list_instruments: ListInstruments
    show_instrument: ShowInstrument
    list_sectors: ListSectors
    show_history: ShowHistory
    show_quote: ShowQuote
    list_revisions: ListRevisions
    show_coverage: ShowCoverage
    list_gaps: ListGaps
    list_market_findings: ListMarketFindings
    show_schemas: ShowSchemas
    show_schema_stats: ShowSchemaStats
    list_schema_symbols: ListSchemaSymbols
    show_market_revision: ShowMarketRevision
    read_closes: ReadCloses
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
    sources: Sources
    scorer: SentimentScorer
    inventory: Inventory
    answers: AnswerCache
    held: HeldTickers


def wire_market(ports: MarketPorts) -> Market:
    """Return every use case of market data, standing on these ports."""
    stores, clock, channel = ports.stores, ports.clock, ports.events
    universe, calendars = stores.universe, ports.calendars
    bars, shares, quality = stores.bars, stores.shares, stores.quality
    instruments, cover = KnownInstruments(universe), CoverSymbols(bars, calendars, clock)
    topics = CoverTopics(universe, stores.economy, stores.news, stores.events, shares, ports.held, clock)
    pipeline = PipelinePorts(stores, ports.sources, ports.scorer, calendars, channel, clock)
    return Market(
        update_market=wire_pipeline(pipeline),
        list_runs=ListRuns(stores.runs),
        show_run=ShowRun(stores.runs),
        import_universe=ImportUniverse(universe, calendars, channel, clock),
        export_universe=ExportUniverse(universe),
        save_instrument=SaveInstrument(universe, calendars, channel, clock),
        remove_instrument=RemoveInstrument(universe, channel, clock),
        list_instruments=ListInstruments(universe, bars),
        show_instrument=ShowInstrument(instruments, cover, bars, shares, quality),
        list_sectors=ListSectors(universe),
        show_history=ShowHistory(instruments, cover, bars, shares, quality),
        show_quote=ShowQuote(instruments, bars, ports.sources.quotes, ports.answers, channel, clock),
        list_revisions=ListRevisions(instruments, bars),
        show_coverage=ShowCoverage(instruments, cover, quality, topics),
        list_gaps=ListGaps(instruments, cover),
        list_market_findings=ListMarketFindings(quality),
        show_schemas=ShowSchemas(ports.inventory),
        show_schema_stats=ShowSchemaStats(ports.inventory),
        list_schema_symbols=ListSchemaSymbols(ports.inventory),
        show_market_revision=ShowMarketRevision(universe, cover),
        read_closes=ReadCloses(universe, bars, shares),
        list_indicators=ListIndicators(universe, stores.economy, clock),
        show_indicator=ShowIndicator(universe, stores.economy, clock),
        list_articles=ListArticles(stores.news),
        show_sentiment=ShowSentiment(stores.news, clock),
        list_events=ListEvents(stores.events, clock),
    )
