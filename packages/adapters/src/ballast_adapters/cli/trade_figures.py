"""Commands that ask for the figures of a selection of trades."""

from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption, LimitOption, OffsetOption
from ballast_adapters.cli.output import say
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, Selected, at_place, selecting
from ballast_core.shared.errors import NotFoundError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.shared.table import Table
    from ballast_core.trades import MetricsRow, MetricsView

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
ModeChoice = Literal["pl", "returns", "drawdown_pct", "slope"]
MethodChoice = Literal["pearson", "spearman"]
GroupChoice = Literal["weekday", "hour", "month", "year", "side", "symbol", "strategy", "file"]
MomentChoice = Literal["exit", "entry"]
SpreadChoice = Literal["trades", "days"]

_FARTHEST = 15
_LATEST_MONTHS = 24
_DOLLARS = "Dollars for each side and contract"


@commands.command("meta")
@selecting
def describe_selection(selected: Selected, form: FormOption = "table") -> None:
    """Show what can be selected, and what a selection takes of it."""
    from ballast_adapters.cli.trade_tables import selectable, symbols

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.describe_selection(selection),
        lambda view: [selectable(view), symbols(view)],
    )


@commands.command("log")
@selecting
def list_trades(
    selected: Selected, limit: LimitOption = 50, offset: OffsetOption = 0, form: FormOption = "table"
) -> None:
    """List the trades of a selection as their files have them."""
    from ballast_adapters.cli.trade_rows import trade_rows

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.list_trades(selection, limit, offset),
        lambda view: [trade_rows(view)],
    )


@commands.command("metrics")
@selecting
def show_metrics(
    selected: Selected,
    of: Annotated[
        str | None,
        Option("--of", metavar="FILE", help="Of this file, by id or name; else of the portfolio."),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show what a selection earned, risked and needed: all trades, long and short ones."""
    from ballast_adapters.cli.trade_tables import metrics_by_file, metrics_of

    selection = selected.selection

    def lay(view: "MetricsView") -> "list[Table]":
        tables = [metrics_of(view, _row(view, of))]
        return tables if of else [*tables, metrics_by_file(view)]

    selected.show_laid(form, lambda ballast: ballast.trades.show_metrics(selection), lay)
    if form == "table":
        say("What a figure is: ballast trades figure NAME.")


@commands.command("correlations")
@selecting
def show_correlations(
    selected: Selected,
    mode: Annotated[ModeChoice, Option(help="What of the files is held against each other.")] = "pl",
    method: Annotated[MethodChoice, Option(help="How it is held against each other.")] = "pearson",
    form: FormOption = "table",
) -> None:
    """Show how files move together, and the days behind each coefficient."""
    from ballast_adapters.cli.trade_tables import correlation_matrix
    from ballast_core.trades import CorrelationAsk

    selection, ask = selected.selection, query(CorrelationAsk, mode=mode, method=method)
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_correlations(selection, ask),
        lambda view: [correlation_matrix(view)],
    )


@commands.command("cta")
@selecting
def show_cta(selected: Selected, form: FormOption = "table") -> None:
    """Show monthly returns and the capsule by the definitions of 17 CFR 4.35."""
    from ballast_adapters.cli.trade_tables import capsule, cta_years

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_cta(selection),
        lambda view: [capsule(view), cta_years(view)],
    )


@commands.command("months")
@selecting
def show_months(
    selected: Selected,
    money: Annotated[bool, Option("--money", metavar="", help="Dollars instead of returns.")] = False,
    form: FormOption = "table",
) -> None:
    """Show profit and return month by month, a row a year."""
    from ballast_adapters.cli.trade_tables import month_grid

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_months(selection),
        lambda view: [month_grid(view, money=money)],
    )


@commands.command("underwater")
@selecting
def show_underwater(
    selected: Selected,
    top: Annotated[int, Option(min=0, metavar="N", help="Only the deepest N; 0 for all.")] = 10,
    form: FormOption = "table",
) -> None:
    """Show the falls below a peak, the deepest first."""
    selection = selected.selection
    view = selected.show(form, lambda ballast: ballast.trades.show_underwater(selection, top))
    if form == "table":
        say(f"Below a peak on {view.share:.1%} of days; {view.current:,.2f} on the last one.")


@commands.command("rolling")
@selecting
def show_rolling(
    selected: Selected,
    months: Annotated[int, Option(min=1, metavar="N", help="Months of the window.")] = 12,
    form: FormOption = "table",
) -> None:
    """Show profit, return and worst fall over a moving window of months."""
    from ballast_adapters.cli.trade_tables import rolling_months

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_rolling(selection, months),
        lambda view: [rolling_months(view, _LATEST_MONTHS)],
    )


@commands.command("excursions")
@selecting
def show_excursions(
    selected: Selected,
    points: Annotated[
        int | None,
        Option(
            min=0,
            metavar="N",
            help="How many trades leave, 0 for all; the farthest stay.",
            show_default=f"2000; a table shows {_FARTHEST}",
        ),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show how far closed trades went for and against before they ended."""
    from ballast_adapters.cli.trade_rows import farthest

    selection = selected.selection
    asked = 2_000 if points is None else points
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_excursions(selection, asked),
        lambda view: [farthest(view, points or _FARTHEST)],
    )


@commands.command("breakdown")
@selecting
def show_breakdown(
    selected: Selected,
    by: Annotated[GroupChoice, Option(help="What closed trades are grouped by.")] = "weekday",
    at: Annotated[MomentChoice, Option(help="Whether entry or exit decides.")] = "exit",
    form: FormOption = "table",
) -> None:
    """Show closed trades by weekday, hour or another trait."""
    from ballast_core.trades import BreakdownAsk

    selection, ask = selected.selection, query(BreakdownAsk, by=by, at=at)
    selected.show(form, lambda ballast: ballast.trades.show_breakdown(selection, ask))


@commands.command("costs")
@selecting
def show_costs(
    selected: Selected,
    *,
    commission: Annotated[
        float | None, Option(metavar="DOLLARS", help=f"{_DOLLARS}, in place of those of the files.")
    ] = None,
    slippage: Annotated[
        float | None, Option(metavar="DOLLARS", help=f"{_DOLLARS}, in place of those of the files.")
    ] = None,
    extra: Annotated[float, Option(metavar="DOLLARS", help=f"{_DOLLARS}, on top.")] = 0.0,
    form: FormOption = "table",
) -> None:
    """Show what other costs would have made of the figures."""
    from ballast_adapters.cli.trade_tables import cost_effects
    from ballast_core.trades import CostsAsk

    selection = selected.selection
    ask = query(CostsAsk, commission=commission, slippage=slippage, extra=extra)
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_costs(selection, ask),
        lambda view: [cost_effects(view)],
    )


@commands.command("start-dates")
@selecting
def show_start_dates(
    selected: Selected,
    horizon: Annotated[
        list[int] | None,
        Option("--horizon", metavar="DAYS", help="Look at each start after so many days; repeatable."),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show how much the day of the start mattered."""
    from ballast_adapters.cli.trade_tables import horizons
    from ballast_core.trades import StartDatesAsk

    selection = selected.selection
    ask = query(StartDatesAsk, horizons=horizon) if horizon else StartDatesAsk()
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_start_dates(selection, ask),
        lambda view: [horizons(view)],
    )


@commands.command("exposure")
@selecting
def show_exposure(selected: Selected, form: FormOption = "table") -> None:
    """Show time in the market, contracts held and margin needed."""
    from ballast_adapters.cli.trade_tables import exposure_rows

    selection = selected.selection
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_exposure(selection),
        lambda view: [exposure_rows(view)],
    )


@commands.command("histogram")
@selecting
def show_histogram(
    selected: Selected,
    of: Annotated[SpreadChoice, Option(help="Net of closed trades, or marked profit of days.")] = "trades",
    bins: Annotated[
        int | None,
        Option(min=1, max=1_000, metavar="N", help="Equal bins.", show_default="50; 25 in a table"),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Show how results spread, in equal bins."""
    from ballast_adapters.cli.trade_tables import histogram_bars
    from ballast_core.trades import HistogramAsk

    selection = selected.selection
    ask = query(HistogramAsk, of=of, bins=bins or (25 if form == "table" else 50))
    selected.show_laid(
        form,
        lambda ballast: ballast.trades.show_histogram(selection, ask),
        lambda view: [histogram_bars(view)],
    )


@commands.command("figures")
@at_place
def list_figures(place: Place, form: FormOption = "table") -> None:
    """List what each figure is and how it is computed."""
    from ballast_adapters.cli.trade_tables import figure_names

    place.show_laid(form, lambda ballast: ballast.trades.list_figures(), lambda view: [figure_names(view)])


@commands.command("figure")
@at_place
def explain_figure(
    place: Place,
    name: Annotated[str, Argument(metavar="FIGURE", help="As answers name it.", show_default=False)],
    form: FormOption = "table",
) -> None:
    """Explain one figure: what it says, its formula, who defined it."""
    place.show(form, lambda ballast: ballast.trades.explain_figure(name))


def _row(view: "MetricsView", of: str | None) -> "MetricsRow":
    """Return the portfolio, or the file of this id or name."""
    if of is None:
        return view.rows[0]
    from ballast_adapters.cli.trade_tables import short

    found = [row for row in view.rows if of in {row.ref, row.label, short(row.label)}]
    if not found:
        known = ", ".join(f"{row.ref} ({row.label})" for row in view.rows if row.ref)
        raise NotFoundError(f"no file {of!r} is selected; there are {known}")
    return found[0]
