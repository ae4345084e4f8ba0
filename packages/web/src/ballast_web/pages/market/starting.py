"""Updates that pages start: a hole, the day, what a run left over; and how far they are."""

from calendar import monthrange
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.market import Mode, RunView, UpdateSpec
from ballast_core.ops import Job, JobSpec
from ballast_core.shared.errors import InvalidError, Problem
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.pages.market.frame import HOME, UPDATE, updates
from ballast_web.pages.market.words import asked, brought
from ballast_web.pages.render import page
from ballast_web.pages.trades.working import spec_from
from ballast_web.paths import place
from ballast_web.routes import FreshRoute, LiveRoute

router = APIRouter(prefix=HOME, route_class=FreshRoute)
live = APIRouter(prefix=HOME, route_class=LiveRoute)

type Asked = Annotated[str, Query(max_length=200)]


class UpdateForm(BaseModel):
    """What a form sends that starts an update; an empty field is as usual."""

    back: str = Field(default=HOME, max_length=4_000)
    mode: Mode = Mode.DAILY
    days: str = Field(default="", max_length=10)
    symbols: str = Field(default="", max_length=4_000)
    resume: str = Field(default="", max_length=200)
    dry_run: bool = False


class HoleForm(BaseModel):
    """A hole: symbols with commas between, its first and last month or day; `reread` asks for bars again."""

    hole: str = Field(max_length=8_000)
    reread: bool = False
    back: str = Field(default=HOME, max_length=4_000)


@router.post("/update", operation_id="market.update_market")
async def start_update(request: Request, app: AppDep, form: Annotated[UpdateForm, Form()]) -> Response:
    """Start the update of a day, of some days back, or of what a run left over."""
    given = form.model_dump(include={"mode", "days", "resume", "dry_run"})
    symbols = tuple(form.symbols.replace(",", " ").split())
    return await _started(request, app, spec_from(UpdateSpec, {**given, "symbols": symbols}), form.back)


@router.post("/backfill", operation_id="market.update_market")
async def start_backfill(request: Request, app: AppDep, form: Annotated[HoleForm, Form()]) -> Response:
    """Start the back-fill of a hole."""
    symbols, first, last = [*form.hole.split(), "", ""][:3]
    given = {
        "mode": Mode.BACKFILL,
        "symbols": tuple(filter(None, symbols.split(","))),
        "start": _day(first, last=False),
        "end": _day(last or first, last=True),
        "reread": form.reread,
    }
    return await _started(request, app, spec_from(UpdateSpec, given), form.back)


@live.get("/live")
async def show_live(request: Request, app: AppDep, job: Asked = "") -> Response:
    """Show how far the updates are; the browser asks again until they are over."""
    return page(
        request,
        "market/live.html",
        headers={"Cache-Control": "no-store"},
        **live_part(await updates(app, job), job),
    )


def live_part(jobs: list[Job], job: str = "") -> dict[str, Any]:
    """Return what the part of a page needs that tells of updates."""
    told = [(one, said_of(one), _run_of(one), _made(one)) for one in jobs]
    return {"updates": told, "working": any(not one.state.over for one in jobs), "asked_job": job}


def said_of(job: Job) -> str:
    """Return what an update fetches, in words."""
    return asked(UpdateSpec.model_validate(job.argument or {}))


def _run_of(job: Job) -> str:
    """Return the page of the run that a job made, once it is known."""
    made = job.result.get("id") if isinstance(job.result, dict) else ""
    return f"{HOME}/runs/{made}" if made else ""


def _made(job: Job) -> str:
    """Return what an update brought: that it is over does not say that a hole is filled."""
    return brought(RunView.model_validate(job.result)) if isinstance(job.result, dict) else ""


async def _started(request: Request, app: App, spec: UpdateSpec, back: str) -> Response:
    argument = spec.model_dump(mode="json")
    job = await app.ops.start_job(JobSpec(name=UPDATE, argument=argument))
    note(request, subject=", ".join(spec.symbols), detail=f"{asked(spec)}: job {job.id}"[:200])
    return RedirectResponse(place(request, _with_job(back, job.id)), 303)


def _with_job(back: str, job: str) -> str:
    """Return the page that a form came from, with the job that it shows: one of ours, whatever is sent."""
    try:
        parts = urlsplit(back)
    except ValueError:  # it is no address at all
        parts = urlsplit(HOME)
    ours = (parts.path == HOME or parts.path.startswith(f"{HOME}/")) and "/.." not in parts.path
    path = parts.path if ours else HOME
    query = [(name, said) for name, said in parse_qsl(parts.query) if name != "job"]
    return f"{path}?{urlencode([*query, ('job', job)])}"


def _day(said: str, *, last: bool) -> date:
    """Return a day, or the first or last one of a month."""
    try:
        if len(said) > len("2026-03"):
            return date.fromisoformat(said)
        year, month = (int(part) for part in said.split("-"))
        return date(year, month, monthrange(year, month)[1] if last else 1)
    except ValueError as error:
        message = f"{said!r} is no month such as 2026-03, and no day"
        raise InvalidError(message, Problem("hole", message)) from error
