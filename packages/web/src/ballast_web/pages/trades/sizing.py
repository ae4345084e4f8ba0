"""How many contracts of each file to run: whole ones under a cap, weights, and the efficient frontier."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel

from ballast_core.flows import FrontierSpec, FrontierView, OptimizationView, OptimizeSpec
from ballast_core.ops import Job
from ballast_core.research import Objective, RiskMeasure, WeightGoal
from ballast_core.trades import AllocateSpec, AllocationObjective, AllocationView, Selection
from ballast_web.audit import note
from ballast_web.charts import Axis, Track, chart_answer, plane_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import short_name
from ballast_web.pages.jobs import work_name
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, trades_page
from ballast_web.pages.trades.tabs import HOME, address
from ballast_web.pages.trades.working import (
    OtherWorkError,
    elsewhere,
    job_of,
    of_percent,
    result_of,
    selection_in,
    selection_of_job,
    spec_from,
    started,
)
from ballast_web.routes import FreshRoute

ALLOCATE, OPTIMIZE, FRONTIER = "trades.allocate_contracts", "flows.optimize_selection", "flows.show_frontier"
_SHEET = Sheet("Sizing", "trades/sizing.html")
_HERE = f"{HOME}/sizing"
_AIMS = {
    AllocationObjective.RETURN_OVER_DRAWDOWN: "most return for the drawdown",
    AllocationObjective.USE_OF_MARGIN: "the same, and use the margin",
    AllocationObjective.DRAWDOWN_BUDGET: "most return within a drawdown",
}
_GOALS = {
    Objective.MINIMUM_RISK: "least risk",
    Objective.MAXIMUM_RATIO: "most return for the risk",
    Objective.MAXIMUM_RETURN: "most return",
    Objective.MAXIMUM_UTILITY: "most utility",
    Objective.RISK_PARITY: "equal risk of each",
    Objective.HIERARCHICAL_RISK_PARITY: "hierarchical risk parity",
    Objective.INVERSE_VOLATILITY: "inverse volatility",
}
_RISKS = {
    RiskMeasure.VARIANCE: "variance",
    RiskMeasure.SEMI_VARIANCE: "semivariance",
    RiskMeasure.MEAN_ABSOLUTE_DEVIATION: "mean absolute deviation",
    RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT: "first lower partial moment",
    RiskMeasure.CVAR: "CVaR",
    RiskMeasure.EVAR: "EVaR",
    RiskMeasure.WORST_REALIZATION: "worst day",
    RiskMeasure.CDAR: "CDaR",
    RiskMeasure.MAX_DRAWDOWN: "deepest drawdown",
    RiskMeasure.AVERAGE_DRAWDOWN: "average drawdown",
    RiskMeasure.ULCER_INDEX: "ulcer index",
    RiskMeasure.GINI_MEAN_DIFFERENCE: "Gini mean difference",
}
_ROOTS = {RiskMeasure.VARIANCE: "standard deviation", RiskMeasure.SEMI_VARIANCE: "semideviation"}

router = APIRouter(route_class=FreshRoute)


class AllocateForm(BaseModel):
    """What the form of whole contracts sends; an empty field is as usual."""

    query: str = ""
    objective: str = ""
    margin_cap: str = ""
    drawdown_budget: str = ""
    most_each: str = ""


class WeighForm(BaseModel):
    """What the form of weights sends, and which of its buttons was pressed."""

    query: str = ""
    objective: str = ""
    risk: str = ""
    covariance: str = ""
    least: str = ""
    most: str = ""
    capital: str = ""
    work: str = "weights"


@router.get("/trades/sizing")
async def show_sizing(request: Request, app: AppDep, selection: SelectionDep, job: str = "") -> Response:
    """Show the forms, and what the job found that was asked for."""

    async def ask() -> Given:
        exposure = await app.trades.show_exposure(selection)
        one = await job_of(app, job, ALLOCATE, OPTIMIZE, FRONTIER)
        specs = _specs(one)
        allocation = result_of(AllocationView, one, ALLOCATE)
        weights = result_of(OptimizationView, one, OPTIMIZE)
        return {
            "held": next(row for row in exposure.rows if row.kind == "portfolio"),
            "job": one,
            "work": work_name(one) if one else "",
            "elsewhere": elsewhere(one, selection, _HERE),
            **specs,
            "risk_said": _risk_said(specs["goal"].risk),
            "allocation": allocation,
            "weights": weights,
            "ways": _ways(one, allocation, weights),
            "frontier": result_of(FrontierView, one, FRONTIER),
            "aims": [(one.value, said) for one, said in _AIMS.items()],
            "goals": [(one.value, said) for one, said in _GOALS.items()],
            "risks": [(one.value, said) for one, said in _RISKS.items()],
        }

    return await trades_page(request, app, selection, _SHEET, ask)


@router.post("/trades/sizing/contracts", operation_id=ALLOCATE)
async def allocate(request: Request, app: AppDep, form: Annotated[AllocateForm, Form()]) -> Response:
    """Start a search for whole contracts."""
    note(request, detail=form.query)
    given = form.model_dump(exclude={"query"})
    given |= {name: of_percent(given[name]) for name in ("margin_cap", "drawdown_budget")}
    spec = spec_from(AllocateSpec, {**given, "selection": selection_in(form.query)})
    return await started(request, app, ALLOCATE, spec, _HERE)


@router.post("/trades/sizing/weights", operation_id=OPTIMIZE)
async def optimize(request: Request, app: AppDep, form: Annotated[WeighForm, Form()]) -> Response:
    """Start a search for weights, or for the efficient frontier."""
    note(request, detail=form.query)
    selection = selection_in(form.query)
    given = form.model_dump(include=set(WeightGoal.model_fields))
    given |= {name: of_percent(given[name]) for name in ("least", "most")}
    goal = spec_from(WeightGoal, given)
    if form.work == "frontier":
        spec = spec_from(FrontierSpec, {"selection": selection, "goal": goal})
        return await started(request, app, FRONTIER, spec, _HERE)
    wanted = {"selection": selection, "goal": goal, "capital": form.capital}
    return await started(request, app, OPTIMIZE, spec_from(OptimizeSpec, wanted), _HERE)


@router.get("/charts/trades/frontier/{job}")
async def chart_frontier(app: AppDep, job: str) -> Response:
    """Return the least risk for each return, and each file alone."""
    view = await _frontier(app, job)
    points = view.points
    best = Track("frontier", [one.risk for one in points], [one.expected_return * 365 for one in points])
    alone = Track(
        "each file alone",
        [one.risk for one in view.singles],
        [one.expected_return * 365 for one in view.singles],
        [short_name(one.name) for one in view.singles],
        joined=False,
        color="@line-2",
    )
    return chart_answer(
        plane_chart([best, alone], Axis("risk a day", "fraction"), Axis("return a year", "fraction"))
    )


@router.get("/charts/trades/areas/{job}")
async def chart_areas(app: AppDep, job: str) -> Response:
    """Return the weights of the frontier as areas, from the least risky to the highest return."""
    view = await _frontier(app, job)
    risks = [one.risk for one in view.points]
    tracks = [
        Track(short_name(file.name), risks, [one.weights[at] for one in view.points], stacked=True)
        for at, file in enumerate(view.files)
    ]
    return chart_answer(plane_chart(tracks, Axis("risk a day", "fraction"), Axis("weight", "fraction")))


async def _frontier(app: AppDep, job: str) -> FrontierView:
    view = result_of(FrontierView, await job_of(app, job, FRONTIER), FRONTIER)
    if view is None:
        raise OtherWorkError(job)
    return view


class _Specs(TypedDict):
    allocate: AllocateSpec
    goal: WeightGoal
    capital: float | None


def _specs(job: Job | None) -> _Specs:
    """Return what the forms begin with: what the job was asked, or what is usual."""
    specs = _Specs(allocate=AllocateSpec(), goal=WeightGoal(), capital=None)
    if job is not None and job.name == ALLOCATE:
        specs["allocate"] = AllocateSpec.model_validate(job.argument)
    if job is not None and job.name == OPTIMIZE:
        spec = OptimizeSpec.model_validate(job.argument)
        specs["goal"], specs["capital"] = spec.goal, spec.capital
    if job is not None and job.name == FRONTIER:
        specs["goal"] = FrontierSpec.model_validate(job.argument).goal
    return specs


def _risk_said(risk: RiskMeasure) -> str:
    """Return what a risk is a figure of: of a variance its root is told."""
    return _ROOTS.get(risk) or _RISKS[risk]


def _ways(job: Job | None, allocation: AllocationView | None, weights: OptimizationView | None) -> list[str]:
    """Return where the portfolio with the contracts found is, for each answer; nothing without a contract."""
    if job is None:
        return []
    about = selection_of_job(job)
    if allocation is not None:
        ids = [file.id for file in allocation.files]
        return [_way(about, dict(zip(ids, one.contracts, strict=True))) for one in allocation.allocations]
    if weights is not None and not about.multipliers:
        return [_way(about, {row.id: row.contracts or 0 for row in weights.rows})]
    return [""]


def _way(about: Selection, contracts: Mapping[str, int]) -> str:
    held = {file: count for file, count in contracts.items() if count}
    if not held:
        return ""
    chosen = Selection.model_validate({**about.model_dump(), "files": tuple(held), "multipliers": held})
    return address(HOME, chosen.to_query())
