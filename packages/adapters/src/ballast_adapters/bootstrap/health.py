"""What the look at the running program asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from ballast_adapters.bootstrap.database import open_database
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.ops import Check, CheckState, Health, PoolUse
from ballast_core.shared.errors import BallastError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


_FOUND_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Probing:
    """Ask the database and the machine; what cannot be asked has failed."""

    settings: Settings
    engine: "AsyncEngine"

    async def checks(self) -> Sequence[Check]:
        """Look at database, folders, disk, key and clock."""
        from ballast_adapters.sql.probe import check_database
        from ballast_adapters.sql.workers import check_workers
        from ballast_adapters.system import check_clock, check_folder, check_free_disk

        settings = self.settings
        try:
            now, database = await check_database(self.engine)
            database = (*database, await check_workers(self.engine))
        except BallastError as error:
            now, database = None, (_failed(error),)
        return (
            *database,
            check_folder("data folder", settings.data_dir, setting="BALLAST_DATA_DIR"),
            check_free_disk(settings.home),
            _check_key(settings),
            check_clock(SystemClock().now(), now),
        )

    async def essentials(self) -> Sequence[Check]:
        """Look at the database alone."""
        from ballast_adapters.sql.probe import check_database

        try:
            return (await check_database(self.engine))[1]
        except BallastError as error:
            return (_failed(error),)

    def pool(self) -> PoolUse:
        """Count the connections."""
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
            found = await Probing(settings, engine).checks()
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
