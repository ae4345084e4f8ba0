"""Schedules: when work comes again, what came of it last, and buttons to pause it, run it or add another."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.market import Mode, UpdateSpec
from ballast_core.ops import Misfire, ScheduleSpec
from ballast_core.shared.errors import BallastError, InvalidError
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.pages.jobs import WORK
from ballast_web.pages.market.frame import HOME, UPDATE, WATCH, market_page, now, updates
from ballast_web.pages.market.starting import Asked, live_part
from ballast_web.pages.market.words import ago
from ballast_web.pages.trades.working import spec_from
from ballast_web.paths import place
from ballast_web.routes import FreshRoute
from ballast_web.statuses import refusal

WHERE = f"{HOME}/schedules"

_EMPTY = {
    **dict.fromkeys(("name", "cron", "calendar", "days"), ""),
    "zone": "America/New_York",
    "misfire": Misfire.LATEST,
}

router = APIRouter(prefix=WHERE, route_class=FreshRoute)


@router.get("")
async def list_schedules(request: Request, app: AppDep, job: Asked = "") -> Response:
    """Show the schedules, and the form for another one."""
    return await _shown(request, app, job)


class ScheduleForm(BaseModel):
    """What the form of a schedule sends; with days it goes back so many, else it is the update of a day."""

    name: str = Field(max_length=100)
    cron: str = Field(max_length=100)
    zone: str = Field(default="UTC", max_length=100)
    calendar: str = Field(default="", max_length=32)
    misfire: Misfire = Misfire.LATEST
    days: str = Field(default="", max_length=10)


@router.post("", operation_id="ops.save_schedule")
async def save_schedule(request: Request, app: AppDep, form: Annotated[ScheduleForm, Form()]) -> Response:
    """Add a schedule of updates, or put it in the place of the one of this name."""
    note(request, subject=form.name, detail=form.cron)
    try:
        back = {"mode": Mode.BACKFILL, "days": form.days}
        update = spec_from(UpdateSpec, back if form.days else {})
        argument = update.model_dump(mode="json", exclude_defaults=True)
        given = form.model_dump(exclude={"days"})
        await app.ops.save_schedule(spec_from(ScheduleSpec, {**given, "work": UPDATE, "argument": argument}))
    except InvalidError as error:
        return await _shown(request, app, "", error, form.model_dump())
    return RedirectResponse(place(request, WHERE), 303)


@router.post("/{name}/pause", operation_id="ops.pause_schedule")
async def pause_schedule(request: Request, app: AppDep, name: str) -> Response:
    """Have a schedule rest."""
    await app.ops.pause_schedule(name, paused=True)
    return RedirectResponse(place(request, WHERE), 303)


@router.post("/{name}/resume", operation_id="ops.pause_schedule")
async def resume_schedule(request: Request, app: AppDep, name: str) -> Response:
    """Have a schedule go on."""
    await app.ops.pause_schedule(name, paused=False)
    return RedirectResponse(place(request, WHERE), 303)


@router.post("/{name}/run", operation_id="ops.run_schedule")
async def run_schedule(request: Request, app: AppDep, name: str) -> Response:
    """Start the work of a schedule now."""
    job = await app.ops.run_schedule(name)
    return RedirectResponse(place(request, f"{WHERE}?job={job.id}"), 303)


@router.post("/{name}/remove", operation_id="ops.drop_schedule")
async def drop_schedule(request: Request, app: AppDep, name: str) -> Response:
    """Forget a schedule."""
    await app.ops.drop_schedule(name)
    return RedirectResponse(place(request, WHERE), 303)


async def _shown(
    request: Request,
    app: App,
    job: str,
    error: BallastError | None = None,
    typed: dict[str, object] | None = None,
) -> Response:
    return market_page(
        request,
        "schedules.html",
        "Schedules",
        status=refusal(error)[0] if error else 200,
        view=await app.ops.list_schedules(),
        works={name: said for name, (said, _) in WORK.items()},
        misfires=tuple(Misfire),
        error=error,
        typed={**_EMPTY, **(typed or {})},
        watch=f"{WATCH}schedule,run",
        now=now(request),
        ago=ago,
        **live_part(await updates(app, job), job),
    )
