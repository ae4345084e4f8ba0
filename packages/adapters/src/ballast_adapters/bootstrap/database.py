"""The database of the settings: a server of its own, or the embedded one."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from ballast_adapters.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncGenerator["AsyncEngine"]:
    """Yield an engine on the server of the settings, or on the embedded one when they name none."""
    from ballast_adapters.sql.engine import open_engine

    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_server(settings))
        yield await stack.enter_async_context(open_engine(url, settings.database.pool_size))


@asynccontextmanager
async def open_server(settings: Settings) -> AsyncGenerator[str]:
    """Yield the address of the database; the embedded one answers while something uses it."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    from ballast_adapters.postgres import EmbeddedPostgres

    embedded = settings.embedded
    server = EmbeddedPostgres(settings.home / "postgres", embedded.postgres_bin, embedded.start_timeout_s)
    async with server.open() as url:
        yield url


async def bring_up_to_date(engine: "AsyncEngine", settings: Settings) -> None:
    """Migrate the tables where that is allowed. Raises `DatabaseOutdatedError`."""
    from ballast_adapters.sql import migrate
    from ballast_adapters.sql.errors import DatabaseOutdatedError

    version = await migrate.current(engine)
    if version == migrate.HEAD:
        return
    if not settings.database.migrate_on_start and version in {None, *migrate.VERSIONS}:
        raise DatabaseOutdatedError(f"it is at {version or 'none'}, the program at {migrate.HEAD}")
    await migrate.upgrade(engine)
    await migrate.keep_bars_in_chunks(engine)


async def upgrade(settings: Settings) -> tuple[str, bool]:
    """Bring the tables to the version of this program; return it, and whether TimescaleDB keeps the bars."""
    from ballast_adapters.sql import migrate

    async with open_database(settings) as engine:
        await migrate.upgrade(engine)
        return migrate.HEAD, await migrate.keep_bars_in_chunks(engine)


async def downgrade(settings: Settings, target: str) -> None:
    """Take the tables down to a version; `base` leaves nothing."""
    from ballast_adapters.sql import migrate

    async with open_database(settings) as engine:
        await migrate.downgrade(engine, target)


async def database_url(settings: Settings) -> str:
    """Return the address of the database; the embedded one answers while something uses it."""
    async with open_server(settings) as url:
        return url
