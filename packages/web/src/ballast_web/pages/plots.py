"""The plots that the master project drew, as a gallery."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from ballast_core.tracking import Chart, DataFolderNotFoundError
from ballast_web.api.tracking import Model, Png
from ballast_web.deps import AppDep
from ballast_web.pages.model_tabs import model_page, name_of
from ballast_web.routes import FreshRoute

PAGE_PLOTS = 24

router = APIRouter(route_class=FreshRoute)

type Named = Annotated[str, Query(max_length=200, description="Part of a name.")]
type Shown = Annotated[str, Query(max_length=200, description="The plot to show large.")]
type From = Annotated[int, Query(ge=0, le=10**9, description="Plots to pass over.")]


@router.get("/models/{model}/plots")
async def show_plots(
    request: Request, app: AppDep, model: Model, find: Named = "", show: Shown = "", plots_from: From = 0
) -> Response:
    """Show the plots whose name has `find` in it, and one of them large."""
    name = await name_of(app, model)
    try:
        charts, missing = (await app.tracking.list_charts(model)).charts, ""
    except DataFolderNotFoundError as error:
        charts, missing = (), str(error)
    found = sorted((one for one in charts if find.lower() in one.name.lower()), key=_order)
    names = [one.name for one in found]
    at = names.index(show) if show in names else None
    return model_page(
        request,
        "model/plots.html",
        name,
        "Plots",
        plots=found[plots_from : plots_from + PAGE_PLOTS],
        total=len(found),
        every=len(charts),
        missing=missing,
        limit=PAGE_PLOTS,
        offset=plots_from,
        find=find,
        show=show,
        large=None if at is None else found[at],
        before=names[at - 1] if at else None,
        after=names[at + 1] if at is not None and at + 1 < len(names) else None,
        title=title,
        file=_in_address,
    )


@router.get("/models/{model}/plots/{name}", response_class=Png)
async def open_plot(app: AppDep, model: Model, name: str) -> Png:
    """Open one plot by its name."""
    return Png(await app.tracking.open_chart(model, name))


def title(name: str) -> str:
    """Return the name of a plot as people write it."""
    words = name.removesuffix(".png").removeprefix("PyTAAA_")
    ticker = re.fullmatch(r"0_(recent_)?(.+)", words)
    if ticker:
        return f"{ticker[2]}, recent" if ticker[1] else ticker[2]
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words.replace("_", " ").replace("-", " ")).split()
    plain = " ".join(part if part.isupper() else part.lower() for part in parts)
    return plain[:1].upper() + plain[1:]


def _in_address(name: str) -> str:
    return quote(name, safe="")


def _order(chart: Chart) -> tuple[bool, str]:
    # The plots of single tickers, hundreds of them, stand behind those of the model.
    return chart.name.startswith("0_"), chart.name.lower()
