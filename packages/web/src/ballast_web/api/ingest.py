"""Ingest under `/api/v1`: start one and wait for its report, or look how far the one is that runs."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from ballast_core.tracking import IngestReport, IngestSpec, IngestStatus
from ballast_web.deps import RunningDep
from ballast_web.routes import FreshRoute, LiveRoute
from ballast_web.running import RunningIngest

HEARTBEAT_S = 10.0
_UNKEPT = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter is for nginx
_EVENT = {
    "type": "object",
    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}

fresh = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=FreshRoute)
live = APIRouter(prefix="/api/v1", tags=["tracking"], route_class=LiveRoute)


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type: str | None = "text/event-stream"


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
    responses={200: {"content": {"text/event-stream": {"schema": _EVENT}}}},
)
async def watch_ingest(running: RunningDep) -> EventStream:
    """Send how far the ingest is that runs now, as server-sent events, on each change until it ends.

    The data of an event are what `GET /api/v1/ingest` answers; while nothing changes it comes again.
    """
    return EventStream(_events(running), headers=_UNKEPT)


async def _events(running: RunningIngest) -> AsyncGenerator[str]:
    async with aclosing(running.changes(HEARTBEAT_S)) as changes:
        async for status in changes:
            yield f"data: {status.model_dump_json()}\n\n"
