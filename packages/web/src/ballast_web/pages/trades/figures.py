"""What every figure of trade lists means: all of them by group, and each by itself."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from ballast_core.trades import FigureView, Selection
from ballast_web.deps import AppDep
from ballast_web.pages.render import page
from ballast_web.pages.trades.frame import SelectionDep, TradesRoute
from ballast_web.pages.trades.tabs import EXPLAIN, spelled, tabs_of

router = APIRouter(route_class=TradesRoute)

type Name = Annotated[str, Path(max_length=80)]


@router.get("/trades/figures")
async def list_figures(request: Request, app: AppDep, selection: SelectionDep) -> Response:
    """Show all figures by group."""
    groups: dict[str, list[FigureView]] = {}
    view = await app.trades.list_figures()
    for one in view.figures:
        groups.setdefault(one.group, []).append(one)
    return _page(request, "trades/figures.html", selection, groups=groups)


@router.get("/trades/figures/{name}")
async def explain_figure(request: Request, app: AppDep, name: Name, selection: SelectionDep) -> Response:
    """Show one figure: what it says, how it is computed, who defined it."""
    one = await app.trades.explain_figure(name)
    known = [(other.name, other.title) for other in (await app.trades.list_figures()).figures]
    at = [name for name, _ in known].index(one.name)
    return _page(
        request,
        "trades/figure.html",
        selection,
        one=one,
        before=known[at - 1] if at else None,
        after=known[at + 1] if at + 1 < len(known) else None,
    )


def _page(request: Request, template: str, selection: Selection, **given: object) -> Response:
    query = selection.to_query()
    return page(
        request,
        template,
        200,
        None,
        tab="Figures",
        tabs=tabs_of(query),
        q=f"?{spelled(query)}" if query else "",
        explain=EXPLAIN,
        **given,
    )
