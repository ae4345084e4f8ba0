"""Model tracking under `/api/v1`: a route a use case, and nothing that a use case does not say."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from ballast_core.shared.entity import Day
from ballast_core.tracking import (
    BacktestView,
    ChartsView,
    CompareQuery,
    ComparisonView,
    DrawdownsView,
    FindingsQuery,
    FindingsView,
    HoldingsView,
    IngestRun,
    MeasuresView,
    MeasureView,
    ModelsView,
    ModelView,
    MonthsView,
    PerformanceView,
    RanksView,
    RecordsView,
    RollingView,
    RunsView,
    SeriesQuery,
    Severity,
    SignalView,
    SnapshotsView,
    SwitchesView,
    SwitchSource,
    TradeLogView,
    ValuesView,
)
from ballast_web.deps import AppDep, Page, asked
from ballast_web.routes import FreshRoute, StoredRoute

stored = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=StoredRoute)
fresh = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=FreshRoute)

series = asked(SeriesQuery, "model")
comparison = asked(CompareQuery)


class Png(Response):
    """A picture."""

    media_type: str | None = "image/png"


type Model = Annotated[str, Path(description="Name or UUID of a model.", max_length=200)]
type Measure = Annotated[str, Path(description="Name of a figure, as the measures have it.", max_length=50)]
type Paging = Annotated[Page, Depends()]
type AsOf = Annotated[Day | None, Query(description="As of this day; the latest without it.")]
type Level = Annotated[Severity | None, Query(description="`info`, `warning` or `error`.")]
type Rule = Annotated[str | None, Query(description="Name of a rule, as findings tell it.")]
type Source = Annotated[SwitchSource, Query(description="`backtest` is simulated, `tags` as traded.")]
type Window = Annotated[int, Query(ge=1, le=36_525, description="Calendar days of the window.")]
type Top = Annotated[
    int, Query(ge=0, le=100_000, description="How many; 0 for all, as of ranks unless given.")
]


@stored.get("/models", operation_id="tracking.list_models")
async def list_models(app: AppDep) -> ModelsView:
    """List all models with their last value."""
    return await app.tracking.list_models()


@stored.get("/models/{model}", operation_id="tracking.show_model")
async def show_model(app: AppDep, model: Model) -> ModelView:
    """Show one model, its settings, and the files that it was read from."""
    return await app.tracking.show_model(model)


@stored.get("/models/{model}/holdings", operation_id="tracking.show_holdings")
async def show_holdings(app: AppDep, model: Model, on: AsOf = None) -> HoldingsView:
    """Show what a model holds, or held on a day."""
    return await app.tracking.show_holdings(model, on)


@stored.get("/models/{model}/snapshots", operation_id="tracking.list_snapshots")
async def list_snapshots(app: AppDep, model: Model, page: Paging) -> SnapshotsView:
    """List all portfolios that a model held, newest first."""
    return await app.tracking.list_snapshots(model, page.rows, page.offset)


@stored.get("/models/{model}/records", operation_id="tracking.list_records")
async def list_records(app: AppDep, model: Model, page: Paging) -> RecordsView:
    """List every record of the status file, the last line first."""
    return await app.tracking.list_records(model, page.rows, page.offset)


@stored.get("/models/{model}/values", operation_id="tracking.list_values")
async def list_values(app: AppDep, model: Model, page: Paging) -> ValuesView:
    """List the value of each day, the last day first."""
    return await app.tracking.list_values(model, page.rows, page.offset)


@stored.get("/models/{model}/performance", operation_id="tracking.show_performance")
async def show_performance(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> PerformanceView:
    """Show equity, return and drawdown of one series."""
    return await app.tracking.show_performance(query)


@stored.get("/models/{model}/measures", operation_id="tracking.show_measures")
async def show_measures(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> MeasuresView:
    """Show return, risk and drawdown figures of one series."""
    return await app.tracking.show_measures(query)


@stored.get("/models/{model}/measures/{measure}", operation_id="tracking.explain_measure")
async def explain_measure(
    app: AppDep, measure: Measure, query: Annotated[SeriesQuery, Depends(series)]
) -> MeasureView:
    """Explain one figure: its formula, what went into it, and the arithmetic with these numbers."""
    return await app.tracking.explain_measure(measure, query)


@stored.get("/models/{model}/drawdowns", operation_id="tracking.show_drawdowns")
async def show_drawdowns(
    app: AppDep, query: Annotated[SeriesQuery, Depends(series)], top: Top = 10
) -> DrawdownsView:
    """Show how far, how often and how long a model was below its peak, the deepest first."""
    return await app.tracking.show_drawdowns(query, top)


@stored.get("/models/{model}/months", operation_id="tracking.show_months")
async def show_months(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> MonthsView:
    """Show returns month by month."""
    return await app.tracking.show_months(query)


@stored.get("/models/{model}/rolling", operation_id="tracking.show_rolling")
async def show_rolling(
    app: AppDep,
    query: Annotated[SeriesQuery, Depends(series)],
    window_days: Window = 365,
) -> RollingView:
    """Show return, volatility, Sharpe and drawdown over a moving window."""
    return await app.tracking.show_rolling(query, window_days)


@stored.get("/models/{model}/signal", operation_id="tracking.show_signal")
async def show_signal(app: AppDep, model: Model) -> SignalView:
    """Show what the signal added or cost, month by month."""
    return await app.tracking.show_signal(model)


@stored.get("/models/{model}/ranks", operation_id="tracking.show_ranks")
async def show_ranks(app: AppDep, model: Model, top: Top = 0) -> RanksView:
    """Show the latest ranking, best first."""
    return await app.tracking.show_ranks(model, top)


@stored.get("/models/{model}/switches", operation_id="tracking.show_switches")
async def show_switches(app: AppDep, model: Model, source: Source = "auto") -> SwitchesView:
    """Show what a meta-model switched to, when, and what each alternative would have made."""
    return await app.tracking.show_switches(model, source)


@stored.get("/models/{model}/backtest", operation_id="tracking.show_backtest")
async def show_backtest(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> BacktestView:
    """Show the backtest: strategy against buy and hold, with new highs and lows."""
    return await app.tracking.show_backtest(query)


@stored.get("/models/{model}/trade-log", operation_id="tracking.list_trades")
async def list_trades(app: AppDep, model: Model, page: Paging) -> TradeLogView:
    """List the trade log as far as its lines can be read, newest first."""
    return await app.tracking.list_trades(model, page.rows, page.offset)


@stored.get("/models/{model}/findings", operation_id="tracking.list_findings_of_model")
async def list_findings_of_model(
    app: AppDep, model: Model, page: Paging, severity: Level = None, rule: Rule = None
) -> FindingsView:
    """List what was found about the files of one model."""
    return await list_findings(app, page, model, severity, rule)


@stored.get("/findings", operation_id="tracking.list_findings")
async def list_findings(
    app: AppDep,
    page: Paging,
    model: Annotated[str | None, Query(description="Name or UUID of a model.")] = None,
    severity: Level = None,
    rule: Rule = None,
) -> FindingsView:
    """List what was found about the files."""
    query = FindingsQuery(model=model, severity=severity, rule=rule, limit=page.rows, offset=page.offset)
    return await app.tracking.list_findings(query)


@stored.get("/compare", operation_id="tracking.compare_models")
async def compare_models(app: AppDep, query: Annotated[CompareQuery, Depends(comparison)]) -> ComparisonView:
    """Compare models over one span, from where they part."""
    return await app.tracking.compare_models(query)


@fresh.get("/models/{model}/charts", operation_id="tracking.list_charts")
async def list_charts(app: AppDep, model: Model) -> ChartsView:
    """List the plots that the master project drew."""
    return await app.tracking.list_charts(model)


@fresh.get("/models/{model}/charts/{name}", operation_id="tracking.open_chart", response_class=Png)
async def open_chart(app: AppDep, model: Model, name: str) -> Png:
    """Open one plot by its name."""
    return Png(await app.tracking.open_chart(model, name))


@fresh.get("/runs", operation_id="tracking.list_runs")
async def list_runs(app: AppDep, page: Paging) -> RunsView:
    """List past ingests, newest first."""
    return await app.tracking.list_runs(page.rows, page.offset)


@fresh.get("/runs/{run}", operation_id="tracking.show_run")
async def show_run(app: AppDep, run: str) -> IngestRun:
    """Show one ingest."""
    return await app.tracking.show_run(run)
