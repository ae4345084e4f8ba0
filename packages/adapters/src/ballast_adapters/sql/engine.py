"""Engines on asyncpg, and the two ways to use one: reading and writing."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ballast_adapters.sql.errors import DatabaseUrlError, translated

_CONNECT_TIMEOUT_S = 10.0

type Driver = "asyncpg.Connection[asyncpg.Record]"


@asynccontextmanager
async def open_engine(url: str, pool_size: int = 5) -> AsyncGenerator[AsyncEngine]:
    """Yield an engine on a `postgresql://` address with any parameter that libpq knows, `host=/folder` too.

    Connects when it is first used. Raises `DatabaseUrlError`.
    """
    connect = connector(url)
    # asyncpg reads the address itself: it knows all that libpq does about sockets, TLS and password files.
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, pool_size=pool_size, pool_pre_ping=True
    )
    try:
        yield engine
    finally:
        await engine.dispose()


def connector(url: str) -> Callable[[], Awaitable[Driver]]:
    """Return what opens a connection to this address each time it is called. Raises `DatabaseUrlError`."""
    dsn, timeout_s = _dsn(url)

    async def connect() -> Driver:
        return await asyncpg.connect(dsn, timeout=timeout_s)

    return connect


def libpq_url(url: str) -> str:
    """Return the address as libpq takes it, without a Python driver. Raises `DatabaseUrlError`."""
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise DatabaseUrlError("must begin with postgresql://")
    try:
        _ = parts.port
    except ValueError as error:
        raise DatabaseUrlError(f"has a wrong port: {error}") from error
    return urlunsplit(("postgresql", *parts[1:]))


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Yield a connection on which each statement stands alone."""
    with translated():
        async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            yield db


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Yield a connection inside one transaction, which ends well or leaves no trace."""
    with translated():
        async with engine.begin() as db:
            yield db


async def driver(db: AsyncConnection) -> Driver:
    """Return asyncpg's own connection; a write through it needs a transaction that has begun before."""
    raw = await db.get_raw_connection()
    return cast("Driver", raw.driver_connection)


def _dsn(url: str) -> tuple[str, float]:
    parts = urlsplit(libpq_url(url))
    query = {"application_name": "ballast", **dict(parse_qsl(parts.query))}
    timeout_s = float(query.pop("connect_timeout", _CONNECT_TIMEOUT_S))
    return urlunsplit(parts._replace(query=urlencode(query))), timeout_s
