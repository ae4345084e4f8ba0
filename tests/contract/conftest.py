"""Ports and the adapters that fit them, by name."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from typing import Protocol

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.servers import database

from ballast_adapters.bootstrap.jobs import open_jobs, open_jobs_and_events
from ballast_adapters.clock import SystemClock
from ballast_adapters.memory.access import MemoryAccessStore
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.jobs import MemoryJobQueue
from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.memory.market_runs import MemoryQuotas
from ballast_adapters.memory.schedules import MemorySchedules
from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_adapters.sql.access import SqlAccessStore
from ballast_adapters.sql.channel import SqlChannel
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.market import SqlMarket
from ballast_adapters.sql.migrate import upgrade
from ballast_adapters.sql.news import News
from ballast_adapters.sql.quotas import SqlQuotas
from ballast_adapters.sql.schedules import SqlSchedules
from ballast_adapters.sql.schema.metadata import METADATA
from ballast_adapters.sql.tracking import SqlTrackingStore
from ballast_adapters.sql.trades import SqlTradeStore
from ballast_core.access import ActionStore, OwnerStore, SessionStore, ShareStore, TokenStore
from ballast_core.market import QuotaStore
from ballast_core.ops import JobLedger, JobQueue, ScheduleStore
from ballast_core.shared.ports import EventChannel
from ballast_core.tracking import FindingStore, IngestStore, ModelStore, SnapshotStore, ValueStore
from ballast_core.trades import MappingStore, TradeStore, UploadStore

SERVERS = {"embedded": "embedded_server", "server": "second_server"}
POSTGRES = [pytest.param(name, marks=pytest.mark.postgres) for name in SERVERS]
ONLY_POSTGRES = pytest.mark.parametrize("database_url", POSTGRES, indirect=True, scope="session")
"""For what the memory adapter cannot show: other processes, broken connections."""


class TrackingStore(ModelStore, ValueStore, SnapshotStore, FindingStore, IngestStore, Protocol):
    """All stores of model tracking, which one adapter fits."""


class AccessStore(OwnerStore, SessionStore, TokenStore, ShareStore, ActionStore, Protocol):
    """All stores of access, which one adapter fits."""


class JobStore(JobQueue, JobLedger, Protocol):
    """Both sides of a job: who asks for it, and who does it."""


class AllTradeStores(TradeStore, UploadStore, MappingStore, Protocol):
    """All stores of trade lists, which one adapter fits."""


type AnyMarket = MemoryMarket | SqlMarket
"""All stores of market data, each adapter's own."""


@pytest.fixture(scope="session", params=["memory", *POSTGRES])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database for the session, with our tables; no address for the adapter that needs none."""
    if request.param == "memory":
        yield ""
        return
    with database(request.getfixturevalue(SERVERS[request.param])) as url:
        asyncio.run(_upgraded(url))
        yield url


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine | None]:
    if not database_url:
        yield None
        return
    async with open_engine(database_url) as opened:
        yield opened


@pytest.fixture
async def tracking_store(engine: AsyncEngine | None) -> TrackingStore:
    """An empty store."""
    if engine is None:
        return MemoryTrackingStore()
    await _empty(engine)
    return SqlTrackingStore(engine)


@pytest.fixture
async def other_store(database_url: str, tracking_store: TrackingStore) -> AsyncGenerator[TrackingStore]:
    """The same data through connections of its own, as another process would see them."""
    if not database_url:
        yield tracking_store
        return
    async with open_engine(database_url) as engine:
        yield SqlTrackingStore(engine)


@pytest.fixture
async def access_store(engine: AsyncEngine | None) -> AccessStore:
    """A store that nobody has come in through yet."""
    if engine is None:
        return MemoryAccessStore()
    await _empty(engine)
    return SqlAccessStore(engine)


@pytest.fixture
async def job_store(engine: AsyncEngine | None) -> AsyncGenerator[JobStore]:
    """A queue that nobody works off."""
    if engine is None:
        yield MemoryJobQueue(FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
        return
    await _empty(engine)
    async with open_jobs(engine) as jobs:
        yield jobs


@pytest.fixture
async def trade_store(engine: AsyncEngine | None) -> AllTradeStores:
    """A store without a file."""
    if engine is None:
        return MemoryTradeStore()
    await _empty(engine)
    return SqlTradeStore(engine)


@pytest.fixture
async def other_trade_store(database_url: str, trade_store: AllTradeStores) -> AsyncGenerator[AllTradeStores]:
    """The same data through connections of its own, as another process would see them."""
    if not database_url:
        yield trade_store
        return
    async with open_engine(database_url) as engine:
        yield SqlTradeStore(engine)


@pytest.fixture
async def channel(engine: AsyncEngine | None) -> AsyncGenerator[EventChannel]:
    """A channel that nobody watches."""
    if engine is None:
        yield MemoryChannel()
        return
    async with open_jobs_and_events(engine) as (_, opened):
        yield opened


@pytest.fixture
async def other_channel(database_url: str, channel: EventChannel) -> AsyncGenerator[EventChannel]:
    """The same channel through connections of its own, as another process would have it."""
    if not database_url:
        yield channel
        return
    async with open_engine(database_url) as engine, open_jobs_and_events(engine) as (_, opened):
        yield opened


@pytest.fixture
async def small_channel(engine: AsyncEngine | None) -> AsyncGenerator[EventChannel]:
    """A channel that lets four events wait for each watcher."""
    if engine is None:
        yield MemoryChannel(4)
        return
    news = News(engine)
    small = SqlChannel(engine, news, SystemClock(), 4)
    yield small
    await small.close()
    await news.close()


@pytest.fixture
async def market(engine: AsyncEngine | None) -> AnyMarket:
    """Stores without any market data."""
    if engine is None:
        return MemoryMarket()
    await _empty(engine)
    return SqlMarket(engine)


@pytest.fixture
async def other_market(database_url: str, market: AnyMarket) -> AsyncGenerator[AnyMarket]:
    """The same data through connections of its own, as another process would see them."""
    if not database_url:
        yield market
        return
    async with open_engine(database_url) as engine:
        yield SqlMarket(engine)


@pytest.fixture
async def quota_store(engine: AsyncEngine | None) -> QuotaStore:
    """A store in which nothing was asked yet."""
    if engine is None:
        return MemoryQuotas()
    await _empty(engine)
    return SqlQuotas(engine)


@pytest.fixture
async def schedule_store(engine: AsyncEngine | None) -> ScheduleStore:
    """A store without a schedule."""
    if engine is None:
        return MemorySchedules()
    await _empty(engine)
    return SqlSchedules(engine)


async def _empty(engine: AsyncEngine) -> None:
    tables = [table.fullname for table in METADATA.sorted_tables if table.name != "revision"]
    async with engine.begin() as db:
        await db.execute(text(f"truncate {', '.join(tables)}"))


async def _upgraded(url: str) -> None:
    async with open_engine(url) as engine:
        await upgrade(engine)
