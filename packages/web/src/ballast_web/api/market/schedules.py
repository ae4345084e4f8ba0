"""Schedules under `/api/v1`: work that comes again, paused, resumed and run at once."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from ballast_core.ops import Job, ScheduleSpec, SchedulesView, ScheduleView
from ballast_core.shared.errors import InvalidError, Problem
from ballast_web.api.started import ACCEPTED
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.paths import place
from ballast_web.routes import FreshRoute

fresh = APIRouter(prefix="/api/v1/schedules", tags=["ops"], route_class=FreshRoute)

type Name = Annotated[str, Path(description="Name of a schedule.", max_length=100)]


@fresh.get("", operation_id="ops.list_schedules")
async def list_schedules(app: AppDep) -> SchedulesView:
    """List schedules, each with its next times and its last job."""
    return await app.ops.list_schedules()


@fresh.get("/{schedule}", operation_id="ops.show_schedule")
async def show_schedule(app: AppDep, schedule: Name) -> ScheduleView:
    """Show a schedule: its next times, and what became of the job that it started last."""
    return await app.ops.show_schedule(schedule)


@fresh.put("/{schedule}", operation_id="ops.save_schedule")
async def save_schedule(app: AppDep, request: Request, schedule: Name, spec: ScheduleSpec) -> ScheduleView:
    """Keep a schedule under its name, in place of a former one; its times count from now on."""
    if spec.name != schedule:
        problem = Problem("body.name", f"must be {schedule!r}, as in the address")
        raise InvalidError(
            f"the schedule is named {spec.name!r} in the body, {schedule!r} in the address", problem
        )
    note(request, subject=schedule, detail=f"{spec.cron} {spec.zone}: {spec.work}")
    return await app.ops.save_schedule(spec)


@fresh.delete("/{schedule}", operation_id="ops.drop_schedule", status_code=204)
async def drop_schedule(app: AppDep, request: Request, schedule: Name) -> Response:
    """Forget a schedule; jobs that it started go on."""
    note(request, subject=schedule)
    await app.ops.drop_schedule(schedule)
    return Response(status_code=204)


@fresh.post("/{schedule}/pause", operation_id="ops.pause_schedule")
async def pause_schedule(app: AppDep, request: Request, schedule: Name) -> ScheduleView:
    """Pause a schedule: times that pass until it is resumed are left out."""
    note(request, subject=schedule)
    return await app.ops.pause_schedule(schedule)


@fresh.post("/{schedule}/resume", operation_id="ops.resume_schedule")
async def resume_schedule(app: AppDep, request: Request, schedule: Name) -> ScheduleView:
    """Have a schedule that was paused go on, from now."""
    note(request, subject=schedule)
    return await app.ops.pause_schedule(schedule, paused=False)


@fresh.post(
    "/{schedule}/run",
    operation_id="ops.run_schedule",
    status_code=202,
    response_model=Job,
    responses=ACCEPTED,
)
async def run_schedule(app: AppDep, request: Request, schedule: Name) -> Response:
    """Start the work of a schedule now; its times stay as they are."""
    job = await app.ops.run_schedule(schedule)
    note(request, subject=schedule, detail=f"job {job.id}")
    where = {"Location": place(request, f"/api/v1/jobs/{job.id}"), "Cache-Control": "no-store"}
    return Response(job.model_dump_json(), 202, where, "application/json")
