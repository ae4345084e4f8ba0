"""Commands about the database: its tables, its backups, its address."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option, Typer

from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, show, write
from ballast_adapters.cli.run import settings_of, wait_for
from ballast_adapters.clock import SystemClock
from ballast_core.shared.errors import ConflictError, InvalidError


class NoFolderError(InvalidError):
    """Only a folder has older backups that could be removed."""

    code = "cli.no_folder"

    def __init__(self, place: Path) -> None:
        super().__init__(f"--keep needs a folder, and {place} is none; make it with `mkdir {place}`")


class IncompleteBackupError(ConflictError):
    """A backup was restored, and has not the rows that the database has."""

    code = "cli.incomplete_backup"

    def __init__(self, file: Path, *tables: str) -> None:
        super().__init__(
            f"{file} has not what the database has in {', '.join(tables)}; "
            "unless it is an older backup, make another and check the disk"
        )


commands = Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look after the database.")

BackupFile = Annotated[Path, Argument(metavar="FILE", help="The backup.", show_default=False)]


@commands.command("upgrade")
def upgrade_database(context: Context) -> None:
    """Bring the tables to the version that this program expects."""
    from ballast_adapters.bootstrap import upgrade

    version, in_chunks = wait_for(upgrade(settings_of(context)))
    say(f"The tables are at version {version}.")
    say(
        "TimescaleDB keeps the bars." if in_chunks else "TimescaleDB is not there: bars are in a plain table."
    )


@commands.command("downgrade")
def downgrade_database(
    context: Context,
    target: Annotated[
        str, Argument(metavar="VERSION", help="base for no tables at all.", show_default=False)
    ],
) -> None:
    """Take the tables back to an older version; what it cannot hold is lost."""
    from ballast_adapters.bootstrap import downgrade

    wait_for(downgrade(settings_of(context), target))
    say(f"The tables are at version {target}.")


@commands.command("backup")
def backup_database(
    context: Context,
    place: Annotated[
        Path, Argument(metavar="PLACE", help="A file, or a folder for files with dates.", show_default=False)
    ],
    verify: Annotated[
        bool, Option("--verify", metavar="", help="Restore it into a server of its own and count its rows.")
    ] = False,
    keep: Annotated[
        int | None, Option(min=1, metavar="N", help="Remove all but the newest N files of the folder.")
    ] = None,
) -> None:
    """Write all that is stored to one file.

    A backup that --verify finds wanting is a failure, and then none of the older ones is removed.
    """
    from ballast_adapters.bootstrap import backup, backup_and_verify
    from ballast_adapters.cli.rotation import dated_file, remove_old

    if keep is not None and not place.is_dir():
        raise NoFolderError(place)
    settings = settings_of(context)
    file = dated_file(place, SystemClock().now()) if place.is_dir() else place
    if verify:
        check = wait_for(backup_and_verify(settings, file))
        if check.differing:
            raise IncompleteBackupError(file, *(row.table for row in check.differing))
        say(f"Restored to prove it: {sum(row.kept for row in check.tables):,} rows, none missing.")
    else:
        wait_for(backup(settings, file))
    say(f"{file.stat().st_size:,} bytes written to {file}; `ballast db restore` reads them.")
    if keep is not None:
        for old in remove_old(place, keep):
            say(f"{old} is removed.")


@commands.command("verify")
def verify_database_backup(
    context: Context,
    file: BackupFile,
    same: Annotated[
        bool, Option("--same", metavar="", help="Fail when a table has other rows in the database now.")
    ] = False,
    form: FormOption = "table",
) -> None:
    """Restore a backup into a server of its own, and count its rows beside those of the database.

    The database is only read, and the other server is gone afterwards.
    """
    from ballast_adapters.bootstrap import table_writer, verify_backup

    check = wait_for(verify_backup(settings_of(context), file))
    show(check, form, table_writer())
    if same and check.differing:
        raise IncompleteBackupError(file, *(row.table for row in check.differing))


@commands.command("restore")
def restore_database(
    context: Context,
    file: BackupFile,
    replace: Annotated[
        bool,
        Option(
            "--replace", metavar="", help="Replace what is stored; without it the database must be empty."
        ),
    ] = False,
) -> None:
    """Read a backup into an empty database."""
    from ballast_adapters.bootstrap import restore

    wait_for(restore(settings_of(context), file, replace=replace))
    say(f"{file} is restored.")


@commands.command("url")
def show_database_url(context: Context) -> None:
    """Print the address of the database, as psql takes it."""
    from ballast_adapters.bootstrap import database_url

    write(f"{wait_for(database_url(settings_of(context)))}\n")
