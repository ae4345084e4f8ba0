"""Return and risk over a moving window."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.tracking import HINDSIGHT, BadQueryError, NoDataError, RollingView, SeriesName, SeriesQuery
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.look import LookDep
from ballast_web.pages.series_page import line_name, series, series_page, without_series
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)

WINDOWS = (
    (30, "1 month"),
    (91, "3 months"),
    (182, "6 months"),
    (365, "1 year"),
    (730, "2 years"),
    (1095, "3 years"),
)

type Window = Annotated[int, Query(ge=1, le=36_525)]
type Part = Literal["gain", "risk"]


@router.get("/models/{model}/rolling")
async def show_rolling(
    request: Request,
    app: AppDep,
    query: Annotated[SeriesQuery, Depends(series)],
    look: LookDep,
    window_days: Window = 365,
) -> Response:
    """Show how return and risk moved."""
    try:
        view = await app.tracking.show_rolling(query, window_days)
    except (NoDataError, BadQueryError) as nothing:
        return await without_series(request, app, "Rolling", query, nothing)
    return series_page(
        request,
        "model/rolling.html",
        view.about.model,
        "Rolling",
        query,
        view=view,
        look=look,
        windows=WINDOWS,
        window_name=dict(WINDOWS).get(window_days, f"{window_days:,} days"),
    )


@router.get("/charts/models/{model}/rolling")
async def chart_rolling(
    app: AppDep,
    query: Annotated[SeriesQuery, Depends(series)],
    window_days: Window = 365,
    part: Part = "gain",
) -> Response:
    """Return what was gained over what was lost (`gain`), or volatility over the Sharpe ratio (`risk`)."""
    view = await app.tracking.show_rolling(query, window_days)
    views = [(line_name(query.series), view)]
    if query.series in HINDSIGHT:
        span = {"start": view.about.first_day, "end": view.about.last_day}
        lagged = query.model_copy(update={"series": SeriesName.OVERLAY_LAGGED, **span})
        beside = await app.tracking.show_rolling(lagged, window_days)
        views.append((line_name(SeriesName.OVERLAY_LAGGED), beside))
    panes = _gain(views) if part == "gain" else _risk(views)
    return chart_answer(time_chart(panes), view.raw_points, view.sent_points)


def _gain(views: list[tuple[str, RollingView]]) -> list[Pane]:
    return [
        Pane(_lines("Return", [(name, view, view.total_return) for name, view in views]), "fraction"),
        Pane(_lines("Drawdown", [(name, view, view.drawdown) for name, view in views]), "fraction"),
    ]


def _risk(views: list[tuple[str, RollingView]]) -> list[Pane]:
    return [
        Pane(_lines("Volatility", [(name, view, view.volatility) for name, view in views]), "fraction"),
        Pane(_lines("Sharpe ratio", [(name, view, view.sharpe) for name, view in views]), "number"),
    ]


def _lines(what: str, views: list[tuple[str, RollingView, list[float | None]]]) -> list[Line]:
    several = len(views) > 1
    return [
        Line(f"{what}: {name}" if several else what, view.days, values, dashed=at > 0)
        for at, (name, view, values) in enumerate(views)
    ]
