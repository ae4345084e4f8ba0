"""Commands that have the machine run Ballast by itself, as units of systemd."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Annotated

from typer import Context, Option, Typer

from ballast_adapters.cli.daily import parse_time
from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, show, write
from ballast_adapters.cli.run import invocation, settings_of
from ballast_core.shared.errors import DeniedError

commands = Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Have this machine run Ballast by itself (systemd)."
)

OfUser = Annotated[
    bool | None,
    Option(
        "--user/--system",
        metavar="",
        help="For this user alone, or for the machine.",
        show_default="--system as root, else --user",
    ),
]


class NotRootError(DeniedError):
    """Only root may change what the machine starts."""

    code = "cli.not_root"

    def __init__(self) -> None:
        super().__init__("the units of the machine are root's: use sudo, or --user for units of your own")


@commands.command("install")
def install_service(
    context: Context,
    *,
    of_user: OfUser = None,
    run_as: Annotated[
        str, Option(metavar="NAME", help="Who runs it with --system; made when missing.")
    ] = "ballast",
    ingest_at: Annotated[
        time | None,
        Option(
            parser=parse_time,
            metavar="HH:MM",
            help="When the files are read every day.",
            show_default="05:30",
        ),
    ] = None,
    backup_at: Annotated[
        time | None,
        Option(
            parser=parse_time,
            metavar="HH:MM",
            help="When the database is backed up every day.",
            show_default="03:10",
        ),
    ] = None,
    backups: Annotated[
        Path | None,
        Option(metavar="DIR", help="Where backups go.", show_default="backups in the home"),
    ] = None,
    keep: Annotated[int, Option(min=1, metavar="N", help="How many backups stay.")] = 14,
    dry_run: Annotated[
        bool, Option("--dry-run", metavar="", help="Print the units and commands, and change nothing.")
    ] = False,
) -> None:
    """Install or renew the web site, a daily ingest and a daily backup, and start them.

    Settings come from `ballast.toml` in the home, never from the shell that runs this. Services run with
    nearly no rights; of the machine they can only change the home and the folder of backups.
    """
    from ballast_adapters.bootstrap import prepare_service, service_plan, systemd

    settings, of_user = settings_of(context), _is_of_user(of_user)
    given = {
        "user": None if of_user else run_as,
        "ingest_at": ingest_at or time(5, 30),
        "backup_at": backup_at or time(3, 10),
        "backups": backups.expanduser().absolute() if backups else settings.home / "backups",
        "keep": keep,
        "variables": _variables(context, settings.home),
    }
    plan, manager = service_plan(settings, _program(), given), systemd(of_user=of_user)
    if dry_run:
        _print(manager.units(plan), manager.commands())
        return
    _require_root(of_user=of_user)
    prepare_service(plan)
    manager.install(plan)
    say(f"Ballast runs by itself now, with its home in {plan.home}. See `ballast service status`.")
    if of_user:
        say("So that it runs while you are not signed in: loginctl enable-linger")


@commands.command("uninstall")
def uninstall_service(
    of_user: OfUser = None,
) -> None:
    """Stop the units and remove them; data, backups and settings stay."""
    from ballast_adapters.bootstrap import systemd

    of_user = _is_of_user(of_user)
    _require_root(of_user=of_user)
    for path in systemd(of_user=of_user).uninstall():
        say(f"{path} is removed.")


@commands.command("status")
def show_service_status(of_user: OfUser = None, form: FormOption = "table") -> None:
    """Show which units run, how they ended, and when the timers elapse."""
    from ballast_adapters.bootstrap import systemd, table_writer

    show(systemd(of_user=_is_of_user(of_user)).status(), form, table_writer())


def _print(units: Mapping[Path, str], commands: Iterable[Sequence[str]]) -> None:
    write("".join(f"# {path}\n{text}\n" for path, text in units.items()))
    write("".join(f"# {' '.join(command)}\n" for command in commands))


def _variables(context: Context, home: Path) -> tuple[tuple[str, str], ...]:
    said = {"BALLAST_CONFIG": "config", "BALLAST_DATA_DIR": "data_dir"}
    flags = invocation(context).flags
    given = ((name, flags.get(flag)) for name, flag in said.items())
    paths = ((name, Path(str(value)).expanduser().absolute()) for name, value in given if value is not None)
    return ("BALLAST_HOME", str(home)), *((name, str(path)) for name, path in paths)


def _program() -> Path:
    beside = Path(sys.executable).with_name("ballast")
    return beside if beside.exists() else Path(sys.argv[0]).absolute()


def _is_of_user(said: bool | None) -> bool:
    return not _is_root() if said is None else said


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _require_root(*, of_user: bool) -> None:
    if not of_user and not _is_root():
        raise NotRootError
