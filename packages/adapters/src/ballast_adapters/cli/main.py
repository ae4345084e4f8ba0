"""The `ballast` command."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

from typer import Context, Option, Typer

from ballast_adapters.cli import access, boot, db, ingest, jobs, keys, models, series, serve, setup
from ballast_adapters.cli.market import market
from ballast_adapters.cli.options import DataDirOption
from ballast_adapters.cli.run import Invocation, broken, failed, invocation
from ballast_adapters.cli.trades import trades
from ballast_core.shared.errors import BallastError

app = Typer(
    name="ballast",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

for panel, commands in (
    ("Read files", ingest.commands),
    ("Ask about models", models.commands),
    ("Ask about series", series.commands),
    ("Run Ballast", setup.commands),
    ("Run Ballast", serve.commands),
    ("Run Ballast", jobs.commands),
    ("Who may come in", access.commands),
):
    for command in commands.registered_commands:
        command.rich_help_panel = panel
    app.add_typer(commands)
app.add_typer(trades, name="trades", rich_help_panel="Analyze trades")
app.add_typer(market, name="market", rich_help_panel="Market data")
app.add_typer(jobs.job_commands, name="jobs", rich_help_panel="Run Ballast")
app.add_typer(setup.config_commands, name="config", rich_help_panel="Run Ballast")
app.add_typer(db.commands, name="db", rich_help_panel="Run Ballast")
for name, group in (
    ("owner", access.owner_commands),
    ("token", keys.token_commands),
    ("share", keys.share_commands),
    ("sessions", access.session_commands),
):
    app.add_typer(group, name=name, rich_help_panel="Who may come in")
app.add_typer(boot.commands, name="service", rich_help_panel="Run Ballast")


@app.callback()
def ballast(
    context: Context,
    data_dir: DataDirOption = None,
    home: Annotated[
        Path | None, Option(metavar="DIR", help="Where Ballast keeps its own things.", show_default=False)
    ] = None,
    database_url: Annotated[
        str | None, Option(metavar="URL", help="A PostgreSQL server instead of the embedded one.")
    ] = None,
    config: Annotated[
        Path | None, Option(metavar="FILE", help="Settings file instead of ballast.toml.", show_default=False)
    ] = None,
    debug: Annotated[bool, Option("--debug", metavar="", help="Show tracebacks.")] = False,
) -> None:
    """Track PyTAAA models: read their files as they really are, and ask what they hold, made and risked.

    Options beat environment variables (BALLAST_HOME …), those beat ballast.toml.
    """
    said = invocation(context)
    said.debug = debug
    said.flags |= {"data_dir": data_dir, "home": home, "database_url": database_url, "config": config}


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end with the exit code that tells how it went."""
    said = Invocation()
    gc.disable()  # collecting while modules are loaded costs a fifth of a short command
    try:
        app(args, prog_name="ballast", obj=said)
    except BallastError as error:
        sys.exit(failed(error, debug=said.debug))
    except Exception as error:  # noqa: BLE001 -- the outermost frame
        sys.exit(broken(error, said))
    finally:
        gc.enable()
    sys.exit(0)
