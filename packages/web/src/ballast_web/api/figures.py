"""Under `/api/v1`: what each figure of trade lists is."""

from typing import Annotated

from fastapi import APIRouter, Path

from ballast_core.trades import FiguresView, FigureView
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

router = APIRouter(prefix="/api/v1", tags=["trades"], route_class=FreshRoute)

type Figure = Annotated[str, Path(description="Name of a figure, as answers have it.", max_length=100)]


@router.get("/figures", operation_id="trades.list_figures")
async def list_figures(app: AppDep) -> FiguresView:
    """List what each figure is and how it is computed."""
    return await app.trades.list_figures()


@router.get("/figures/{figure}", operation_id="trades.explain_figure")
async def explain_figure(app: AppDep, figure: Figure) -> FigureView:
    """Explain one figure: what it says, its formula, who defined it."""
    return await app.trades.explain_figure(figure)
