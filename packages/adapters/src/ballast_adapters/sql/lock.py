"""Rights that one session of a database holds at a time, and that end with it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.errors import translated

INGEST = 72_255_278_001
MIGRATE = 72_255_278_002
BARS = 72_255_278_003
UPDATE = 72_255_278_004
OBSERVATIONS = 72_255_278_005
FINDINGS = 72_255_278_006

_POLL_S = 0.05


class LockHeldError(Exception):
    """Another session holds the lock."""


@asynccontextmanager
async def advisory_lock(engine: AsyncEngine, key: int, wait_s: float) -> AsyncGenerator[None]:
    """Hold the lock. Raises `LockHeldError` when another session keeps it beyond `wait_s` seconds."""
    with translated():
        db = await engine.execution_options(isolation_level="AUTOCOMMIT").connect()
    try:
        with translated():
            # Off the pool, so that closing it ends its session, and with that the lock, in any case.
            await db.run_sync(Connection.detach)
            deadline = asyncio.get_running_loop().time() + wait_s
            while not (await db.execute(select(func.pg_try_advisory_lock(key)))).scalar_one():
                if asyncio.get_running_loop().time() >= deadline:
                    raise LockHeldError
                await asyncio.sleep(_POLL_S)
        yield
        with suppress(DBAPIError):  # the session is gone, and the lock with it
            await db.execute(select(func.pg_advisory_unlock(key)))
    finally:
        await db.close()
