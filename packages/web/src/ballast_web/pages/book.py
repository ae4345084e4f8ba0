"""What a model holds, held and traded, and how its universe ranked."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ballast_core.shared.entity import Day
from ballast_core.tracking import CASH, NoDataError, SnapshotsView
from ballast_web.api.market.basis import HoldingRoute
from ballast_web.api.tracking import Model
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep, FormDay
from ballast_web.pages.model_tabs import model_page, name_of
from ballast_web.routes import StoredRoute

ALL = 1_000_000
PAGE_ROWS = 25

router = APIRouter(route_class=StoredRoute)
valued = APIRouter(route_class=HoldingRoute)

type On = Annotated[FormDay, Query(description="As of this day; the latest without it.")]
type From = Annotated[int, Query(ge=0, le=10**9, description="Rows to pass over.")]
type Best = Annotated[int, Query(ge=0, le=100_000, description="How many; 0 for all.")]


@valued.get("/models/{model}/holdings")
async def show_holdings(request: Request, app: AppDep, model: Model, on: On = None) -> Response:
    """Show the portfolio as of a day, the latest at market too, and the way to those before and after it."""
    snapshots = await app.tracking.list_snapshots(model, ALL)
    days = _days(snapshots)
    try:
        view, nothing = await app.tracking.show_holdings(model, on), ""
    except NoDataError as error:
        view, nothing = None, str(error)
    at = days.index(view.day) if view else len(days)
    latest = view is not None and not on
    market = await app.flows.value_holdings(model) if latest else None
    return model_page(
        request,
        "model/holdings.html",
        snapshots.model,
        "Holdings",
        view=view,
        market=market,
        at_market={one.ticker: one for one in market.holdings} if market else {},
        nothing=nothing,
        days=days,
        at=at,
        on=on,
        older=days[at + 1] if at + 1 < len(days) else None,
        newer=None if latest else days[at - 1] if at else "",
        widest=max((holding.weight for holding in view.holdings), default=0) if view else 0,
        cash_ticker=CASH,
    )


@router.get("/models/{model}/trades")
async def show_trades(
    request: Request, app: AppDep, model: Model, snapshots_from: From = 0, log_from: From = 0
) -> Response:
    """Show how much was turned over and when, and what the trade log says."""
    snapshots = await app.tracking.list_snapshots(model, PAGE_ROWS, snapshots_from)
    trades = await app.tracking.list_trades(model, PAGE_ROWS, log_from)
    return model_page(
        request, "model/trades.html", snapshots.model, "Trades", snapshots=snapshots, trades=trades
    )


@router.get("/charts/models/{model}/turnover")
async def chart_turnover(app: AppDep, model: Model) -> Response:
    """Return the turnover of each snapshot above what it cost."""
    view = await app.tracking.list_snapshots(model, ALL)
    rows = sorted((row for row in view.snapshots if row.effective), key=lambda row: row.day)
    days = [row.day for row in rows]
    turnover = Line("turnover", days, [row.turnover for row in rows], bars=True)
    cost = Line("total at cost", days, [float(row.total_at_cost) for row in rows], step=True)
    option = time_chart([Pane([turnover], "fraction"), Pane([cost], "money")])
    return chart_answer(option, len(rows), len(rows))


@router.get("/models/{model}/ranks")
async def show_ranks(
    request: Request,
    app: AppDep,
    model: Model,
    top: Best = 50,
    only: Annotated[Literal["all", "held"], Query(description="All symbols, or those held.")] = "all",
) -> Response:
    """Show the latest ranking, with how far each symbol moved since the start of the month."""
    name = await name_of(app, model)
    try:
        view = await app.tracking.show_ranks(model, 0 if only == "held" else top)
    except NoDataError:
        view = None
    ranks = [row for row in view.ranks if only == "all" or row.held] if view else []
    return model_page(request, "model/ranks.html", name, "Ranks", view=view, ranks=ranks, top=top, only=only)


router.include_router(valued)


def _days(snapshots: SnapshotsView) -> list[Day]:
    """Return the days of the snapshots that count, the newest first."""
    return sorted({row.day for row in snapshots.snapshots if row.effective}, reverse=True)
