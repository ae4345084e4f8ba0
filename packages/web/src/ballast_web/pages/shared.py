"""What a share link shows: pages for guests, without a cookie or an amount, read by no search engine."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from ballast_core.access import Share
from ballast_core.shared.dates import Period
from ballast_core.shared.table import Column, Table
from ballast_web.charts import Line, Pane, chart_answer, line_chart, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.files import FileForm, file_of
from ballast_web.pages.render import page
from ballast_web.routes import FreshRoute

router = APIRouter(prefix="/shared/{secret}", route_class=FreshRoute)


async def opened_share(app: AppDep, secret: Annotated[str, Path(max_length=200)]) -> Share:
    """Return the share that a link opens; a link that opens nothing is not there."""
    return await app.access.open_share(secret)


type ShareDep = Annotated[Share, Depends(opened_share)]
type Model = Annotated[str, Path(max_length=200)]
type Part = Literal["curve", "months", "drawdowns", "weights"]
type Span = Annotated[Period, Query(description="Counts back from the last day of each model.")]


@router.get("")
async def show_shared(
    request: Request, app: AppDep, secret: str, share: ShareDep, period: Span = "max"
) -> Response:
    """Show the models of a link at a glance, and all their curves."""
    view = await app.tracking.show_shared(share.models, period)
    home = _home(secret)
    return page(
        request,
        "shared/models.html",
        view=view,
        share=share,
        period=period,
        home=home,
        links={model.name: f"{home}/models/{quote(model.name, safe='')}" for model in view.models},
    )


@router.get("/models/{model}")
async def show_shared_model(
    request: Request, app: AppDep, secret: str, share: ShareDep, model: Model, period: Span = "max"
) -> Response:
    """Show one model of a link."""
    view = await app.tracking.show_shared_model(model, share.models, period)
    home = _home(secret)
    chart = f"{home}/charts/models/{quote(model, safe='')}?period={period}"
    files = f"{home}/files/models/{quote(model, safe='')}/%?period={period}"
    return page(
        request,
        "shared/model.html",
        view=view,
        share=share,
        period=period,
        home=home,
        chart=chart,
        files=files,
    )


@router.get("/files/models")
async def save_shared(app: AppDep, share: ShareDep, period: Span = "max", form: FileForm = "csv") -> Response:
    """Save the curves of all models of a link, a row a model and day."""
    view = await app.tracking.show_shared(share.models, period)
    points = [(one.name, *point) for one in view.models for point in zip(one.days, one.curve, strict=True)]
    models, days, values = zip(*points, strict=True) if points else ((), (), ())
    columns = (Column("model", models), Column("day", days, "day"), Column("value", values, "number"))
    return file_of(app, Table("All models, from 100", columns), form)


@router.get("/files/models/{model}/{part}")
async def save_shared_model(
    app: AppDep, share: ShareDep, model: Model, part: Part, period: Span = "max", form: FileForm = "csv"
) -> Response:
    """Save one table of one model of a link."""
    view = await app.tracking.show_shared_model(model, share.models, period)
    tables = {
        "curve": view.table,
        "months": view.months.table,
        "drawdowns": view.episodes.table,
        "weights": view.weights_table,
    }
    return file_of(app, tables[part](), form)


@router.get("/charts/models")
async def chart_shared(app: AppDep, share: ShareDep, period: Span = "max") -> Response:
    """Return the curves of all models of a link, each from 100."""
    view = await app.tracking.show_shared(share.models, period)
    return chart_answer(line_chart([Line(one.name, one.days, one.curve) for one in view.models if one.curve]))


@router.get("/charts/models/{model}")
async def chart_shared_model(app: AppDep, share: ShareDep, model: Model, period: Span = "max") -> Response:
    """Return the curve of one model from 100, and under it how far it was below its peak."""
    view = await app.tracking.show_shared_model(model, share.models, period)
    curve = Line(model, view.days, view.curve)
    below = Line("below the peak", view.days, view.drawdowns, area=True, color="@down")
    return chart_answer(time_chart([Pane([curve]), Pane([below], "fraction")]))


def _home(secret: str) -> str:
    return f"/shared/{quote(secret, safe='')}"
