"""A file of trades that the database cannot take: what is told, and that nothing half done is left."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.servers import database
from tests.trade_builders import a_book, a_file

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.errors import DatabaseUnavailableError
from ballast_adapters.sql.migrate import upgrade
from ballast_adapters.sql.trades import SqlTradeStore

pytestmark = pytest.mark.postgres

OLD, NEW = a_file("a" * 12, strategy="Trend"), a_file("b" * 12, strategy="Trend")
OURS = "from pg_stat_activity where application_name = 'victim'"
FULL_DISK = (
    """
    create function trades.no_room() returns trigger language plpgsql as
    $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
    """,
    "create trigger no_room before insert on trades.books for each row execute function trades.no_room()",
)


@pytest.fixture
def url(embedded_server: str) -> Iterator[str]:
    """A database with our tables, and an application name to find our connections by."""
    with database(embedded_server) as made:
        asyncio.run(upgraded(made))
        yield urlsplit(made)._replace(query="application_name=victim").geturl()


@pytest.fixture
async def engine(url: str) -> AsyncGenerator[AsyncEngine]:
    async with open_engine(url) as opened:
        yield opened


@pytest.fixture
async def other(url: str) -> AsyncGenerator[AsyncEngine]:
    """Connections that nobody breaks."""
    async with open_engine(urlsplit(url)._replace(query="").geturl()) as opened:
        yield opened


@pytest.fixture
async def store(engine: AsyncEngine) -> SqlTradeStore:
    """A store with one file."""
    made = SqlTradeStore(engine)
    await made.add(OLD, a_book(1.0))
    return made


async def upgraded(url: str) -> None:
    async with open_engine(url) as engine:
        await upgrade(engine)


async def test_a_full_disk_is_told_and_leaves_all_as_it_was(store: SqlTradeStore, other: AsyncEngine) -> None:
    async with other.begin() as db:
        for statement in FULL_DISK:
            await db.execute(text(statement))
    before = await store.revision()
    with pytest.raises(DatabaseUnavailableError, match="disk is full; make room there"):
        await store.add(NEW, a_book(2.0), replaces=[OLD.id])
    assert (list(await store.files()), await store.revision()) == ([OLD], before)


async def test_a_connection_that_breaks_at_work_leaves_all_as_it_was(
    store: SqlTradeStore, other: AsyncEngine
) -> None:
    before = await store.revision()
    async with other.begin() as db:
        await db.execute(text("lock trades.books in share mode"))
        adding = asyncio.create_task(store.add(NEW, a_book(2.0), replaces=[OLD.id]))
        await waits(other)
        await broken(other)
        with pytest.raises(DatabaseUnavailableError):
            await adding
    assert (list(await store.files()), await store.revision()) == ([OLD], before)


async def test_an_adding_that_is_canceled_leaves_all_as_it_was(
    store: SqlTradeStore, other: AsyncEngine
) -> None:
    before = await store.revision()
    async with other.begin() as db:
        await db.execute(text("lock trades.books in share mode"))
        adding = asyncio.create_task(store.add(NEW, a_book(2.0), replaces=[OLD.id]))
        await waits(other)
        adding.cancel()
        with pytest.raises(asyncio.CancelledError):
            await adding
    assert (list(await store.files()), await store.revision()) == ([OLD], before)


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
