"""What other commission and slippage would have made of the figures."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator

from ballast_core.shared.table import Column, Unit
from ballast_core.trades import CostsAsk, CostsView
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import cells, figure
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page
from ballast_web.pages.trades.series import span_of

type Cost = Annotated[
    float | None, BeforeValidator(lambda said: said or None), Query(ge=0, le=10_000, allow_inf_nan=False)
]
type Extra = Annotated[float, Query(ge=-10_000, le=10_000, allow_inf_nan=False)]

_SHEET = Sheet("Costs", "trades/costs.html", ("commission", "slippage", "extra"))
_POINTS = 1_200
_PAID = {"commission", "slippage"}

router = APIRouter(route_class=TradesRoute)


def asked_costs(commission: Cost = None, slippage: Cost = None, extra: Extra = 0.0) -> CostsAsk:
    """Return the costs that an address asks with; an empty field stays as the files have it."""
    return CostsAsk(commission=commission, slippage=slippage, extra=extra, points=_POINTS)


type CostsDep = Annotated[CostsAsk, Depends(asked_costs)]


@router.get("/trades/costs")
async def show_costs(request: Request, app: AppDep, selection: SelectionDep, ask_for: CostsDep) -> Response:
    """Show the figures with the costs of the files, and with others."""

    async def ask() -> Given:
        view = await app.trades.show_costs(selection, ask_for)
        return {"view": view, "rows": _rows(view)}

    return await trades_page(request, app, selection, _SHEET, ask)


@router.get("/charts/trades/costs")
async def chart_costs(app: AppDep, selection: SelectionDep, ask_for: CostsDep) -> Response:
    """Return equity with both costs."""
    view = await app.trades.show_costs(selection, ask_for)
    lines = [
        Line("with these costs", view.days, view.equity_after, color="@line-1"),
        Line("as in the files", view.days, view.equity_before, dashed=True, color="@soft"),
    ]
    option = time_chart([Pane(lines, "money")], span=span_of(view.about))
    return chart_answer(option, view.raw_points, view.sent_points)


def _rows(view: CostsView) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            one.figure,
            _text(one.figure, one.before, one.unit),
            _text(one.figure, one.after, one.unit),
            figure(one.change, one.unit),
            "" if not one.change or one.figure in _PAID else "up" if one.change > 0 else "down",
        )
        for one in view.effects
    ]


def _text(name: str, value: float | None, unit: Unit) -> str:
    """Return a figure as text, with a plus only where that means a gain."""
    return cells(Column(name, [value], unit))[0]
