"""Ingest under `/api/v1`: start one and wait for its report, or look how far the one is that runs."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter

from ballast_core.tracking import IngestReport, IngestSpec, IngestStatus
from ballast_web.deps import RunningDep
from ballast_web.events import EVENTS, UNKEPT, EventStream
from ballast_web.routes import FreshRoute, LiveRoute
from ballast_web.running import RunningIngest

HEARTBEAT_S = 10.0

fresh = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=FreshRoute)
live = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=LiveRoute)


@fresh.post("/ingest", operation_id="tracking.ingest_models")
async def ingest_models(running: RunningDep, spec: IngestSpec) -> IngestReport:
    """Read the models' files into the store; 409 while another ingest runs."""
    return await running.run(spec)


@fresh.get("/ingest", operation_id="tracking.show_ingest")
async def show_ingest(running: RunningDep) -> IngestStatus:
    """Show how far the ingest is that runs now, or how the last one ended that this server ran."""
    return await running.look()


@live.get(
    "/ingest/events",
    operation_id="tracking.watch_ingest",
    response_class=EventStream,
    responses=EVENTS,
)
async def watch_ingest(running: RunningDep) -> EventStream:
    """Send how far the ingest is that runs now, as server-sent events, on each change until it ends.

    The data of an event are what `GET /api/v1/ingest` answers; while nothing changes it comes again.
    """
    return EventStream(_events(running), headers=UNKEPT)


async def _events(running: RunningIngest) -> AsyncGenerator[str]:
    async with aclosing(running.changes(HEARTBEAT_S)) as changes:
        async for status in changes:
            yield f"data: {status.model_dump_json()}\n\n"
