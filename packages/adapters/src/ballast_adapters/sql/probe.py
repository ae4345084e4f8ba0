"""What the database says about itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from ballast_adapters.sql.engine import reading
from ballast_adapters.sql.migrate import HEAD, VERSIONS, current
from ballast_core.ops import Check, CheckState, PoolUse


async def check_database(engine: AsyncEngine) -> tuple[datetime, Sequence[Check]]:
    """Return the time of the database, and whether it answers and has our tables.

    Raises `DatabaseUnavailableError` when it does not answer.
    """
    async with reading(engine) as db:
        number, now = (
            await db.execute(select(func.current_setting("server_version"), func.clock_timestamp()))
        ).one()
    return now, (
        Check(name="database", state=CheckState.OK, found=f"PostgreSQL {number} answers"),
        _check_version(await current(engine)),
    )


def pool_use(engine: AsyncEngine) -> PoolUse:
    """Return how many connections of the engine there may be, and how many are at work."""
    pool = cast("QueuePool", engine.pool)
    return PoolUse(size=pool.size(), in_use=pool.checkedout())


def _check_version(version: str | None) -> Check:
    if version == HEAD:
        return Check(name="tables", state=CheckState.OK, found=f"version {version}")
    if version is None or version in VERSIONS:
        found, advice = f"version {version or 'none'}, not {HEAD}", "run `ballast db upgrade`"
    else:
        found, advice = f"version {version}, later than {HEAD}", "use the program that made them"
    return Check(name="tables", state=CheckState.FAILED, found=found, advice=advice)
