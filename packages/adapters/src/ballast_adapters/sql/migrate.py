"""Brings the tables of a database to the version that this program expects."""

from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.schema import CreateSchema, DropSchema

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.errors import DatabaseNewerError, UnknownVersionError
from ballast_adapters.sql.lock import MIGRATE
from ballast_adapters.sql.schema.metadata import VERSION_SCHEMA
from ballast_adapters.sql.timescale import make_hypertable

_FOLDER = Path(__file__).parent / "migrations"

VERSIONS = tuple(sorted(file.name.partition("_")[0] for file in _FOLDER.glob("versions/[0-9]*.py")))
HEAD = VERSIONS[-1]


async def current(engine: AsyncEngine) -> str | None:
    """Return the version of the tables, or nothing when there are none."""
    async with reading(engine) as db:
        return await _current(db)


async def upgrade(engine: AsyncEngine, target: str = "head") -> None:
    """Bring the tables up to a version, in one transaction; of two callers, one waits and finds it done.

    Raises `UnknownVersionError`, `DatabaseNewerError`.
    """
    await _migrate(engine, "upgrade", target)


async def keep_bars_in_chunks(engine: AsyncEngine) -> bool:
    """Have TimescaleDB keep the bars of tables at the head, where it is installed; tell whether it does."""
    async with writing(engine) as db:
        await db.execute(select(func.pg_advisory_xact_lock(MIGRATE)))
        return await make_hypertable(db)


async def downgrade(engine: AsyncEngine, target: str) -> None:
    """Take the tables down to a version, with all data that older ones cannot hold; `base` leaves nothing.

    Raises `UnknownVersionError`, `DatabaseNewerError`.
    """
    await _migrate(engine, "downgrade", target)


async def _migrate(engine: AsyncEngine, direction: Literal["upgrade", "downgrade"], target: str) -> None:
    if target not in {"head", "base", *VERSIONS}:
        raise UnknownVersionError(target, ("base", *VERSIONS))
    async with writing(engine) as db:
        await db.execute(select(func.pg_advisory_xact_lock(MIGRATE)))
        version = await _current(db)
        if version and version not in VERSIONS:
            raise DatabaseNewerError(version, HEAD)
        if version == (HEAD if target == "head" else target):
            return
        await db.execute(CreateSchema(VERSION_SCHEMA, if_not_exists=True))
        await db.run_sync(_run_alembic, direction, target)
        if await _current(db) is None:
            await db.execute(DropSchema(VERSION_SCHEMA, cascade=True))


async def _current(db: AsyncConnection) -> str | None:
    table = f"{VERSION_SCHEMA}.alembic_version"
    if (await db.execute(select(func.to_regclass(table)))).scalar_one() is None:
        return None
    found = await db.execute(text(f"table {table}"))
    return found.scalar_one_or_none()


def _run_alembic(db: Connection, direction: Literal["upgrade", "downgrade"], target: str) -> None:
    # Here, because it takes longer to import than most commands take to answer.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    getattr(command, direction)(config, target)
