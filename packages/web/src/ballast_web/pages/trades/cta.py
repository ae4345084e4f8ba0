"""The capsule of a trading program: monthly rates of return by the definitions of 17 CFR 4.10 and 4.35."""

from calendar import monthrange
from datetime import date

from fastapi import APIRouter, Request, Response

from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page

_SHEET = Sheet("CTA", "trades/cta.html")

router = APIRouter(route_class=TradesRoute)


@router.get("/trades/cta")
async def show_cta(request: Request, app: AppDep, selection: SelectionDep) -> Response:
    """Show the capsule."""

    async def ask() -> Given:
        view = await app.trades.show_cta(selection)
        return {"view": view}

    return await trades_page(request, app, selection, _SHEET, ask)


@router.get("/charts/trades/vami")
async def chart_vami(app: AppDep, selection: SelectionDep) -> Response:
    """Return what 1,000 have become, and the fall from the highest month end."""
    view = await app.trades.show_cta(selection)
    days = [month_end(one.month) for one in view.months]
    vami = Line("VAMI", days, [one.vami for one in view.months], color="@line-1")
    decline = Line("decline", days, [one.decline for one in view.months], area=True, color="@down")
    return chart_answer(time_chart([Pane([vami]), Pane([decline], "fraction")]))


def month_end(month: str) -> date:
    """Return the last day of a month such as `2024-03`."""
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])
