"""What may come, and how much the day of the start mattered."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel

from ballast_core.trades import SimulationSpec, SimulationView, StartDatesAsk
from ballast_web.audit import note
from ballast_web.charts import Axis, Line, Pane, Track, chart_answer, plane_chart, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.jobs import work_name
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page
from ballast_web.pages.trades.series import span_of
from ballast_web.pages.trades.tabs import HOME
from ballast_web.pages.trades.working import (
    OtherWorkError,
    elsewhere,
    job_of,
    of_percent,
    result_of,
    selection_in,
    spec_from,
    started,
)
from ballast_web.routes import FreshRoute

WORK = "trades.simulate_drawdowns"
_SHEET = Sheet("Risk", "trades/risk.html")
_HERE = f"{HOME}/risk"
_POINTS = 1_200
_FAN = {0.05: "@down", 0.5: "@line-1", 0.95: "@up"}

router = APIRouter(route_class=FreshRoute)
charts = APIRouter(route_class=TradesRoute)


class SimulationForm(BaseModel):
    """What the form sends; an empty field is as usual."""

    query: str = ""
    paths: str = ""
    horizon_days: str = ""
    block_days: str = ""
    blocks: str = ""
    ruin: str = ""
    seed: str = ""


@router.get("/trades/risk")
async def show_risk(request: Request, app: AppDep, selection: SelectionDep, job: str = "") -> Response:
    """Show the odds that a simulation found, and what became of each day to start on."""

    async def ask() -> Given:
        one = await job_of(app, job, WORK)
        found = result_of(SimulationView, one, WORK)
        return {
            "starts": await app.trades.show_start_dates(selection, StartDatesAsk()),
            "job": one,
            "work": work_name(one) if one else "",
            "elsewhere": elsewhere(one, selection, _HERE),
            "found": found,
            "spec": found.spec if found else SimulationSpec(),
        }

    return await trades_page(request, app, selection, _SHEET, ask)


@router.post("/trades/risk", operation_id=WORK)
async def simulate(request: Request, app: AppDep, form: Annotated[SimulationForm, Form()]) -> Response:
    """Start a simulation of drawdowns."""
    note(request, detail=form.query)
    given = form.model_dump(exclude={"query"})
    given["ruin"] = of_percent(form.ruin)
    spec = spec_from(SimulationSpec, {**given, "selection": selection_in(form.query)})
    return await started(request, app, WORK, spec, _HERE)


@router.get("/charts/trades/futures/{job}")
async def chart_futures(app: AppDep, job: str) -> Response:
    """Return the equity that parts of the simulated futures stay below, by day."""
    view = await _found(app, job)
    tracks = [
        Track(
            f"{one.share:.0%} of paths below",
            view.fan_days,
            one.equity,
            color=_FAN.get(one.share, "@soft"),
            dashed=one.share not in _FAN,
        )
        for one in view.fan
    ]
    return chart_answer(plane_chart(tracks, Axis("days ahead", "count"), Axis("equity", "money")))


@router.get("/charts/trades/odds/{job}")
async def chart_odds(app: AppDep, job: str) -> Response:
    """Return how likely each depth of drawdown is."""
    odds = (await _found(app, job)).odds
    track = Track("odds", [one.depth for one in odds], [one.probability for one in odds], color="@down")
    axes = Axis("drawdown of at least", "money"), Axis("probability", "fraction")
    return chart_answer(plane_chart([track], *axes))


@charts.get("/charts/trades/starts")
async def chart_starts(app: AppDep, selection: SelectionDep) -> Response:
    """Return what became of each day to start on: profit, and the deepest fall after it."""
    view = await app.trades.show_start_dates(selection, StartDatesAsk(points=_POINTS))
    days = [one.day for one in view.starts]
    profit = Line("profit to the end", days, [one.profit for one in view.starts], color="@line-1")
    fall = Line(
        "deepest fall after", days, [one.worst_drawdown for one in view.starts], color="@down", area=True
    )
    loss = Line(
        "lowest below the start", days, [one.worst_loss for one in view.starts], dashed=True, color="@line-2"
    )
    panes = [Pane([profit], "money"), Pane([fall, loss], "money")]
    return chart_answer(time_chart(panes, span=span_of(view.about)), view.raw_points, view.sent_points)


async def _found(app: AppDep, job: str) -> SimulationView:
    view = result_of(SimulationView, await job_of(app, job, WORK), WORK)
    if view is None:
        raise OtherWorkError(job)
    return view
