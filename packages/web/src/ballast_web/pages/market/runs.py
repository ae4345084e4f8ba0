"""Runs of the pipeline: which there were, what each step did, what failed, and what does the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from ballast_core.market import RunView, StepReport, StepState
from ballast_core.shared.table import Column, Table
from ballast_web.deps import AppDep
from ballast_web.pages.market.frame import HOME, WATCH, market_page, now, updates
from ballast_web.pages.market.starting import Asked, live_part
from ballast_web.pages.market.words import STATES, ago, asked, took
from ballast_web.pages.render import page
from ballast_web.routes import FreshRoute, LiveRoute

RUNS_SHOWN = 25
FAULTS_SHOWN = 100
_OPEN = frozenset({StepState.WAITING, StepState.RUNNING})

router = APIRouter(prefix=f"{HOME}/runs", route_class=FreshRoute)
live = APIRouter(prefix=f"{HOME}/runs", route_class=LiveRoute)

type From = Annotated[int, Query(ge=0, le=10**9, description="Runs to pass over.")]


@dataclass(frozen=True, slots=True)
class Bar:
    """A step on the time of its run: where it begins and how long it is, in hundredths."""

    step: StepReport
    at: float
    wide: float
    seconds: float | None


@router.get("")
async def list_runs(request: Request, app: AppDep, runs_from: From = 0, job: Asked = "") -> Response:
    """Show the runs, the newest first."""
    view = await app.market.list_runs(RUNS_SHOWN, runs_from)
    return market_page(
        request,
        "runs.html",
        "Runs",
        view=view,
        states=STATES,
        watch=f"{WATCH}run",
        now=now(request),
        **live_part(await updates(app, job), job),
        ago=ago,
        asked=asked,
        took=took,
    )


@router.get("/{run}")
async def show_run(request: Request, app: AppDep, run: str, job: Asked = "") -> Response:
    """Show one run: its steps in time, what failed, and what it said."""
    jobs = live_part(await updates(app, job), job)
    return market_page(request, "run.html", "Runs", **_told(await app.market.show_run(run), request), **jobs)


@live.get("/{run}/live")
async def show_live(request: Request, app: AppDep, run: str) -> Response:
    """Show how far a run is; when it is over, let htmx load the page anew."""
    one = await app.market.show_run(run)
    over = {} if one.state in _OPEN else {"HX-Refresh": "true"}
    headers = {"Cache-Control": "no-store", **over}
    return page(request, "market/run_live.html", headers=headers, **_told(one, request))


def _told(run: RunView, request: Request) -> dict[str, Any]:
    return {
        "run": run,
        "open": run.state in _OPEN,
        "bars": bars_of(run, now(request)),
        "faults": faults_table(run.steps),
        "shown": FAULTS_SHOWN,
        "states": STATES,
        "now": now(request),
        "asked": asked,
        "took": took,
        "ago": ago,
    }


def bars_of(run: RunView, at: datetime) -> list[Bar]:
    """Return the steps of a run as bars over its time."""
    ends = [step.ended_at or at for step in run.steps if step.started_at]
    span = max(((max(ends, default=at)) - run.started_at).total_seconds(), 0.001)
    found: list[Bar] = []
    for step in run.steps:
        if step.started_at is None:
            found.append(Bar(step, 0.0, 0.0, None))
            continue
        began = max((step.started_at - run.started_at).total_seconds(), 0.0)
        seconds = ((step.ended_at or at) - step.started_at).total_seconds()
        found.append(Bar(step, 100 * began / span, max(100 * seconds / span, 0.6), seconds))
    return found


def faults_table(steps: Sequence[StepReport]) -> Table:
    """Return a row a part that failed."""
    rows = [(step.step.value, fault) for step in steps for fault in step.faults]
    return Table(
        "What failed",
        (
            Column("step", [step for step, _ in rows]),
            Column("part", [fault.part for _, fault in rows]),
            Column("code", [fault.code for _, fault in rows]),
            Column("message", [fault.message for _, fault in rows]),
        ),
    )
