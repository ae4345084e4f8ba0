"""Economic series: how complete each is, and one of them by period, with what was known of it when."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from ballast_core.market import IndicatorAsk, IndicatorView
from ballast_core.shared.entity import Day
from ballast_web.api.market.basis import MarketRoute
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.look import LookDep
from ballast_web.pages.market.frame import HOME, market_page
from ballast_web.pages.market.words import whole

WHERE = f"{HOME}/indicators"
REVISED = 50

router = APIRouter(route_class=MarketRoute)

type Series = Annotated[str, Path(max_length=40)]


@dataclass(frozen=True, slots=True)
class Known:
    """Which periods of a series an address asks for, and as they were known when."""

    as_of: Annotated[Day | Literal[""], Query()] = ""
    start: Annotated[Day | Literal[""], Query()] = ""
    end: Annotated[Day | Literal[""], Query()] = ""

    def ask(self, series: str) -> IndicatorAsk:
        """Return the question."""
        return IndicatorAsk(
            series=series, as_of=self.as_of or None, start=self.start or None, end=self.end or None
        )

    @property
    def query(self) -> str:
        """Return the question as addresses spell it."""
        said = {"as_of": self.as_of, "start": self.start, "end": self.end}
        return urlencode({name: str(value) for name, value in said.items() if value})


type KnownDep = Annotated[Known, Depends()]


@router.get(WHERE)
async def list_indicators(
    request: Request, app: AppDep, category: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Show all series by category."""
    view = await app.market.list_indicators()
    categories = sorted({one.indicator.category for one in view.indicators})
    chosen = [one for one in view.indicators if category in ("", one.indicator.category)]
    chosen.sort(key=lambda one: one.indicator.category)
    return market_page(
        request,
        "indicators.html",
        "Indicators",
        view=view,
        groups=[(name, list(some)) for name, some in groupby(chosen, lambda one: one.indicator.category)],
        choices=[(None, "All"), *((name, name.replace("_", " ")) for name in categories if name)],
        category=category,
        behind=sum(one.stale_periods > 0 for one in view.indicators),
        whole=whole,
    )


@router.get(f"{WHERE}/{{series}}")
async def show_indicator(
    request: Request, app: AppDep, series: Series, known: KnownDep, look: LookDep
) -> Response:
    """Show one series, as it is known now or was on a day."""
    view = await app.market.show_indicator(known.ask(series))
    return market_page(
        request,
        "indicator.html",
        "Indicators",
        view=view,
        known=known,
        look=look,
        shown=REVISED,
        api=quote(view.indicator.id, safe=""),
        whole=whole,
    )


@router.get("/charts/market/indicators/{series}")
async def draw_indicator(app: AppDep, series: Series, known: KnownDep) -> Response:
    """Answer the chart of a series."""
    view = await app.market.show_indicator(known.ask(series))
    return chart_answer(time_chart([_pane(view)]), len(view.periods), len(view.periods))


def _pane(view: IndicatorView) -> Pane:
    name = f"as known on {view.as_of}" if view.as_of else "as known now"
    lines = [Line(name, view.periods, view.values)]
    if any(view.revisions):
        lines.append(
            Line("as first published", view.periods, view.first_values, dashed=True, color="@line-2")
        )
    return Pane(lines, title=view.indicator.unit)
