"""Backups: made, proven and brought back."""

from functools import partial
from pathlib import Path

from ballast_adapters.bootstrap.database import open_server, upgrade
from ballast_adapters.settings import Settings
from ballast_core.ops import BackupCheck, TableCount


async def backup(settings: Settings, file: Path) -> None:
    """Write all that is stored to a file, whole or not at all. Raises `BackupFileError`."""
    from ballast_adapters.postgres import client_program
    from ballast_adapters.sql.backup import backup

    async with open_server(settings) as url:
        await backup(url, file, partial(client_program, choice=settings.embedded.postgres_bin))


async def backup_and_verify(settings: Settings, file: Path) -> BackupCheck:
    """Do as `backup`, then restore the file into a server of its own and count what arrived.

    What is stored may change meanwhile: a table is the same when it has no fewer rows than before or after,
    whichever had less, and no more than the other. Raises as `backup` and `restore`.
    """
    from ballast_adapters.sql.backup import count_rows

    async with open_server(settings) as url:
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
    async with open_server(settings) as url:
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

    async with open_server(settings) as url:
        programs = partial(client_program, choice=settings.embedded.postgres_bin)
        await restore(url, file, programs, replace=replace)
    await upgrade(settings)
