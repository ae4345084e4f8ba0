"""TimescaleDB, where a database has it: bars become a hypertable that compresses itself."""

from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

_INSTALLED = text("select exists (select from pg_extension where extname = 'timescaledb')")
_IS_ONE = text("""
    select exists (select from timescaledb_information.hypertables
        where hypertable_schema = 'market_data' and hypertable_name = 'bars')
""")
_MAKE = (
    text("""
        select create_hypertable('market_data.bars', 'day',
            chunk_time_interval => interval '7 days', migrate_data => true)
    """),
    text("""
        alter table market_data.bars set (
            timescaledb.compress, timescaledb.compress_segmentby = 'symbol',
            timescaledb.compress_orderby = 'day')
    """),
    text("select add_compression_policy('market_data.bars', compress_after => interval '30 days')"),
)


async def is_installed(db: AsyncConnection) -> bool:
    """Whether this database has the extension."""
    return bool((await db.execute(_INSTALLED)).scalar_one())


async def has_hypertable(db: AsyncConnection) -> bool:
    """Whether the bars of this database are a hypertable."""
    return await is_installed(db) and bool((await db.execute(_IS_ONE)).scalar_one())


async def make_hypertable(db: AsyncConnection) -> bool:
    """Make a hypertable of bars where that can be; tell whether they are one now.

    Chunks of seven days, compressed by symbol after thirty days.
    """
    if not await is_installed(db):
        return False
    if not await has_hypertable(db):
        with suppress(DBAPIError):  # a plain table does as well
            async with db.begin_nested():
                for statement in _MAKE:
                    await db.execute(statement)
    return await has_hypertable(db)
