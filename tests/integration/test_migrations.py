"""The tables on their way up and down."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pgqueuer.db import AsyncpgDriver
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.servers import database

from ballast_adapters.queue.library import queries
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.errors import DatabaseNewerError, UnknownVersionError
from ballast_adapters.sql.migrate import (
    HEAD,
    VERSIONS,
    current,
    downgrade,
    keep_bars_in_chunks,
    upgrade,
)
from ballast_adapters.sql.schema import (
    access,
    jobs,
    market,
    market_runs,
    market_topics,
    schedules,
    tracking,
    trades,
)
from ballast_adapters.sql.schema.metadata import METADATA, VERSION_SCHEMA

pytestmark = pytest.mark.postgres

TABLES = (access, jobs, market, market_runs, market_topics, schedules, tracking, trades)
"""Each adds its tables to the catalog when it is imported."""

LEFT = """
    select nspname from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
    union select relname from pg_class where relnamespace = 'public'::regnamespace
"""


@pytest.fixture(params=["embedded_server", "second_server"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database."""
    with database(request.getfixturevalue(request.param)) as made:
        yield made


@pytest.fixture
async def engine(url: str) -> AsyncGenerator[AsyncEngine]:
    async with open_engine(url) as opened:
        yield opened


async def test_an_empty_database_has_no_version(engine: AsyncEngine) -> None:
    assert await current(engine) is None


async def test_up_down_and_up_again_ends_at_the_head(engine: AsyncEngine) -> None:
    await upgrade(engine)
    await downgrade(engine, "base")
    await upgrade(engine)
    assert await current(engine) == HEAD


async def test_down_to_the_base_leaves_nothing_behind(engine: AsyncEngine) -> None:
    await upgrade(engine)
    await downgrade(engine, "base")
    async with engine.connect() as db:
        assert (await db.execute(text(LEFT))).all() == []


async def test_each_version_can_be_reached_by_name(engine: AsyncEngine) -> None:
    for version in VERSIONS:
        await upgrade(engine, version)
        assert await current(engine) == version


async def test_models_and_migrations_agree(engine: AsyncEngine) -> None:
    await upgrade(engine)
    async with engine.connect() as db:
        assert await db.run_sync(differences) == []


async def test_the_tables_of_the_job_library_are_those_of_its_release(engine: AsyncEngine, url: str) -> None:
    await upgrade(engine)
    db = await asyncpg.connect(url)
    try:
        plan = await queries(AsyncpgDriver(db)).plan_upgrade()
    finally:
        await db.close()
    assert plan.statements == ()


async def test_an_upgrade_made_twice_changes_nothing(engine: AsyncEngine) -> None:
    await upgrade(engine)
    before = await revision(engine)
    await upgrade(engine)
    assert await revision(engine) == before


async def test_without_timescaledb_bars_stay_in_a_plain_table(engine: AsyncEngine) -> None:
    await upgrade(engine)
    assert not await keep_bars_in_chunks(engine)
    async with engine.connect() as db:
        assert await db.run_sync(differences) == []


async def test_two_upgrades_at_once_both_succeed(engine: AsyncEngine, url: str) -> None:
    async with open_engine(url) as other:
        await asyncio.gather(upgrade(engine), upgrade(other))
        assert [await current(engine), await current(other)] == [HEAD, HEAD]


async def test_a_database_of_a_later_program_is_left_alone(engine: AsyncEngine) -> None:
    await upgrade(engine)
    async with engine.begin() as db:
        await db.execute(text("update ballast.alembic_version set version_num = '9999'"))
    for move in (upgrade(engine), downgrade(engine, "base")):
        with pytest.raises(DatabaseNewerError, match=f"9999.*{HEAD}"):
            await move
    assert await current(engine) == "9999"


async def test_an_unknown_version_names_those_there_are(engine: AsyncEngine) -> None:
    with pytest.raises(UnknownVersionError, match="base, 0001"):
        await upgrade(engine, "0")


async def revision(engine: AsyncEngine) -> object:
    async with engine.connect() as db:
        return (await db.execute(text("table tracking.revision"))).scalar_one()


def differences(db: Connection) -> list[object]:
    schemas = {VERSION_SCHEMA, *(table.schema for table in METADATA.sorted_tables)}
    options = {
        "include_schemas": True,
        "include_name": lambda name, kind, _: kind != "schema" or name in schemas,
        "version_table_schema": VERSION_SCHEMA,
        "compare_type": True,
        "compare_server_default": True,
    }
    return compare_metadata(MigrationContext.configure(db, opts=options), METADATA)
