"""Backups in the format of pg_dump, and the way back."""

import asyncio
import os
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import libpq_url, open_engine, reading
from ballast_adapters.sql.errors import (
    BackupFileError,
    DatabaseNotEmptyError,
    DatabaseOutdatedError,
    DatabaseUnavailableError,
    HypertableError,
)
from ballast_adapters.sql.migrate import current
from ballast_adapters.sql.schema import access, jobs, market, market_topics, tracking, trades
from ballast_adapters.sql.schema.metadata import VERSION_SCHEMA
from ballast_adapters.sql.timescale import has_hypertable

type FindProgram = Callable[[str, int], Path]
"""Finds `pg_dump`, `pg_restore` or `psql` for a server of this major version."""

SCHEMAS = (
    VERSION_SCHEMA,
    tracking.SCHEMA,
    access.SCHEMA,
    trades.SCHEMA,
    jobs.SCHEMA,
    jobs.LIBRARY_SCHEMA,
    market.SCHEMA,
    market.DERIVED,
    market_topics.ECONOMY,
    market_topics.NEWS,
    market_topics.EVENTS,
)

_ONLY_OURS = tuple(f"--schema={name}" for name in SCHEMAS)
_CLEAR = "; ".join(f"drop schema if exists {name} cascade; create schema {name}" for name in SCHEMAS)
_PROVE = f"table {VERSION_SCHEMA}.alembic_version"
_TABLES = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname = any(:schemas) order by 1
"""
_FILLED = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname = any(:schemas)
    and tablename not in ('alembic_version', 'revision', 'setup_code', 'session_years', 'quotas')
    and (schemaname, tablename) <> ('market_data', 'sessions')
"""
"""What somebody put there: neither what every database begins with, nor what can be had again."""


async def backup(url: str, file: Path, find: FindProgram) -> None:
    """Write all that is ours to `file`, for its owner's eyes only; it is whole or not there.

    Raises `DatabaseOutdatedError` when there is nothing of ours, `BackupFileError` when the file cannot be
    written, `HypertableError`, `DatabaseUnavailableError`.
    """
    async with open_engine(url, pool_size=1) as engine:
        if await current(engine) is None:
            raise DatabaseOutdatedError("it holds nothing to back up")
        async with reading(engine) as db:
            if await has_hypertable(db):
                raise HypertableError
        pg_dump = find("pg_dump", await _major(engine))
    with _whole(file) as part:
        failure = await _run(pg_dump, "--format=custom", *_ONLY_OURS, f"--file={part}", url=url)
        if failure:
            raise DatabaseUnavailableError("pg_dump could not finish the backup", failure)


async def restore(url: str, file: Path, find: FindProgram, *, replace: bool = False) -> None:
    """Bring back what `backup` wrote, all of it or nothing; with `replace`, instead of what is there.

    The tables are then of the version that was backed up: upgrade them afterwards.
    Raises `DatabaseNotEmptyError`, `BackupFileError`, `DatabaseUnavailableError`.
    """
    async with open_engine(url, pool_size=1) as engine:
        if not replace and await _holds_data(engine):
            raise DatabaseNotEmptyError
        major = await _major(engine)
    with tempfile.TemporaryDirectory() as folder:
        # Unpacked first: a backup that breaks off half-way must not reach the database at all.
        script = f"--file={folder}/restore.sql"
        unpack = ("--no-owner", "--no-privileges", *_ONLY_OURS, script, str(file))
        failure = await _run(find("pg_restore", major), *unpack)
        if not failure:
            once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
            steps = (f"--command={_CLEAR}", script, f"--command={_PROVE}")
            failure = await _run(find("psql", major), *once, *steps, url=url)
    if failure:
        raise BackupFileError(str(file), failure)


async def count_rows(url: str) -> dict[str, int]:
    """Return how many rows each of our tables has. Raises `DatabaseUnavailableError`."""
    async with open_engine(url, pool_size=1) as engine, reading(engine) as db:
        tables = (await db.execute(text(_TABLES), {"schemas": list(SCHEMAS)})).scalars().all()
        counting = {table: select(func.count()).select_from(text(table)) for table in tables}
        return {table: (await db.execute(count)).scalar_one() for table, count in counting.items()}


async def _major(engine: AsyncEngine) -> int:
    async with reading(engine) as db:
        number = (await db.execute(text("select current_setting('server_version_num')::int"))).scalar_one()
    return int(number) // 10_000


async def _holds_data(engine: AsyncEngine) -> bool:
    async with reading(engine) as db:
        tables = (await db.execute(text(_FILLED), {"schemas": list(SCHEMAS)})).scalars().all()
        for table in tables:
            any_row = text(f"select exists (table {table})")
            if (await db.execute(any_row)).scalar_one():
                return True
    return False


@contextmanager
def _whole(file: Path) -> Generator[Path]:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
        part = Path(name)
        try:
            yield part
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BackupFileError(str(file), error.strerror or str(error)) from error


async def _run(program: Path, *arguments: str, url: str | None = None) -> str:
    """Return why the program failed; empty when it did not."""
    environment = {**os.environ, "LC_ALL": "C"}  # noqa: TID251 - handed on to a child, not read
    if url:
        address, password = _without_password(url)
        arguments = (*arguments, f"--dbname={address}")
        environment |= {"PGPASSWORD": password} if password else {}
    process = await asyncio.create_subprocess_exec(
        program, *arguments, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env=environment
    )
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ""
    lines = said.decode(errors="replace").splitlines()
    return next((line for line in lines if "error" in line.lower()), "".join(lines[-1:]) or "it said nothing")


def _without_password(url: str) -> tuple[str, str]:
    """Every user of the machine can read a command line."""
    parts = urlsplit(libpq_url(url))
    user, at, server = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    query = dict(parse_qsl(parts.query))
    password = query.pop("password", unquote(password))
    return parts._replace(netloc=f"{name}{at}{server}", query=urlencode(query)).geturl(), password
