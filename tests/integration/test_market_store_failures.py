"""Market data that the database cannot take: what is told, and that nothing half done is left."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.market_builders import NOON, bars, observations
from tests.servers import database

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.errors import DatabaseUnavailableError
from ballast_adapters.sql.market import SqlMarket
from ballast_adapters.sql.migrate import upgrade
from ballast_core.market import Upserted
from ballast_core.shared.dates import DateSpan

pytestmark = pytest.mark.postgres

ALL, RANKS = DateSpan(), {"first": 0}
OURS = "from pg_stat_activity where application_name = 'victim'"
NO_ROOM = """
    create function no_room() returns trigger language plpgsql as
    $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
"""
LAST_TABLES = ["market_data.bars", "market_data.bar_revisions", "derived.days_held", "market_data.revision"]
"""Each is written later than the one before when bars change."""


@pytest.fixture
def url(embedded_server: str) -> Iterator[str]:
    """A database with our tables, and an application name to find our connections by."""
    with database(embedded_server) as made:
        asyncio.run(upgraded(made))
        yield urlsplit(made)._replace(query="application_name=victim").geturl()


@pytest.fixture
async def market(url: str) -> AsyncGenerator[SqlMarket]:
    """Market data with three bars and a value."""
    async with open_engine(url) as engine:
        made = SqlMarket(engine)
        await made.bars.add_bars(bars([10, 11, 12]), RANKS, NOON)
        await made.economy.add_observations([observations(("2024-01-01", "2024-02-01", 1.0))])
        yield made


@pytest.fixture
async def other(url: str) -> AsyncGenerator[AsyncEngine]:
    """Connections that nobody breaks."""
    async with open_engine(urlsplit(url)._replace(query="").geturl()) as opened:
        yield opened


async def upgraded(url: str) -> None:
    async with open_engine(url) as engine:
        await upgrade(engine)


async def all_there_is(market: SqlMarket) -> list[object]:
    found, held = await market.bars.bars("AAA", ALL), (await market.bars.held(["AAA"], ALL))["AAA"]
    values = await market.economy.observations("RATE")
    return [
        found.close.tolist(),
        held.days.tolist(),
        list(await market.bars.revisions("AAA")),
        values and values.values.tolist(),
        await market.universe.revision(),
    ]


async def change(market: SqlMarket) -> None:
    await market.bars.add_bars(bars([10, 99, 12, 13]), RANKS, NOON)


@pytest.mark.parametrize("table", LAST_TABLES)
async def test_a_full_disk_is_told_and_leaves_all_as_it_was(
    market: SqlMarket, other: AsyncEngine, table: str
) -> None:
    async with other.begin() as db:
        await db.execute(text(NO_ROOM))
        event = f"create trigger no_room before insert or update on {table}"
        await db.execute(text(f"{event} for each row execute function no_room()"))
    before = await all_there_is(market)
    with pytest.raises(DatabaseUnavailableError, match="disk is full; make room there"):
        await change(market)
    assert await all_there_is(market) == before


async def test_values_on_a_full_disk_leave_all_as_it_was(market: SqlMarket, other: AsyncEngine) -> None:
    async with other.begin() as db:
        await db.execute(text(NO_ROOM))
        event = "create trigger no_room before insert on economic_data.observations"
        await db.execute(text(f"{event} for each row execute function no_room()"))
    before = await all_there_is(market)
    changed = observations(("2024-01-01", "2024-02-01", 2.0), ("2024-02-01", "2024-03-01", 2.0))
    with pytest.raises(DatabaseUnavailableError, match="disk is full; make room there"):
        await market.economy.add_observations([changed])
    assert await all_there_is(market) == before


@pytest.mark.parametrize("table", LAST_TABLES)
async def test_a_connection_that_breaks_at_work_leaves_all_as_it_was(
    market: SqlMarket, other: AsyncEngine, table: str
) -> None:
    before = await all_there_is(market)
    async with other.begin() as db:
        await db.execute(text(f"lock {table} in share mode"))
        changing = asyncio.create_task(change(market))
        await waits(other)
        await broken(other)
        with pytest.raises(DatabaseUnavailableError):
            await changing
    assert await all_there_is(market) == before


async def test_a_change_that_is_canceled_leaves_all_as_it_was(market: SqlMarket, other: AsyncEngine) -> None:
    before = await all_there_is(market)
    async with other.begin() as db:
        await db.execute(text("lock derived.days_held in share mode"))
        changing = asyncio.create_task(change(market))
        await waits(other)
        changing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await changing
    assert await all_there_is(market) == before


async def test_after_a_failure_the_same_change_succeeds(market: SqlMarket, other: AsyncEngine) -> None:
    async with other.begin() as db:
        await db.execute(text("lock market_data.bars in share mode"))
        changing = asyncio.create_task(change(market))
        await waits(other)
        await broken(other)
        with pytest.raises(DatabaseUnavailableError):
            await changing
    again = await market.bars.add_bars(bars([10, 99, 12, 13]), RANKS, NOON)
    assert again.rows == Upserted(inserted=1, updated=1, unchanged=2)


async def waits(other: AsyncEngine) -> None:
    """Return once one of our connections waits for a lock."""
    waiting = f"select count(*) {OURS} and wait_event_type = 'Lock'"
    async with other.connect() as db:
        while not (await db.execute(text(waiting))).scalar_one():
            await db.rollback()
            await asyncio.sleep(0.01)


async def broken(other: AsyncEngine) -> None:
    async with other.connect() as db:
        await db.execute(text(f"select pg_terminate_backend(pid, 5000) {OURS}"))
