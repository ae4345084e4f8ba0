"""The pipeline: its steps, and how they follow each other."""

from dataclasses import dataclass, field

from ballast_core.market.entities import Step
from ballast_core.market.ports import (
    BarStore,
    EventStore,
    IndicatorStore,
    NewsStore,
    QualityStore,
    RunStore,
    SentimentScorer,
    ShareStore,
    UniverseStore,
)
from ballast_core.market.usecases.check_quality import CheckQuality
from ballast_core.market.usecases.fetch_bars import BarKeeping, FetchBars
from ballast_core.market.usecases.fetch_events import FetchEvents
from ballast_core.market.usecases.fetch_indicators import FetchIndicators
from ballast_core.market.usecases.fetch_news import FetchNews
from ballast_core.market.usecases.logbook import Outlets
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.sources import Sources
from ballast_core.market.usecases.update_market import UpdateMarket
from ballast_core.shared.ports import Calendars, Clock, EventChannel


@dataclass(frozen=True, slots=True)
class PipelineStores:
    """Where the pipeline keeps what it fetches; one store may fit several ports."""

    universe: UniverseStore
    bars: BarStore
    shares: ShareStore
    economy: IndicatorStore
    news: NewsStore
    events: EventStore
    quality: QualityStore
    runs: RunStore


@dataclass(frozen=True, slots=True)
class PipelinePorts:
    """All that the pipeline stands on."""

    stores: PipelineStores
    sources: Sources
    scorer: SentimentScorer
    calendars: Calendars
    channel: EventChannel
    clock: Clock
    patience: Patience = field(default_factory=Patience)


def wire_pipeline(ports: PipelinePorts) -> UpdateMarket:
    """Return the pipeline: quality is checked after bars and the events that explain returns.

    Nothing else waits for anything.
    """
    stores, sources, clock, patience = ports.stores, ports.sources, ports.clock, ports.patience
    keeping = BarKeeping(stores.bars, stores.shares, stores.quality, sources.ranks, clock, patience)
    checks = CheckQuality(stores.bars, stores.shares, stores.events, stores.quality, clock, patience)
    return UpdateMarket(
        universe=stores.universe,
        calendars=ports.calendars,
        chains=(
            (
                {
                    Step.MARKET_DATA: FetchBars(sources.bars, keeping, ports.calendars),
                    Step.EVENT_DATA: FetchEvents(sources.events, stores.events, patience),
                },
                {Step.DATA_QUALITY: checks},
            ),
            ({Step.ECONOMIC_DATA: FetchIndicators(sources.indicators, stores.economy, patience)},),
            ({Step.NEWS_SENTIMENT: FetchNews(sources.news, stores.news, ports.scorer, patience)},),
        ),
        outlets=Outlets(stores.runs, ports.channel, clock, patience),
    )
