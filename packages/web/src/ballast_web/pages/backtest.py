"""The backtest of a model, against buy and hold, with new highs and lows."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from ballast_core.app import App
from ballast_core.tracking import (
    BadQueryError,
    CompareQuery,
    ComparisonView,
    NoDataError,
    SeriesName,
    SeriesQuery,
)
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.look import LookDep
from ballast_web.pages.model_tabs import model_page, name_of
from ballast_web.pages.series_page import series
from ballast_web.pages.sides import address_of, side_by_side
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)


@router.get("/models/{model}/backtest")
async def show_backtest(
    request: Request, app: AppDep, query: Annotated[SeriesQuery, Depends(series)], look: LookDep
) -> Response:
    """Show strategy and buy and hold in one chart and their figures side by side."""
    name = await name_of(app, query.model)
    try:
        view, nothing = await app.tracking.show_backtest(query), ""
        beside = await _beside(app, name, query)
    except (NoDataError, BadQueryError) as error:
        view, nothing, beside = None, str(error), None
    return model_page(
        request,
        "model/backtest.html",
        name,
        "Backtest",
        view=view,
        nothing=nothing,
        query=query,
        look=look,
        span=address_of(query, "period", "start", "end"),
        wanted=address_of(query, "period", "start", "end", "points"),
        sides=side_by_side(beside.table()) if beside else None,
        relative=beside.benchmark.models[0] if beside and beside.benchmark else None,
    )


@router.get("/charts/models/{model}/backtest")
async def chart_backtest(
    app: AppDep, query: Annotated[SeriesQuery, Depends(series)], scale: Literal["log", "linear"] = "log"
) -> Response:
    """Return strategy and buy and hold above new highs and lows."""
    view = await app.tracking.show_backtest(query)
    lines = [
        Line("strategy", view.days, view.strategy),
        Line("buy and hold", view.days, view.buy_and_hold, dashed=True),
    ]
    scores = [
        Line("new highs", view.days, view.new_highs, color="@up"),
        Line("new lows", view.days, view.new_lows, color="@down"),
    ]
    option = time_chart([Pane(lines, "money", log=scale == "log"), Pane(scores, "number")])
    return chart_answer(option, view.raw_points, view.sent_points)


async def _beside(app: App, model: str, query: SeriesQuery) -> ComparisonView | None:
    """Return the strategy against buy and hold; nothing where the backtest has no buy and hold."""
    asked_for = query.model_dump(include={"period", "start", "end"})
    try:
        return await app.tracking.compare_models(
            CompareQuery(
                models=(model,),
                series=SeriesName.BACKTEST,
                benchmark=f"{model}:{SeriesName.BUY_AND_HOLD.value}",
                from_fork=False,  # both begin with the same money
                points=4,
                **asked_for,
            )
        )
    except (NoDataError, BadQueryError):
        return None
