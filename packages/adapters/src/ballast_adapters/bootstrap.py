"""The composition root: settings in, a wired App out."""

import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings, load_settings
from ballast_core.access import Access, AccessLimits, AccessPorts, Passwords, Secrets, wire_access
from ballast_core.app import App
from ballast_core.ops import BackupCheck, Check, CheckState, Health, PoolUse, TableCount, wire_ops
from ballast_core.shared.errors import BallastError
from ballast_core.shared.ports import Clock, TableWriter
from ballast_core.tracking import ChartFiles, ModelFiles, TrackingPorts, wire_tracking

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from ballast_adapters.remote.tracking import RemoteBallast
    from ballast_adapters.sample import SampleSummary
    from ballast_adapters.system import Plan, Systemd

_FOUND_WIDTH = 200


@asynccontextmanager
async def open_app(settings: Settings | None = None) -> AsyncGenerator[App]:
    """Yield Ballast, wired and ready; without settings it reads them from environment and file.

    Raises `InvalidError` for wrong settings, `UnavailableError` when the database cannot be had.
    """
    settings = settings or load_settings()
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(open_database(settings))
        await _ready(engine, settings)
        yield _app(settings, engine)


@asynccontextmanager
async def open_remote(
    url: str, token: str | None = None, *, plain_http: bool = False
) -> AsyncGenerator["RemoteBallast"]:
    """Yield the Ballast that a server at this address runs, as its API lets one ask it.

    Raises `BadAddressError`, `OpenTokenError`, and what the first question brings.
    """
    from ballast_adapters.remote.server import open_server
    from ballast_adapters.remote.tracking import RemoteBallast, RemoteTracking

    async with open_server(url, token, plain_http=plain_http) as server:
        yield RemoteBallast(RemoteTracking(server), table_writer())


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncGenerator["AsyncEngine"]:
    """Yield an engine on the server of the settings, or on the embedded one when they name none."""
    from ballast_adapters.sql.engine import open_engine

    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(_server(settings))
        yield await stack.enter_async_context(open_engine(url, settings.database.pool_size))


@asynccontextmanager
async def _server(settings: Settings) -> AsyncGenerator[str]:
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    from ballast_adapters.postgres import EmbeddedPostgres

    embedded = settings.embedded
    server = EmbeddedPostgres(settings.home / "postgres", embedded.postgres_bin, embedded.start_timeout_s)
    async with server.open() as url:
        yield url


async def _ready(engine: "AsyncEngine", settings: Settings) -> None:
    from ballast_adapters.sql import migrate
    from ballast_adapters.sql.errors import DatabaseOutdatedError

    version = await migrate.current(engine)
    if version == migrate.HEAD:
        return
    if not settings.database.migrate_on_start and version in {None, *migrate.VERSIONS}:
        raise DatabaseOutdatedError(f"it is at {version or 'none'}, the program at {migrate.HEAD}")
    await migrate.upgrade(engine)


def _app(settings: Settings, engine: "AsyncEngine") -> App:
    from ballast_adapters.sql.tracking import SqlTrackingStore

    store = SqlTrackingStore(engine)
    ports = TrackingPorts(
        models=store,
        values=store,
        snapshots=store,
        findings=store,
        ingests=store,
        files=_model_files(settings),
        charts=_chart_files(settings),
        clock=_clock(),
    )
    access, ops = _access(settings, engine), wire_ops(_Probes(settings, engine))
    return App(wire_tracking(ports), access, ops, table_writer())


def _access(settings: Settings, engine: "AsyncEngine") -> Access:
    from ballast_adapters.sql.access import SqlAccessStore

    store = SqlAccessStore(engine)
    ports = AccessPorts(
        owners=store,
        sessions=store,
        tokens=store,
        shares=store,
        actions=store,
        passwords=_passwords(),
        secrets=_secrets(settings),
        clock=_clock(),
    )
    session = settings.session
    limits = AccessLimits(timedelta(days=session.idle_days), timedelta(days=session.max_days))
    return wire_access(ports, limits)


def _passwords() -> Passwords:
    from ballast_adapters.crypto.passwords import Argon2Passwords

    return Argon2Passwords()


def _secrets(settings: Settings) -> Secrets:
    from ballast_adapters.crypto.key_file import read_or_make_key
    from ballast_adapters.crypto.keyed import HmacSecrets

    given = settings.secret_key
    if given is not None:
        return HmacSecrets(given.get_secret_value().encode)
    return HmacSecrets(partial(read_or_make_key, settings.home))


def table_writer() -> TableWriter:
    """Return what writes tables; it needs no database."""
    from ballast_adapters.files.tables import ArrowTables

    return ArrowTables()


def _model_files(settings: Settings) -> ModelFiles:
    from ballast_adapters.files.params import ParamsFolder

    return ParamsFolder(settings.data_dir, settings.path_remap)


def _chart_files(settings: Settings) -> ChartFiles:
    from ballast_adapters.files.charts import ChartFolder

    return ChartFolder(settings.data_dir, settings.path_remap)


def _clock() -> Clock:
    return SystemClock()


@dataclass(frozen=True, slots=True)
class _Probes:
    """Ask the database and the machine; what cannot be asked has failed."""

    settings: Settings
    engine: "AsyncEngine"

    async def checks(self) -> Sequence[Check]:
        from ballast_adapters.sql.probe import check_database
        from ballast_adapters.system import check_clock, check_folder, check_free_disk

        settings = self.settings
        try:
            now, database = await check_database(self.engine)
        except BallastError as error:
            now, database = None, (_failed(error),)
        return (
            *database,
            check_folder("data folder", settings.data_dir, setting="BALLAST_DATA_DIR"),
            check_free_disk(settings.home),
            _check_key(settings),
            check_clock(_clock().now(), now),
        )

    async def essentials(self) -> Sequence[Check]:
        from ballast_adapters.sql.probe import check_database

        try:
            return (await check_database(self.engine))[1]
        except BallastError as error:
            return (_failed(error),)

    def pool(self) -> PoolUse:
        from ballast_adapters.sql.probe import pool_use

        return pool_use(self.engine)


def _check_key(settings: Settings) -> Check:
    from ballast_adapters.crypto.key_file import check_key

    if settings.secret_key is not None:
        return Check(name="secret key", state=CheckState.OK, found="set by BALLAST_SECRET_KEY")
    return check_key(settings.home)


async def diagnose(settings: Settings) -> Health:
    """Check all that Ballast stands on, also when the database cannot be opened."""
    from ballast_adapters.system import check_folder, check_free_disk, check_port, check_time_sync

    try:
        async with open_database(settings) as engine:
            found = await _Probes(settings, engine).checks()
    except BallastError as error:
        data = check_folder("data folder", settings.data_dir, setting="BALLAST_DATA_DIR")
        found = (_failed(error), data, check_free_disk(settings.home), _check_key(settings))
    port = check_port(settings.api.host, settings.api.port)
    return Health(checks=(*found, port, check_time_sync()))


def _failed(error: BallastError) -> Check:
    found = str(error)
    if error.advice:
        before, _, after = found.partition(error.advice)
        found = before.rstrip(" .:;") + after
    found = shorten(found, _FOUND_WIDTH, placeholder=" …")
    return Check(name="database", state=CheckState.FAILED, found=found, advice=error.advice)


def write_demo(folder: Path) -> "SampleSummary":
    """Write the sample models. Raises `SampleFolderTakenError` for a folder that holds other files."""
    from ballast_adapters.sample import write_sample

    return write_sample(folder)


async def upgrade(settings: Settings) -> str:
    """Bring the tables to the version of this program; return it."""
    from ballast_adapters.sql import migrate

    async with open_database(settings) as engine:
        await migrate.upgrade(engine)
    return migrate.HEAD


async def downgrade(settings: Settings, target: str) -> None:
    """Take the tables down to a version; `base` leaves nothing."""
    from ballast_adapters.sql import migrate

    async with open_database(settings) as engine:
        await migrate.downgrade(engine, target)


async def backup(settings: Settings, file: Path) -> None:
    """Write all that is stored to a file, whole or not at all. Raises `BackupFileError`."""
    from ballast_adapters.postgres import client_program
    from ballast_adapters.sql.backup import backup

    async with _server(settings) as url:
        await backup(url, file, partial(client_program, choice=settings.embedded.postgres_bin))


async def backup_and_verify(settings: Settings, file: Path) -> BackupCheck:
    """Do as `backup`, then restore the file into a server of its own and count what arrived.

    What is stored may change meanwhile: a table is the same when it has no fewer rows than before or after,
    whichever had less, and no more than the other. Raises as `backup` and `restore`.
    """
    from ballast_adapters.sql.backup import count_rows

    async with _server(settings) as url:
        before = await count_rows(url)
        await backup(settings, file)
        after = await count_rows(url)
    return _compared(await _count_restored(settings, file), before, after)


async def verify_backup(settings: Settings, file: Path) -> BackupCheck:
    """Restore a backup into a server of its own, and count its rows beside those of the database.

    The database itself is only read. Raises `BackupFileError`.
    """
    from ballast_adapters.sql.backup import count_rows

    kept = await _count_restored(settings, file)
    async with _server(settings) as url:
        now = await count_rows(url)
    return _compared(kept, now, now)


async def _count_restored(settings: Settings, file: Path) -> dict[str, int]:
    from ballast_adapters.postgres import client_program, temporary_server
    from ballast_adapters.sql.backup import count_rows, restore

    programs = partial(client_program, choice=settings.embedded.postgres_bin)
    with temporary_server(settings.embedded.postgres_bin) as url:
        await restore(url, file, programs)
        return await count_rows(url)


def _compared(kept: dict[str, int], before: dict[str, int], after: dict[str, int]) -> BackupCheck:
    names = sorted(kept.keys() | before.keys() | after.keys())
    return BackupCheck(
        tables=tuple(
            TableCount(
                table=name,
                kept=kept.get(name, 0),
                least=min(before.get(name, 0), after.get(name, 0)),
                most=max(before.get(name, 0), after.get(name, 0)),
            )
            for name in names
        )
    )


async def restore(settings: Settings, file: Path, *, replace: bool = False) -> None:
    """Bring back what `backup` wrote, all of it or nothing, and bring its tables up to date.

    Raises `DatabaseNotEmptyError` unless it may replace what is stored, `BackupFileError`.
    """
    from ballast_adapters.postgres import client_program
    from ballast_adapters.sql.backup import restore

    async with _server(settings) as url:
        programs = partial(client_program, choice=settings.embedded.postgres_bin)
        await restore(url, file, programs, replace=replace)
    await upgrade(settings)


def systemd(*, of_user: bool) -> "Systemd":
    """Return the systemd of this user, or else that of the machine."""
    from ballast_adapters.system import Systemd

    folder = Path("~/.config/systemd/user").expanduser() if of_user else Path("/etc/systemd/system")
    return Systemd(folder, of_user)


def service_plan(settings: Settings, program: Path, given: Mapping[str, Any]) -> "Plan":
    """Return what the units are to say; `given` names fields of the plan."""
    from ballast_adapters.system import Plan

    return Plan(program=program, home=settings.home, **given)


def prepare_service(plan: "Plan") -> None:
    """Make the user and the folders of a plan where they are missing.

    Raises `OutOfReachError` when that user could not run the program, `NoUserError`.
    """
    from ballast_adapters.system import give_folder, make_user, require_reach

    if plan.user is not None:
        make_user(plan.user, plan.home)
        for needed in (plan.program, Path(sys.executable)):
            require_reach(plan.user, needed)
    for folder in (plan.home, plan.backups):
        give_folder(folder, plan.user)


async def database_url(settings: Settings) -> str:
    """Return the address of the database; the embedded one answers while something uses it."""
    async with _server(settings) as url:
        return url
