"""Months, rolling months, and the falls below a peak."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ballast_core.trades import MonthGridView
from ballast_web.charts import Line, Pane, bar_chart, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import money, percent
from ballast_web.pages.months import MONTHS, Warm, Year, warmth
from ballast_web.pages.trades.cta import month_end
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page

type Of = Literal["return", "profit"]
type Months = Annotated[int, Query(ge=1, le=120)]
type Top = Annotated[int, Query(ge=0, le=100_000)]

_SHEET = Sheet("Months", "trades/months.html", ("of", "months", "top"))
_RATE_STEPS = (0.02, 0.08)
_STEPS = 5

router = APIRouter(route_class=TradesRoute)


@router.get("/trades/months")
async def show_months(
    request: Request,
    app: AppDep,
    selection: SelectionDep,
    of: Of = "return",
    months: Months = 12,
    top: Top = 10,
) -> Response:
    """Show months by year, moving windows of months, and the deepest falls."""

    async def ask() -> Given:
        view = await app.trades.show_months(selection)
        return {
            "view": view,
            "rows": _rows(view, of),
            "months": MONTHS,
            "of": of,
            "window": months,
            "top": top,
            "rolling": await app.trades.show_rolling(selection, months),
            "underwater": await app.trades.show_underwater(selection, top),
        }

    return await trades_page(request, app, selection, _SHEET, ask)


@router.get("/charts/trades/years")
async def chart_years(app: AppDep, selection: SelectionDep, of: Of = "return") -> Response:
    """Return a bar for each year."""
    view = await app.trades.show_months(selection)
    years = [str(one.year) for one in view.years]
    if of == "profit":
        return chart_answer(bar_chart(years, {"profit": [one.profit for one in view.years]}, unit="money"))
    return chart_answer(bar_chart(years, {"return": [one.rate for one in view.years]}, unit="fraction"))


@router.get("/charts/trades/rolling")
async def chart_rolling(app: AppDep, selection: SelectionDep, months: Months = 12) -> Response:
    """Return the return over the months before, and the worst fall within them."""
    view = await app.trades.show_rolling(selection, months)
    days = [month_end(row.month) for row in view.rows]
    rate = Line("return", days, [row.rate for row in view.rows], color="@line-1")
    worst = Line("worst fall", days, [row.worst_decline for row in view.rows], area=True, color="@down")
    return chart_answer(time_chart([Pane([rate], "fraction"), Pane([worst], "fraction")]))


def _rows(view: MonthGridView, of: Of) -> list[Year]:
    rows = reversed(view.years)
    if of == "return":
        month, year = _RATE_STEPS
        return [_year(one.year, one.rates, one.rate, (month, year), percent) for one in rows]
    steps = (
        _step([value for one in view.years for value in one.profits]),
        _step([one.profit for one in view.years]),
    )
    return [_year(one.year, one.profits, one.profit, steps, money) for one in rows]


def _year(
    year: int,
    months: Sequence[float | None],
    total: float | None,
    steps: tuple[float, float],
    spell: Callable[[float | None], str],
) -> Year:
    def warm(value: float | None, step: float) -> Warm:
        return Warm("" if value is None else spell(value), warmth(value, step))

    return Year(year, tuple(warm(value, steps[0]) for value in months), warm(total, steps[1]))


def _step(values: Sequence[float | None]) -> float:
    """Return the step of warmth that makes the greatest amount the warmest."""
    return max((abs(value) for value in values if value), default=1.0) / _STEPS
