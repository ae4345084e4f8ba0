"""The wiring of market data."""

from typing import TYPE_CHECKING

from ballast_adapters.bootstrap.sources import sources
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.market import Market, MarketPorts, PipelineStores, wire_market
from ballast_core.shared.ports import Calendars, EventChannel

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def wire(settings: Settings, _engine: "AsyncEngine", events: EventChannel, calendars: Calendars) -> Market:
    """Return market data over this database, and the sources that the settings name."""
    from ballast_adapters.sentiment.vader import VaderScorer

    clock = SystemClock()
    asked = sources(settings, clock, calendars)
    return wire_market(MarketPorts(clock, events, calendars, _stores(), asked, VaderScorer()))


def _stores() -> PipelineStores:
    from ballast_adapters.memory.market import MemoryMarket

    store = MemoryMarket()
    return PipelineStores(
        universe=store.universe,
        bars=store.bars,
        shares=store.shares,
        economy=store.economy,
        news=store.news,
        events=store.events,
        quality=store.quality,
        runs=store.runs,
    )
