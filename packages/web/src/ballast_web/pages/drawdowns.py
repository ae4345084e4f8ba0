"""How far, how often and how long a model was below its peak."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.tracking import BadQueryError, NoDataError, SeriesName, SeriesQuery
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.look import LookDep
from ballast_web.pages.series_page import line_name, series, series_page, without_series
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)

type Top = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/models/{model}/drawdowns")
async def show_drawdowns(
    request: Request,
    app: AppDep,
    query: Annotated[SeriesQuery, Depends(series)],
    look: LookDep,
    top: Top = 10,
) -> Response:
    """Show the underwater chart and the deepest drawdowns."""
    try:
        view = await app.tracking.show_drawdowns(query, top)
    except (NoDataError, BadQueryError) as nothing:
        return await without_series(request, app, "Drawdowns", query, nothing)
    return series_page(
        request, "model/drawdowns.html", view.about.model, "Drawdowns", query, view=view, look=look, top=top
    )


@router.get("/charts/models/{model}/drawdowns")
async def chart_drawdowns(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> Response:
    """Return how far a series was below its highest value so far; beside hindsight the one without."""
    view = await app.tracking.show_performance(query)
    lines = [Line(line_name(query.series), view.days, view.drawdowns, area=True, color="@down")]
    if view.overlay_lagged:
        span = {"start": view.about.first_day, "end": view.about.last_day}
        lagged = query.model_copy(update={"series": SeriesName.OVERLAY_LAGGED, **span})
        beside = await app.tracking.show_performance(lagged)
        name = line_name(SeriesName.OVERLAY_LAGGED)
        lines.append(Line(name, beside.days, beside.drawdowns, dashed=True))
    return chart_answer(time_chart([Pane(lines, "fraction")]), view.raw_points, view.sent_points)
