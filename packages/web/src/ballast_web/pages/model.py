"""The pages about one model: its overview here, a module for each of the others."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ballast_core.app import App
from ballast_core.flows import MarketValueView
from ballast_core.tracking import BadQueryError, NoDataError, SeriesName, SeriesQuery
from ballast_web.api.market.basis import HoldingRoute
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages import drawdowns, measures, months, rolling, signal
from ballast_web.pages.look import LookDep
from ballast_web.pages.series_page import line_name, said_of, series, series_page, status_for
from ballast_web.routes import StoredRoute

_UNREAD = "No value has been read from its files yet."

router = APIRouter(route_class=StoredRoute)
valued = APIRouter(route_class=HoldingRoute)
for part in (measures, drawdowns, months, rolling, signal):
    router.include_router(part.router)


@valued.get("/models/{model}")
async def show_model(
    request: Request, app: AppDep, query: Annotated[SeriesQuery, Depends(series)], look: LookDep
) -> Response:
    """Show a model at a glance: what it is worth, how it got there, and what it was read from."""
    model, view, beside, nothing = await app.tracking.show_model(query.model), None, None, None
    try:
        view = await app.tracking.show_performance(query)
        beside = (await app.tracking.show_measures(query)).overlay_lagged
    except (NoDataError, BadQueryError) as error:
        nothing = error
    known = model.content.records or model.content.backtest_rows
    return series_page(
        request,
        "model/overview.html",
        model.summary.name,
        "Overview",
        query,
        known=model,
        view=view,
        beside=beside,
        market=await _market(app, query.model),
        status=status_for(nothing),
        nothing=said_of(nothing, *(() if known else (_UNREAD,))),
        look=look,
    )


router.include_router(valued)


async def _market(app: App, model: str) -> MarketValueView | None:
    """Return what the model holds at market, or None where it holds nothing."""
    try:
        return await app.flows.value_holdings(model)
    except NoDataError:
        return None


@router.get("/charts/models/{model}/performance")
async def chart_performance(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> Response:
    """Return a series over its drawdown; beside hindsight the overlay without it."""
    view = await app.tracking.show_performance(query)
    above = [Line(line_name(query.series), view.days, view.values)]
    below = [Line("Drawdown", view.days, view.drawdowns, area=True, color="@down")]
    if view.overlay_lagged:
        above.append(Line(line_name(SeriesName.OVERLAY_LAGGED), view.days, view.overlay_lagged, dashed=True))
    option = time_chart([Pane(above, "money"), Pane(below, "fraction")])
    return chart_answer(option, view.raw_points, view.sent_points)
