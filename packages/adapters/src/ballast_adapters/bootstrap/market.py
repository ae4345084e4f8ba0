"""The wiring of market data."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ballast_adapters.bootstrap.sources import sources
from ballast_adapters.bootstrap.vendors import open_answers, open_providers
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.market import HeldTickers, Market, MarketPorts, PipelineStores, wire_market
from ballast_core.shared.ports import Calendars, EventChannel

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


@asynccontextmanager
async def open_market(
    settings: Settings,
    engine: "AsyncEngine",
    events: EventChannel,
    calendars: Calendars,
    held: HeldTickers,
) -> AsyncGenerator[Market]:
    """Yield market data over this database and the sources that the settings name; `held` is looked after."""
    from ballast_adapters.sentiment.vader import VaderScorer
    from ballast_adapters.sql.market_inventory import SqlInventory

    clock = SystemClock()
    stores, inventory = stores_of(engine), SqlInventory(engine)
    async with (
        open_answers(settings) as answers,
        open_providers(settings, engine, answers) as providers,
    ):
        asked = sources(settings, clock, calendars, providers)
        yield wire_market(
            MarketPorts(clock, events, calendars, stores, asked, VaderScorer(), inventory, answers, held)
        )


def stores_of(engine: "AsyncEngine") -> PipelineStores:
    """Return what keeps market data in this database."""
    from ballast_adapters.sql.market import SqlMarket

    store = SqlMarket(engine)
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
