"""What the pages about market data share: their tabs, the time, and the updates that run."""

from datetime import datetime
from typing import cast

from fastapi import Request, Response

from ballast_core.app import App
from ballast_core.ops import Job, JobState
from ballast_core.shared.ports import Clock
from ballast_web.pages.render import page

HOME = "/market"
UPDATE = "market.update_market"
TABS: tuple[tuple[str, str], ...] = (
    ("Coverage", HOME),
    ("Universe", f"{HOME}/universe"),
    ("Indicators", f"{HOME}/indicators"),
    ("News", f"{HOME}/news"),
    ("Events", f"{HOME}/events"),
    ("Findings", f"{HOME}/findings"),
    ("Runs", f"{HOME}/runs"),
    ("Schedules", f"{HOME}/schedules"),
)
WATCH = "/api/v1/monitor/events?topics="
_LOOKED_AT = 50


def now(request: Request) -> datetime:
    """Return the time, as the server tells it."""
    return cast("Clock", request.app.state.clock).now()


def market_page(request: Request, template: str, tab: str, *, status: int = 200, **given: object) -> Response:
    """Return a page about market data; its template extends `market/frame.html`."""
    here = dict(TABS).get(tab, "")
    return page(request, f"market/{template}", status, None, tab=tab, tabs=TABS, here=here, **given)


async def updates(app: App, asked: str = "") -> list[Job]:
    """Return the updates that wait or run, and the one that was asked for, the oldest first."""
    found: dict[str, Job] = {}
    for state in (JobState.RUNNING, JobState.QUEUED):
        jobs = (await app.ops.list_jobs(_LOOKED_AT, 0, state)).jobs
        found |= {job.id: job for job in jobs if job.name == UPDATE}
    if asked and asked not in found:
        job = await app.ops.show_job(asked)
        found |= {job.id: job} if job.name == UPDATE else {}
    return sorted(found.values(), key=lambda job: job.created_at)
