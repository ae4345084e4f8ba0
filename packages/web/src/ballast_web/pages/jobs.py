"""Jobs: which there are, how far each is, what came of it, and a way to stop it."""

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ballast_core.ops import Job, JobState
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.pages.render import page
from ballast_web.paths import place
from ballast_web.routes import FreshRoute, LiveRoute

JOBS_SHOWN = 25
WORK = {
    "trades.add_uploads": ("Reading of files", "/trades/files"),
    "trades.simulate_drawdowns": ("Simulation of drawdowns", "/trades/risk"),
    "trades.allocate_contracts": ("Allocation of contracts", "/trades/sizing"),
    "flows.optimize_selection": ("Weights", "/trades/sizing"),
    "flows.show_frontier": ("Efficient frontier", "/trades/sizing"),
    "tracking.ingest_models": ("Ingest of models", "/ingest"),
    "market.update_market": ("Update of market data", "/market/runs"),
}

router = APIRouter(route_class=FreshRoute)
live = APIRouter(route_class=LiveRoute)

type From = Annotated[int, Query(ge=0, le=10**9, description="Jobs to pass over.")]


@router.get("/jobs")
async def list_jobs(
    request: Request, app: AppDep, state: JobState | None = None, jobs_from: From = 0
) -> Response:
    """Show the jobs, the newest first."""
    view = await app.ops.list_jobs(JOBS_SHOWN, jobs_from, state)
    return page(
        request,
        "jobs/jobs.html",
        view=view,
        rows=[(job, work_name(job)) for job in view.jobs],
        state=state.value if state else None,
        states=[(None, "All"), *((one.value, one.value.capitalize()) for one in JobState)],
        running=any(not job.state.over for job in view.jobs),
    )


@router.get("/jobs/{job}")
async def show_job(request: Request, app: AppDep, job: str) -> Response:
    """Show one job: how far it is, or what came of it."""
    one = await app.ops.show_job(job)
    return page(
        request,
        "jobs/job.html",
        job=one,
        work=work_name(one),
        answer=answer_of(one),
        argument=_said(one.argument),
        result=_said(one.result) if one.result is not None else "",
    )


@live.get("/jobs/{job}/live")
async def show_live(request: Request, app: AppDep, job: str) -> Response:
    """Show how far a job is; when it is over, let htmx load the page anew."""
    one = await app.ops.show_job(job)
    over = {"HX-Refresh": "true"} if one.state.over else {}
    return page(
        request, "jobs/live.html", headers={"Cache-Control": "no-store", **over}, job=one, work=work_name(one)
    )


@router.post("/jobs/{job}/cancel", operation_id="ops.cancel_job")
async def cancel_job(request: Request, app: AppDep, job: str) -> Response:
    """Ask a job to stop."""
    note(request, subject=job)
    await app.ops.cancel_job(job)
    return RedirectResponse(place(request, f"/jobs/{job}"), 303)


def work_name(job: Job) -> str:
    """Return what a job does, as people say it."""
    return WORK[job.name][0] if job.name in WORK else job.name


def answer_of(job: Job) -> str:
    """Return the page that draws what came of a job, or nothing."""
    if job.state is not JobState.DONE or job.name not in WORK:
        return ""
    where = WORK[job.name][1]
    return where if where == "/ingest" else f"{where}?{urlencode({'job': job.id})}"


def _said(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
