"""Commands that draw series of trades, and that take trades and metrics along as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, show, show_series, show_table
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Selected, selecting
from ballast_core.shared.errors import InvalidError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.shared.ports import TableWriter
    from ballast_core.trades import SeriesView

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
SeriesChoice = Literal["equity", "equity-percent", "drawdown", "intraday-dd", "netpos", "margin"]
PerChoice = Literal["portfolio", "file", "symbol", "all"]
BaseChoice = Literal["account", "margin"]
FileChoice = Literal["csv", "parquet", "arrow"]
WhatChoice = Literal["trades", "metrics"]

_SENT_POINTS, _ALL_POINTS, _LATEST_ROWS = 2_000, 0, 10


@commands.command("series")
@selecting
def show_a_series(
    selected: Selected,
    name: Annotated[SeriesChoice, Argument(metavar="SERIES", help="Which one.")] = "equity",
    *,
    per: Annotated[PerChoice, Option(help="Whose lines.")] = "portfolio",
    base: Annotated[BaseChoice, Option(help="What equity-percent is divided by.")] = "account",
    points: Annotated[
        int | None,
        Option(
            "--points",
            min=0,
            metavar="N",
            help="How many points of a line leave at most, 0 for all; lowest and highest stay.",
            show_default=f"2000; a table draws all and shows the latest {_LATEST_ROWS}",
        ),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show equity, equity-percent, drawdown, intraday-dd, netpos or margin over time."""
    from ballast_core.trades import SeriesAsk

    selection = selected.selection
    usual = _ALL_POINTS if form == "table" else _SENT_POINTS
    ask = query(SeriesAsk, name=name, per=per, base=base, points=usual if points is None else points)

    async def asked(ballast: "Ballast") -> "tuple[SeriesView, TableWriter]":
        return await ballast.trades.show_series(selection, ask), ballast.tables

    view, tables = selected.ask(asked)
    if form == "table":
        _draw(view, _LATEST_ROWS if points is None else None)
    else:
        show(view, form, tables)


@commands.command("export")
@selecting
def export(
    selected: Selected,
    what: Annotated[WhatChoice, Argument(metavar="WHAT", help="trades or metrics.")] = "trades",
    *,
    to: Annotated[
        Path | None,
        Option("--to-file", metavar="FILE", help="Where to write it; its ending tells the form."),
    ] = None,
    form: Annotated[
        FileChoice | None, Option("--format", "-f", help="The form; else by the ending.", show_default="csv")
    ] = None,
) -> None:
    """Write all trades or all metrics of a selection to a file; trades in CSV can be added again."""
    selection = selected.selection
    chosen = _form(form, to)

    async def asked(ballast: "Ballast") -> bytes:
        if what == "trades":
            table = await ballast.trades.export_trades(selection)
        else:
            table = (await ballast.trades.show_metrics(selection)).table()
        return ballast.tables.write(table, chosen)

    content = selected.ask(asked)
    target = to or Path(f"{what}.{chosen}")
    target.write_bytes(content)
    say(f"{len(content):,} bytes written to {target}")


def _draw(view: "SeriesView", rows: int | None) -> None:
    from ballast_adapters.cli.trade_tables import series_lines, series_points

    if len(view.lines) == 1:
        show_series(series_points(view, view.lines[0]), rows=rows)
        return
    show_table(series_lines(view))


def _form(form: FileChoice | None, to: Path | None) -> FileChoice:
    endings: dict[str, FileChoice] = {
        ".csv": "csv",
        ".parquet": "parquet",
        ".arrow": "arrow",
        ".arrows": "arrow",
    }
    if form is not None or to is None:
        return form or "csv"
    found = endings.get(to.suffix.lower())
    if found is None:
        raise InvalidError(f"{to} has none of the endings {', '.join(endings)}; say the form with --format")
    return found
