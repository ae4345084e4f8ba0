"""Jobs under `/api/v1`: heavy work that is started, looked at, followed and stopped."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from ballast_core.app import App
from ballast_core.ops import Job, JobSpec, JobState, JobsView
from ballast_web.api.started import ACCEPTED, accepted
from ballast_web.audit import note
from ballast_web.deps import AppDep, Page
from ballast_web.events import EVENTS, UNKEPT, EventStream, with_beats
from ballast_web.routes import FreshRoute, LiveRoute

HEARTBEAT_S = 10.0

fresh = APIRouter(prefix="/api/v1", tags=["ops"], route_class=FreshRoute)
live = APIRouter(prefix="/api/v1", tags=["ops"], route_class=LiveRoute)

type JobId = Annotated[str, Path(description="Id of a job.", max_length=200)]
type Standing = Annotated[JobState | None, Query(description="Only jobs in this state.")]
type Seen = Annotated[int, Header(ge=0, description="The `id` of the last event that was seen.")]


@fresh.post("/jobs", operation_id="ops.start_job", status_code=202, response_model=Job, responses=ACCEPTED)
async def start_job(request: Request, app: AppDep, spec: JobSpec) -> Response:
    """Start a heavy use case by its name; `Location` tells where to look for it."""
    answer = await accepted(request, app, spec)
    note(request, subject=spec.name)
    return answer


@fresh.get("/jobs", operation_id="ops.list_jobs")
async def list_jobs(app: AppDep, page: Annotated[Page, Depends()], state: Standing = None) -> JobsView:
    """List jobs, newest first, without their results."""
    return await app.ops.list_jobs(page.rows, page.offset, state)


@fresh.get("/jobs/{job}", operation_id="ops.show_job")
async def show_job(app: AppDep, job: JobId) -> Job:
    """Show a job: where it stands, how far it is, what came of it."""
    return await app.ops.show_job(job)


@fresh.post("/jobs/{job}/cancel", operation_id="ops.cancel_job")
async def cancel_job(request: Request, app: AppDep, job: JobId) -> Job:
    """Cancel a job: one that waits at once, one that runs within a few seconds; one that is over stays."""
    note(request, subject=job)
    return await app.ops.cancel_job(job)


@live.get(
    "/jobs/{job}/events",
    operation_id="ops.watch_job",
    response_class=EventStream,
    responses=EVENTS | {204: {"description": "The job is over, and its last event was seen."}},
)
async def watch_job(app: AppDep, job: JobId, last_event_id: Seen = 0) -> Response:
    """Follow a job as server-sent events, until it is over.

    The data of an event are the job, its `id` is the version of the job: who comes back with
    `Last-Event-ID` misses nothing that still matters.
    """
    now = await app.ops.show_job(job)
    if now.state.over and now.version <= last_event_id:
        return Response(status_code=204)  # a browser would otherwise come back for ever
    return EventStream(with_beats(_events(app, job, last_event_id), HEARTBEAT_S), headers=UNKEPT)


async def _events(app: App, job: str, after: int) -> AsyncGenerator[str]:
    async with aclosing(app.ops.watch_job(job, after)) as changes:
        async for now in changes:
            yield f"id: {now.version}\ndata: {now.model_dump_json()}\n\n"
