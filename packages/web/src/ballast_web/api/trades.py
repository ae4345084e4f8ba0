"""Trade lists under `/api/v1`: a route a use case, each asked with the same selection."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from ballast_core.trades import (
    BreakdownAsk,
    BreakdownView,
    CorrelationAsk,
    CorrelationsView,
    CostsAsk,
    CostsView,
    CtaView,
    ExcursionsView,
    ExposureView,
    HistogramAsk,
    HistogramView,
    MetricsView,
    MonthGridView,
    RollingMonthsView,
    SelectionView,
    SeriesAsk,
    SeriesView,
    StartDatesAsk,
    StartDatesView,
    TradesView,
    UnderwaterView,
)
from ballast_web.deps import AppDep, Page, asked
from ballast_web.selecting import SelectionDep, TradesRoute

_SAID = {
    "name": "Which series.",
    "per": "Whose lines: the portfolio's, each file's, each symbol's, or all.",
    "points": "How many points leave at most, extremes kept; 0 for all.",
    "base": "What `equity-percent` is divided by: the account, or the margin in use.",
    "of": "Whose spread: net of closed trades, or marked profit of days.",
    "bins": "How many equal bins.",
    "mode": "Daily profit, returns on account, drawdown of account equity, or its 20-day slope.",
    "method": "How two files are held against each other.",
    "by": "What closed trades are grouped by.",
    "at": "Whether the entry or the exit of a trade decides.",
    "commission": "Dollars for each side and contract, in place of those in the files.",
    "slippage": "Dollars for each side and contract, in place of those in the files.",
    "extra": "Dollars for each side and contract on top.",
    "horizons": "Calendar days after which each start is looked at, repeated or with commas between.",
}

router = APIRouter(prefix="/api/v1", tags=["trades"], route_class=TradesRoute)

series = asked(SeriesAsk, "name", said=_SAID)
histogram = asked(HistogramAsk, said=_SAID)
correlations = asked(CorrelationAsk, said=_SAID)
breakdown = asked(BreakdownAsk, said=_SAID)
costs = asked(CostsAsk, said=_SAID)
start_dates = asked(StartDatesAsk, said=_SAID)

type Paging = Annotated[Page, Depends()]
type Thinned = Annotated[bool, Query(description="`false` sends all points, as `points=0` does.")]
type Points = Annotated[int, Query(ge=0, le=1_000_000, description="How many trades leave; 0 for all.")]
type Top = Annotated[int, Query(ge=0, le=100_000, description="Only the deepest; 0 for all.")]
type Months = Annotated[int, Query(ge=1, le=600, description="Months of the window.")]


@router.get("/selection/meta", operation_id="trades.describe_selection")
async def describe_selection(app: AppDep, selection: SelectionDep) -> SelectionView:
    """Show what can be selected, and what this selection takes of it."""
    return await app.trades.describe_selection(selection)


@router.get("/trades", operation_id="trades.list_trades")
async def list_trades(app: AppDep, selection: SelectionDep, page: Paging) -> TradesView:
    """List the trades of a selection; as CSV they can be added again."""
    return await app.trades.list_trades(selection, page.rows, page.offset)


@router.get("/series/histogram", operation_id="trades.show_histogram")
async def show_histogram(
    app: AppDep, selection: SelectionDep, ask: Annotated[HistogramAsk, Depends(histogram)]
) -> HistogramView:
    """Show how results spread, in equal bins."""
    return await app.trades.show_histogram(selection, ask)


@router.get("/series/{name}", operation_id="trades.show_series")
async def show_series(
    app: AppDep,
    selection: SelectionDep,
    ask: Annotated[SeriesAsk, Depends(series)],
    *,
    downsample: Thinned = True,
) -> SeriesView:
    """Show equity, drawdown, net position or margin over time, of the portfolio, its files or its symbols."""
    return await app.trades.show_series(
        selection, ask if downsample else ask.model_copy(update={"points": 0})
    )


@router.get("/exposure", operation_id="trades.show_exposure")
async def show_exposure(app: AppDep, selection: SelectionDep) -> ExposureView:
    """Show time in the market, contracts held and margin needed."""
    return await app.trades.show_exposure(selection)


@router.get("/metrics", operation_id="trades.show_metrics")
async def show_metrics(app: AppDep, selection: SelectionDep) -> MetricsView:
    """Show the figures of the portfolio and each file: all trades, long and short ones."""
    return await app.trades.show_metrics(selection)


@router.get("/correlations", operation_id="trades.show_correlations")
async def show_correlations(
    app: AppDep, selection: SelectionDep, ask: Annotated[CorrelationAsk, Depends(correlations)]
) -> CorrelationsView:
    """Show how files move together, and the days behind each coefficient."""
    return await app.trades.show_correlations(selection, ask)


@router.get("/cta", operation_id="trades.show_cta")
async def show_cta(app: AppDep, selection: SelectionDep) -> CtaView:
    """Show monthly returns and the capsule by the definitions of 17 CFR 4.35."""
    return await app.trades.show_cta(selection)


@router.get("/underwater", operation_id="trades.show_underwater")
async def show_underwater(app: AppDep, selection: SelectionDep, top: Top = 10) -> UnderwaterView:
    """Show the falls below a peak, the deepest first."""
    return await app.trades.show_underwater(selection, top)


@router.get("/month-grid", operation_id="trades.show_months")
async def show_months(app: AppDep, selection: SelectionDep) -> MonthGridView:
    """Show profit and return, month by year."""
    return await app.trades.show_months(selection)


@router.get("/rolling-returns", operation_id="trades.show_rolling")
async def show_rolling(app: AppDep, selection: SelectionDep, months: Months = 12) -> RollingMonthsView:
    """Show profit, return and worst fall over a moving window of months."""
    return await app.trades.show_rolling(selection, months)


@router.get("/excursions", operation_id="trades.show_excursions")
async def show_excursions(app: AppDep, selection: SelectionDep, points: Points = 2_000) -> ExcursionsView:
    """Show how far closed trades went for and against before they ended."""
    return await app.trades.show_excursions(selection, points)


@router.get("/breakdown", operation_id="trades.show_breakdown")
async def show_breakdown(
    app: AppDep, selection: SelectionDep, ask: Annotated[BreakdownAsk, Depends(breakdown)]
) -> BreakdownView:
    """Show closed trades by weekday, hour, month, year, side, symbol, strategy or file."""
    return await app.trades.show_breakdown(selection, ask)


@router.get("/costs", operation_id="trades.show_costs")
async def show_costs(
    app: AppDep, selection: SelectionDep, ask: Annotated[CostsAsk, Depends(costs)]
) -> CostsView:
    """Show what other costs would have made of the figures."""
    return await app.trades.show_costs(selection, ask)


@router.get("/start-dates", operation_id="trades.show_start_dates")
async def show_start_dates(
    app: AppDep, selection: SelectionDep, ask: Annotated[StartDatesAsk, Depends(start_dates)]
) -> StartDatesView:
    """Show how much the day of the start mattered."""
    return await app.trades.show_start_dates(selection, ask)
