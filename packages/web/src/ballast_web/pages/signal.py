"""What the signal earned and what it cost."""

from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response

from ballast_core.app import App
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import NoDataError, SeriesName, SeriesQuery
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.look import LookDep
from ballast_web.pages.series_page import line_name, series_page, without_series
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)

LATEST = 24

type Months = Literal["latest", "all"]

_HELD = (SeriesName.BASE, SeriesName.OVERLAY, SeriesName.OVERLAY_LAGGED)


@router.get("/models/{model}/signal")
async def show_signal(
    request: Request, app: AppDep, model: str, look: LookDep, months: Months = "latest"
) -> Response:
    """Show the portfolio beside both overlays, and month by month what the signal changed."""
    query = SeriesQuery(model=model)
    try:
        view = await app.tracking.show_signal(model)
    except NoDataError as nothing:
        return await without_series(request, app, "Signal", query, nothing)
    return series_page(
        request,
        "model/signal.html",
        view.model,
        "Signal",
        query,
        view=view,
        look=look,
        returns=await _total_returns(app, model),
        table=_newest_first(view.table()),
        months=months,
        limit=LATEST if months == "latest" else None,
    )


@router.get("/charts/models/{model}/signal")
async def chart_signal(app: AppDep, model: str) -> Response:
    """Return the portfolio, the hindsight overlay and the lagged one, on the same days."""
    overlay = await app.tracking.show_performance(SeriesQuery(model=model, series=SeriesName.OVERLAY))
    base = await app.tracking.show_performance(SeriesQuery(model=model, points=0))
    held = dict(zip(base.days, base.values, strict=True))
    lines = [
        Line(line_name(SeriesName.BASE), overlay.days, [held.get(day) for day in overlay.days]),
        Line(line_name(SeriesName.OVERLAY), overlay.days, overlay.values, dashed=True),
        Line(line_name(SeriesName.OVERLAY_LAGGED), overlay.days, overlay.overlay_lagged),
    ]
    return chart_answer(time_chart([Pane(lines, "money")]), overlay.raw_points, overlay.sent_points)


@router.get("/charts/models/{model}/signal-months")
async def chart_signal_months(app: AppDep, model: str) -> Response:
    """Return what the signal added or cost in each month."""
    view = await app.tracking.show_signal(model)
    days = [date.fromisoformat(f"{month}-01") for month in view.months]
    lines = [
        Line("without hindsight", days, view.added_lagged, bars=True),
        Line("with hindsight", days, view.added, bars=True),
    ]
    return chart_answer(time_chart([Pane(lines, "fraction")]))


async def _total_returns(app: App, model: str) -> list[float | None]:
    queries = (SeriesQuery(model=model, series=series, points=4) for series in _HELD)
    return [(await app.tracking.show_performance(query)).total_return for query in queries]


def _newest_first(table: Table) -> Table:
    columns = (Column(one.name, one.values[::-1], one.unit) for one in table.columns)
    return Table(table.title, tuple(columns), table.notes)
