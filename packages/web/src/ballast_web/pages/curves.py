"""All models in one chart: from where they part, from the first common day, or from a chosen one."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ValidationError

from ballast_core.app import App
from ballast_core.shared.dates import Period
from ballast_core.shared.entity import Day
from ballast_core.tracking import BadQueryError, CompareQuery, ComparisonView, ModelSummary, together
from ballast_web.charts import Line, chart_answer, line_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import day
from ballast_web.routes import StoredRoute

MOST = 50
THINNED = 1_000  # a screen has no more columns

router = APIRouter(route_class=StoredRoute)


@dataclass(frozen=True, slots=True)
class Curves:
    """How the curves are drawn; every part of it stands in the address."""

    period: Period = "max"
    start: Annotated[Day | None, Query()] = None
    since: Literal["fork", "first"] = "fork"
    values: Literal["rebased", "dollars"] = "rebased"
    points: Literal["thinned", "all"] = "thinned"

    @property
    def address(self) -> str:
        """Return where the chart is."""
        chosen = {name: value for name, value in asdict(self).items() if value != getattr(_PLAIN, name)}
        return f"/charts/models?{urlencode(chosen)}" if chosen else "/charts/models"

    def export(self, names: Iterable[str]) -> str:
        """Return where the API answers the same comparison."""
        asked = {
            "models": ",".join(names),
            "period": self.period,
            "from_fork": str(self.since == "fork").lower(),
            "points": 0,
            "rows": "days",
            **({"start": self.start.isoformat()} if self.start else {}),
        }
        return f"/api/v1/compare?{urlencode(asked)}"


_PLAIN = Curves()
type CurvesDep = Annotated[Curves, Depends()]


@router.get("/charts/models")
async def draw_models(app: AppDep, curves: CurvesDep) -> Response:
    """Answer the chart of all models."""
    view = await compare_all(app, (await app.tracking.list_models()).models, curves)
    lines = [Line(name, view.days, _values(view, name, curves)) for name in view.values]
    option = line_chart(lines, unit="money" if curves.values == "dollars" else "number")
    return chart_answer(option, view.raw_points, view.sent_points)


async def compare_all(app: App, models: Sequence[ModelSummary], curves: Curves) -> ComparisonView:
    """Compare all models that have a value; where not all share a time, those that can be drawn together.

    Raises `BadQueryError` when no two points of one model are there.
    """
    valued = [model for model in models if model.last_day][:MOST]
    try:
        return await app.tracking.compare_models(_query(valued, curves))
    except (BadQueryError, ValidationError):
        shown = sorted(
            together(valued, curves.period, curves.start), key=lambda one: one.last_day or date.max
        )
    # Where the last two part, another may have ended already: then it goes, the first to end first.
    for at in range(len(shown)):
        kept = [model for model in valued if model in shown[at:]]
        with suppress(BadQueryError):
            return await app.tracking.compare_models(_query(kept, curves))
    since = f" from {day(curves.start)} on" if curves.start else ""
    raise BadQueryError("start", f"no model has two values{since}, and a curve needs two")


def _query(models: Sequence[ModelSummary], curves: Curves) -> CompareQuery:
    return CompareQuery(
        models=tuple(model.name for model in models),
        period=curves.period,
        start=curves.start,
        from_fork=curves.since == "fork",
        points=THINNED if curves.points == "thinned" else 0,
    )


def _values(view: ComparisonView, name: str, curves: Curves) -> list[float]:
    if curves.values == "rebased":
        return view.values[name]
    return [view.starts[name] * value / 100 for value in view.values[name]]
