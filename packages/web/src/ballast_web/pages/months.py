"""Returns month by month, a row a year, warm and cold."""

from dataclasses import dataclass
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ballast_core.tracking import BadQueryError, MonthsView, NoDataError, SeriesQuery
from ballast_web.charts import bar_chart, chart_answer
from ballast_web.deps import AppDep
from ballast_web.pages.figures import percent
from ballast_web.pages.series_page import line_name, series, series_page, without_series
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = 5
_MONTH_STEP, _YEAR_STEP = 0.025, 0.1


@dataclass(frozen=True, slots=True)
class Warm:
    """One return as text, and its warmth: `n5` to `n1` for losses, `p0` for little, then to `p5`."""

    text: str
    warmth: str


@dataclass(frozen=True, slots=True)
class Year:
    """A row of the grid."""

    year: int
    months: tuple[Warm, ...]
    total: Warm


@router.get("/models/{model}/months")
async def show_months(
    request: Request, app: AppDep, query: Annotated[SeriesQuery, Depends(series)]
) -> Response:
    """Show returns by month and year, the newest year on top."""
    try:
        view = await app.tracking.show_months(query)
    except (NoDataError, BadQueryError) as nothing:
        return await without_series(request, app, "Months", query, nothing)
    both = (view, view.overlay_lagged) if view.overlay_lagged else (view,)
    grids = [(line_name(one.about.series), _rows(one)) for one in both]
    return series_page(
        request, "model/months.html", view.about.model, "Months", query, view=view, grids=grids, months=MONTHS
    )


@router.get("/charts/models/{model}/months")
async def chart_years(app: AppDep, query: Annotated[SeriesQuery, Depends(series)]) -> Response:
    """Return the return of each year as bars; beside hindsight the one without."""
    view = await app.tracking.show_months(query)
    both = (view, view.overlay_lagged) if view.overlay_lagged else (view,)
    bars = {line_name(one.about.series): [row.total for row in one.years] for one in both}
    return chart_answer(bar_chart([str(row.year) for row in view.years], bars, unit="fraction"))


def warmth(value: float | None, step: float) -> str:
    """Return the class of a return: five steps each way, and none where there is no return."""
    if value is None:
        return "none"
    level = min(ceil(abs(value) / step - 0.5), _STEPS)
    return f"{'n' if value < 0 and level else 'p'}{level}"


def _rows(view: MonthsView) -> list[Year]:
    return [
        Year(
            row.year,
            tuple(_warm(value, _MONTH_STEP) for value in row.months),
            _warm(row.total, _YEAR_STEP),
        )
        for row in reversed(view.years)
    ]


def _warm(value: float | None, step: float) -> Warm:
    return Warm("" if value is None else percent(value), warmth(value, step))
