"""Commands about the installation: its settings, its health, its version, and a demonstration."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Exit, Option, Typer

from ballast_adapters.cli.demo_market import fill_market
from ballast_adapters.cli.ingest import progress
from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, show, show_table, write
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.run import invocation, run, settings_of, wait_for
from ballast_adapters.cli.serve import serve

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.app import App
    from ballast_core.market import CoverageView
    from ballast_core.tracking import IngestReport, ModelsView
    from ballast_core.trades import AddReport

commands = Typer(rich_markup_mode="rich")
config_commands = Typer(no_args_is_help=True, rich_markup_mode="rich", help="Show the settings.")

_UNWELL = 7
_TRY = (
    "performance naz100_pine",
    "holdings naz100_pine",
    "compare naz100_pine naz100_hma",
    "findings",
    "trades list",
    "trades metrics",
    "trades series",
    "trades allocate",
    "market coverage",
    "market gaps",
    "serve",
)


@commands.command("demo")
def run_demo(
    context: Context,
    folder: Annotated[
        Path | None,
        Argument(metavar="DIR", help="A new or empty folder for the sample files; else one of its own."),
    ] = None,
    and_serve: Annotated[bool, Option("--serve", metavar="", help="Serve it afterwards.")] = False,
) -> None:
    """Write sample data, read it and show it, apart from all that is yours.

    The demonstration has a home of its own, `demo` inside the home folder, with its own embedded database,
    whatever BALLAST_DATABASE_URL says; deleting that folder undoes it.
    """
    from ballast_adapters.bootstrap import demo_universe, write_demo, write_demo_trades

    mine = settings_of(context)
    home = mine.home / "demo"
    files = folder.expanduser().absolute() if folder else home / "data"
    settings = mine.model_copy(update={"home": home, "data_dir": files, "database_url": None})
    say(f"Writing sample models to {files}")
    write_demo(files)
    say(f"Writing sample lists of trades to {home / 'trades'}")
    lists = write_demo_trades(home / "trades")
    say(f"Starting an embedded PostgreSQL in {home}")
    report, models, added, coverage = run(settings, lambda app: _read_all(app, lists, demo_universe()))
    seconds = (report.ended_at - report.started_at).total_seconds()
    say(f"Read {report.total('read'):,} rows of {len(report.models)} models in {seconds:.1f} s\n")
    show_table(models.table())
    say("\nLists of trades:\n")
    show_table(added.table())
    say("\nMarket data, all of it invented, with holes to mend:\n")
    say("\n".join(f"  {card.topic}: {card.said}" for card in coverage.topics))
    say(f"\nLook around; deleting {home} undoes it all:\n")
    if mine.database_url is not None:
        say("  unset BALLAST_DATABASE_URL")
    say(f"  export BALLAST_HOME={shlex.quote(str(home))}")
    for line in _TRY:
        say(f"  ballast {line}")
    if and_serve:
        say("")
        serve(settings)


async def _read_all(
    app: "App", lists: list[Path], universe: Mapping[str, bytes]
) -> "tuple[IngestReport, ModelsView, AddReport, CoverageView]":
    from ballast_core.trades import AddSpec, Incoming, OnSame

    with progress() as watch:
        report = await app.tracking.ingest_models(watch=watch)
    files = tuple(Incoming(path.name, path.read_bytes()) for path in lists)
    with shown_progress("adding trades") as tell:
        added = await app.trades.add_files(AddSpec(files, OnSame.REPLACE), tell)
    with shown_progress("fetching market data") as tell:
        coverage = await fill_market(app, universe, tell)
    return report, await app.tracking.list_models(), added, coverage


@commands.command("doctor")
def check_health(context: Context, form: FormOption = "table") -> None:
    """Check database, migrations, folders, ports, disk and clock, and say what to do."""
    from ballast_adapters.bootstrap import diagnose, table_writer

    health = wait_for(diagnose(settings_of(context)))
    show(health, form, table_writer())
    if not health.ok:
        raise Exit(_UNWELL)


@config_commands.command("show")
def show_config(context: Context, form: FormOption = "table") -> None:
    """Show each effective setting and where it came from; secrets are masked."""
    from ballast_adapters.bootstrap import table_writer
    from ballast_adapters.cli.config_view import config_view
    from ballast_adapters.settings import explain

    show(config_view(explain(invocation(context).flags)), form, table_writer())


@config_commands.command("path")
def show_config_path(context: Context) -> None:
    """Print the path of the settings file that is read."""
    settings = settings_of(context)
    if settings.config is None:
        say("There is no settings file yet; this is where one would be read.")
    write(f"{settings.config or settings.home / 'ballast.toml'}\n")


@commands.command("version")
def show_version() -> None:
    """Print the version of Ballast."""
    from importlib.metadata import version

    write(f"ballast {version('ballast-adapters')}\n")
