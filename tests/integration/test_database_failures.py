"""Whatever goes wrong with a database comes out as an error that says what to do."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.builders import a_change, a_model, status_of
from tests.servers import database

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.errors import (
    DatabaseOutdatedError,
    DatabaseUnavailableError,
    DatabaseUrlError,
    translated,
)
from ballast_adapters.sql.migrate import upgrade
from ballast_adapters.sql.tracking import SqlTrackingStore
from ballast_core.tracking import FileKind, ModelUpdate

pytestmark = pytest.mark.postgres

UPDATE = ModelUpdate(a_model(), status=a_change(FileKind.STATUS, status_of(("2026-03-02T16:41:00", 1.0))))


@pytest.fixture(scope="module")
def url(embedded_server: str) -> Iterator[str]:
    """A database with our tables."""
    with database(embedded_server) as made:
        asyncio.run(upgraded(made))
        yield made


@pytest.fixture
def empty(embedded_server: str) -> Iterator[str]:
    """A database without tables."""
    with database(embedded_server) as made:
        yield made


async def upgraded(url: str) -> None:
    async with open_engine(url) as engine:
        await upgrade(engine)


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[SqlTrackingStore]:
    async with open_engine(url) as engine:
        yield SqlTrackingStore(engine)


def with_query(url: str, query: str) -> str:
    return urlsplit(url)._replace(query=query).geturl()


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "postgresql:///x?host=/nowhere"])
async def test_a_server_that_does_not_answer_is_unavailable(url: str) -> None:
    async with opened(url) as store:
        for ask in (store.models, store.revision, lambda: store.apply(UPDATE)):
            with pytest.raises(DatabaseUnavailableError, match="BALLAST_DATABASE_URL"):
                await ask()
        with pytest.raises(DatabaseUnavailableError):
            async with store.exclusive(0):
                pass


async def test_a_missing_database_is_named(url: str) -> None:
    async with opened(urlsplit(url)._replace(path="/nothing").geturl()) as store:
        with pytest.raises(DatabaseUnavailableError, match="create it"):
            await store.models()


async def test_missing_tables_ask_for_an_upgrade(empty: str) -> None:
    async with opened(empty) as store:
        for ask in (store.models, lambda: store.status(a_model().id), lambda: store.apply(UPDATE)):
            with pytest.raises(DatabaseOutdatedError, match="ballast db upgrade"):
                await ask()


async def test_a_read_only_database_is_named(url: str) -> None:
    async with opened(with_query(url, "default_transaction_read_only=on")) as store:
        with pytest.raises(DatabaseUnavailableError, match="read-only"):
            await store.apply(UPDATE)


async def test_a_statement_that_takes_too_long_is_named(url: str) -> None:
    hasty = with_query(url, "statement_timeout=50")
    async with opened(hasty) as store, open_engine(url) as engine, engine.begin() as db:
        await db.execute(text("lock tracking.models"))
        with pytest.raises(DatabaseUnavailableError, match="too long"):
            await store.apply(UPDATE)


async def test_connections_that_broke_while_idle_are_made_anew(url: str) -> None:
    async with opened(with_query(url, "application_name=victim")) as store, open_engine(url) as engine:
        await store.apply(UPDATE)
        await break_connections(engine)
        assert len(await store.models()) == 1
        await break_connections(engine)
        assert len(await store.status(UPDATE.model.id)) == 1


async def test_a_connection_that_breaks_at_work_leaves_all_as_before(url: str) -> None:
    changed = a_change(FileKind.STATUS, status_of(("2026-03-02T16:41:00", 2.0)))
    async with opened(with_query(url, "application_name=victim")) as store, open_engine(url) as engine:
        await store.apply(UPDATE)
        before = await store.revision()
        async with engine.begin() as db:
            await db.execute(text("lock tracking.status_records in share mode"))
            at_work = asyncio.create_task(store.apply(ModelUpdate(UPDATE.model, status=changed)))
            await asyncio.sleep(0.3)
            await break_connections(engine)
            with pytest.raises(DatabaseUnavailableError):
                await at_work
        assert await store.revision() == before


async def break_connections(engine: AsyncEngine) -> None:
    broken = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'victim'"
    async with engine.connect() as db:
        await db.execute(text(broken))


BAD_URLS = {
    "mysql://localhost/x": "must begin with postgresql://",
    "postgresql://localhost:x/x": "wrong port",
    "postgresql://localhost/x?sslmode=maybe": "sslmode",
}


@pytest.mark.parametrize("bad", BAD_URLS)
async def test_an_address_that_cannot_be_read_is_told(bad: str) -> None:
    with pytest.raises(DatabaseUrlError, match=BAD_URLS[bad]):
        async with opened(bad) as store:
            await store.models()


async def test_a_connection_lost_amid_a_question_is_no_fault_of_ours() -> None:
    """asyncpg says so when what was begun is to be taken back; a job that reported then went on unwatched."""
    with pytest.raises(DatabaseUnavailableError), translated():
        raise asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress")
