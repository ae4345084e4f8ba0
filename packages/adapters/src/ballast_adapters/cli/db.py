"""Commands about the database: its tables, its backups, its address."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option, Typer

from ballast_adapters.cli.output import say, write
from ballast_adapters.cli.run import settings_of, wait_for

commands = Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look after the database.")

BackupFile = Annotated[Path, Argument(metavar="FILE", help="The backup.", show_default=False)]


@commands.command("upgrade")
def upgrade_database(context: Context) -> None:
    """Bring the tables to the version that this program expects."""
    from ballast_adapters.bootstrap import upgrade

    version = wait_for(upgrade(settings_of(context)))
    say(f"The tables are at version {version}.")


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
def backup_database(context: Context, file: BackupFile) -> None:
    """Write all that is stored to one file."""
    from ballast_adapters.bootstrap import backup

    wait_for(backup(settings_of(context), file))
    say(f"{file.stat().st_size:,} bytes written to {file}; `ballast db restore` reads them.")


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
