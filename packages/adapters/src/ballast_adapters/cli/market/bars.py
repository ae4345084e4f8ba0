"""Commands about bars: what there is of a symbol, adjusted as asked, and what became of it."""

from datetime import date
from typing import Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption, PeriodChoice, parse_day
from ballast_adapters.cli.output import say, show_series
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
AdjustChoice = Literal["none", "split", "total_return"]
KindChoice = Literal["stock", "etf", "etn", "crypto", "index"]

_LATEST_ROWS = 10

Symbol = Annotated[str, Argument(metavar="SYMBOL", help="Symbol of an instrument.", show_default=False)]
FromOption = Annotated[date | None, Option("--from", parser=parse_day, metavar="DATE", help="First day.")]
ToOption = Annotated[date | None, Option("--to", parser=parse_day, metavar="DATE", help="Last day.")]


@commands.command("stocks")
@at_place
def list_instruments(
    place: Place,
    *,
    sector: Annotated[str | None, Option(metavar="NAME", help="Only of this sector.")] = None,
    kind: Annotated[KindChoice | None, Option(metavar="KIND", help="Only of this kind.")] = None,
    category: Annotated[str | None, Option(metavar="NAME", help="Only of this category.")] = None,
    search: Annotated[str, Option(metavar="TEXT", help="Part of a symbol or a name.")] = "",
    form: FormOption = "table",
) -> None:
    """List instruments of the universe with their last close."""
    from ballast_core.market import InstrumentsAsk

    wanted = query(InstrumentsAsk, sector=sector, kind=kind, category=category, search=search)
    view = place.show(form, lambda ballast: ballast.market.list_instruments(wanted))
    if not view.universe:
        say("Bring some in with `ballast market universe import FILE`.")


@commands.command("show")
@at_place
def show_instrument(place: Place, symbol: Symbol, form: FormOption = "table") -> None:
    """Show an instrument: what is stored of it, and how complete that is."""
    place.show(form, lambda ballast: ballast.market.show_instrument(symbol))


@commands.command("sectors")
@at_place
def list_sectors(place: Place, form: FormOption = "table") -> None:
    """List sectors and the symbols in them."""
    place.show(form, lambda ballast: ballast.market.list_sectors())


@commands.command("history")
@at_place
def show_history(
    place: Place,
    symbol: Symbol,
    *,
    period: Annotated[
        PeriodChoice,
        Option("--period", "-p", metavar="PERIOD", help="Back from the last complete session: 1d to max."),
    ] = "1y",
    start: FromOption = None,
    end: ToOption = None,
    adjust: Annotated[
        AdjustChoice,
        Option(metavar="HOW", help="none (as quoted), split, or total_return (dividends, too)."),
    ] = "split",
    points: Annotated[
        int | None,
        Option(
            min=0,
            metavar="N",
            help="How many rows at most, neighbors put together; 0 for all.",
            show_default="all; a table shows a chart and the latest 10",
        ),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show the bars of a symbol, adjusted when they are read."""
    from ballast_core.market import HistoryAsk

    wanted = query(
        HistoryAsk, symbol=symbol, period=period, start=start, end=end, adjust=adjust, points=points or 0
    )
    if form != "table":
        place.show(form, lambda ballast: ballast.market.show_history(wanted))
        return
    view = place.ask(lambda ballast: ballast.market.show_history(wanted))
    show_series(view.chart(), rows=_LATEST_ROWS if points is None else None)
    for gap in view.gaps:
        say(f"missing: {gap.sessions} sessions from {gap.first} to {gap.last} ({gap.place})")
    if view.findings:
        say(f"{len(view.findings)} findings: `ballast market findings {view.symbol}` tells them")


@commands.command("revisions")
@at_place
def list_revisions(place: Place, symbol: Symbol, form: FormOption = "table") -> None:
    """List final bars of a symbol that were replaced, the newest change first."""
    place.show(form, lambda ballast: ballast.market.list_revisions(symbol))
