"""Commands about series: how a model did, what it risked, how it stands against others."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Context, Option, Typer

from ballast_adapters.cli.options import (
    Form,
    FormOption,
    FromOption,
    Model,
    Models,
    PeriodOption,
    PointsOption,
    SeriesOption,
    ToOption,
)
from ballast_adapters.cli.output import show_series
from ballast_adapters.cli.run import answer, query, run, settings_of

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.tracking import SeriesQuery

commands = Typer(rich_markup_mode="rich")

_ALL_POINTS = 0
_SENT_POINTS = 2_000
_LATEST_ROWS = 10


@commands.command("performance")
def show_performance(
    context: Context,
    model: Model,
    *,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    points: PointsOption = None,
    form: FormOption = "table",
) -> None:
    """Show how a model did: value, return and drawdown by day."""
    wanted = _query(model, series, period, start, end, _points(points, form))
    if form == "table":
        view = run(settings_of(context), lambda app: app.tracking.show_performance(wanted))
        figures = {
            "total return": view.total_return,
            "CAGR": view.cagr,
            "maximum drawdown": view.max_drawdown,
        }
        show_series(view.table(), rows=_rows(points), figures=figures)
    else:
        answer(context, form, lambda app: app.tracking.show_performance(wanted))


@commands.command("measures")
def show_measures(
    context: Context,
    model: Model,
    *,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Show return, risk and drawdown figures."""
    wanted = _query(model, series, period, start, end)
    answer(context, form, lambda app: app.tracking.show_measures(wanted))


@commands.command("measure")
def explain_measure(
    context: Context,
    model: Model,
    measure: Annotated[
        str, Argument(metavar="MEASURE", help="Name of a figure, as `measures` shows it.", show_default=False)
    ],
    *,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Explain one figure: its formula, what went into it, and the arithmetic."""
    wanted = _query(model, series, period, start, end)
    answer(context, form, lambda app: app.tracking.explain_measure(measure, wanted))


@commands.command("drawdowns")
def show_drawdowns(
    context: Context,
    model: Model,
    *,
    top: Annotated[int, Option(min=0, metavar="N", help="Only the deepest N; 0 for all.")] = 10,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Show how far, how often and how long a model was below its peak."""
    wanted = _query(model, series, period, start, end)
    answer(context, form, lambda app: app.tracking.show_drawdowns(wanted, top))


@commands.command("months")
def show_months(
    context: Context,
    model: Model,
    *,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Show returns month by month, a row a year."""
    wanted = _query(model, series, period, start, end)
    answer(context, form, lambda app: app.tracking.show_months(wanted))


@commands.command("rolling")
def show_rolling(
    context: Context,
    model: Model,
    *,
    window: Annotated[int, Option(min=1, metavar="DAYS", help="Calendar days of the window.")] = 365,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    points: PointsOption = None,
    form: FormOption = "table",
) -> None:
    """Show return and risk over a moving window."""
    wanted = _query(model, series, period, start, end, _points(points, form))
    if form == "table":
        view = run(settings_of(context), lambda app: app.tracking.show_rolling(wanted, window))
        show_series(view.table(), rows=_rows(points))
    else:
        answer(context, form, lambda app: app.tracking.show_rolling(wanted, window))


@commands.command("backtest")
def show_backtest(
    context: Context,
    model: Model,
    *,
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    points: PointsOption = None,
    form: FormOption = "table",
) -> None:
    """Show the backtest: strategy against buy and hold."""
    wanted = _query(model, "backtest", period, start, end, _points(points, form))
    if form == "table":
        view = run(settings_of(context), lambda app: app.tracking.show_backtest(wanted))
        show_series(view.table(), rows=_rows(points))
    else:
        answer(context, form, lambda app: app.tracking.show_backtest(wanted))


@commands.command("signal")
def show_signal(context: Context, model: Model, form: FormOption = "table") -> None:
    """Show what the signal added or cost, month by month."""
    answer(context, form, lambda app: app.tracking.show_signal(model))


@commands.command("switches")
def show_switches(
    context: Context,
    model: Model,
    source: Annotated[
        Literal["auto", "backtest", "tags"],
        Option(help="Simulated (backtest), as traded (tags of the holdings file), or what there is (auto)."),
    ] = "auto",
    form: FormOption = "table",
) -> None:
    """Show what a meta-model switched to, and what each alternative made."""
    answer(context, form, lambda app: app.tracking.show_switches(model, source))


@commands.command("compare")
def compare_models(
    context: Context,
    models: Models,
    *,
    series: SeriesOption = "base",
    period: PeriodOption = "max",
    start: FromOption = None,
    end: ToOption = None,
    from_fork: Annotated[
        bool,
        Option("--fork/--no-fork", help="Start where the models part, or at the first day that all have."),
    ] = True,
    benchmark: Annotated[
        str | None,
        Option(
            metavar="MODEL[:SERIES]",
            help="Another series to hold them against, such as naz100_pine:buy_and_hold.",
            show_default=False,
        ),
    ] = None,
    rows: Annotated[
        Literal["models", "days", "pairs"],
        Option(help="A row a model (measures), a day (curves) or a pair (correlation)."),
    ] = "models",
    form: FormOption = "table",
) -> None:
    """Compare models on equal terms, from the day on which they part."""
    from ballast_core.tracking import CompareQuery

    wanted = query(
        CompareQuery,
        models=models,
        series=series,
        period=period,
        start=start,
        end=end,
        from_fork=from_fork,
        benchmark=benchmark,
        rows=rows,
    )
    answer(context, form, lambda app: app.tracking.compare_models(wanted))


def _query(
    model: str, series: str, period: str, start: date | None, end: date | None, points: int = _SENT_POINTS
) -> "SeriesQuery":
    from ballast_core.tracking import SeriesQuery

    return query(SeriesQuery, model=model, series=series, period=period, start=start, end=end, points=points)


def _points(points: int | None, form: Form) -> int:
    # A chart wants all points, and the rows below it only the latest.
    return (_ALL_POINTS if form == "table" else _SENT_POINTS) if points is None else points


def _rows(points: int | None) -> int | None:
    return _LATEST_ROWS if points is None else None
