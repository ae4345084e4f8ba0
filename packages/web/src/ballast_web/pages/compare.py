"""Models side by side, from one start, against a benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ValidationError

from ballast_core.shared.dates import Period
from ballast_core.shared.errors import InvalidError, NotFoundError
from ballast_core.tracking import LABELS, CompareQuery, ComparisonView, ModelSummary, SeriesName, together
from ballast_web.charts import Line, chart_answer, line_chart
from ballast_web.deps import AppDep, FormDay, asked
from ballast_web.pages.curves import MOST, THINNED
from ballast_web.pages.look import LookDep
from ballast_web.pages.render import page
from ballast_web.pages.sides import address_of, heat, side_by_side
from ballast_web.routes import StoredRoute

_ASKED = ("models", "benchmark", "series", "period", "start", "end", "from_fork")

router = APIRouter(route_class=StoredRoute)
comparison = asked(CompareQuery)

type Wanted = Annotated[CompareQuery, Depends(comparison)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form of the page sends; without models all are meant that share a time."""

    models: Annotated[tuple[str, ...], Query(max_length=MOST)] = ()
    benchmark: Annotated[str, Query(max_length=250)] = ""
    series: SeriesName = SeriesName.BASE
    period: Period = "max"
    start: Annotated[FormDay, Query()] = None
    end: Annotated[FormDay, Query()] = None
    from_fork: bool = True
    points: Literal["thinned", "all"] = "thinned"

    @property
    def named(self) -> tuple[str, ...]:
        """Return the models that are named, repeated or with commas between."""
        return tuple(name for text in self.models for name in text.split(",") if name)

    def _usual(self, every: Sequence[ModelSummary]) -> Sequence[ModelSummary]:
        shown = together(every, self.period, self.start)
        return [one for one in every if one in shown] or [one for one in every if one.last_day]

    def query(self, every: Sequence[ModelSummary]) -> CompareQuery:
        """Return it as a question. Raises ValidationError when it makes no sense."""
        return CompareQuery(
            models=self.named or tuple(model.name for model in self._usual(every))[:MOST],
            benchmark=self.benchmark or None,
            series=self.series,
            period=self.period,
            start=self.start,
            end=self.end,
            from_fork=self.from_fork,
            points=THINNED if self.points == "thinned" else 0,
        )


@router.get("/compare")
async def compare_models(
    request: Request, app: AppDep, choice: Annotated[Choice, Depends()], look: LookDep
) -> Response:
    """Show the models that are chosen, and the form that chooses them."""
    models = (await app.tracking.list_models()).models
    query, view, status, fault = None, None, 200, ""
    try:
        query = choice.query(models) if models else None
        view = await app.tracking.compare_models(query) if query else None
    except ValidationError as error:
        status, fault = 422, "; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())
    except InvalidError as error:
        status, fault = 422, str(error)
    except NotFoundError as error:
        status, fault = 404, str(error)
    return page(
        request,
        "compare.html",
        status,
        models=models,
        choice=choice,
        look=look,
        fault=fault,
        chosen=set(query.models if query else choice.named),
        benchmarks=_benchmarks(models, choice.benchmark),
        series={name.value: LABELS[name][0] for name in SeriesName},
        view=view,
        sides=side_by_side(view.table()) if view else None,
        heat=heat(view.correlation) if view else [],
        wanted=address_of(query, *_ASKED) if query else "",
        points=query.points if query else 0,
    )


@router.get("/charts/compare")
async def chart_curves(app: AppDep, query: Wanted) -> Response:
    """Return the curves from one start; the benchmark is dashed."""
    view = await app.tracking.compare_models(query)
    lines = [Line(name, view.days, values) for name, values in view.values.items()]
    beside = view.benchmark
    if beside and beside.name not in view.values:
        lines.append(Line(beside.name, view.days, beside.values, dashed=True, color="@soft"))
    return _answer(view, lines)


@router.get("/charts/compare/relative")
async def chart_relative(app: AppDep, query: Wanted) -> Response:
    """Return the relative strength of each model against the benchmark; no line without one."""
    view = await app.tracking.compare_models(query)
    others = (
        [one for one in view.benchmark.models if one.model != view.benchmark.name] if view.benchmark else []
    )
    return _answer(view, [Line(one.model, view.days, one.relative_strength) for one in others])


def _answer(view: ComparisonView, lines: Sequence[Line]) -> Response:
    return chart_answer(line_chart(lines), view.raw_points, view.sent_points)


def _benchmarks(models: Sequence[ModelSummary], chosen: str) -> list[tuple[str, str]]:
    """Return what can be chosen as a benchmark, and how it is said; what was asked for is among it."""
    markets = [
        (f"{one.name}:{SeriesName.BUY_AND_HOLD.value}", f"buy and hold of {one.name}") for one in models
    ]
    offered = [*markets, *((one.name, one.name) for one in models)]
    asked_for = [] if not chosen or chosen in dict(offered) else [(chosen, chosen)]
    return [*asked_for, *offered]
