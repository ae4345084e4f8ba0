"""Live channels as server-sent events, for who has no web socket."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ballast_web.deps import asked
from ballast_web.events import EVENTS, UNKEPT, EventStream
from ballast_web.live.channels import Channel, Live
from ballast_web.live.listener import Listener
from ballast_web.live.sockets import MonitorAsk, TicksAsk
from ballast_web.routes import LiveRoute

live = APIRouter(prefix="/api/v1", tags=["market"], route_class=LiveRoute)

_COME_BACK = "retry: 3000\n\n"
_SAID = {
    "topics": "Only these of `coverage`, `run` and `schedule`, with commas between; all without it.",
    "subjects": "Only about these symbols, runs or schedules, with commas between; about all without it.",
    "symbols": "Prices of these, with commas between; without it of all that anybody watches.",
}


@live.get("/monitor/events", operation_id="ops.watch_channel", response_class=EventStream, responses=EVENTS)
async def watch_monitor(
    request: Request, ask: Annotated[MonitorAsk, Depends(asked(MonitorAsk, said=_SAID))]
) -> Response:
    """Follow what happens to coverage, runs and schedules as server-sent events.

    The name of an event is its topic. The subject `*` is about everything: read anew what is shown.
    """
    served = _live(request)
    listener = Listener(ask.topics or None, ask.subjects or None, request.state.still_may)
    return _streamed(served, served.monitor, listener)


@live.get(
    "/price-ticks/events", operation_id="market.watch_quotes", response_class=EventStream, responses=EVENTS
)
async def watch_ticks(
    request: Request, ask: Annotated[TicksAsk, Depends(asked(TicksAsk, said=_SAID))]
) -> Response:
    """Follow prices as server-sent events; each has `symbol`, `price` and `timestamp`."""
    served = _live(request)
    listener = Listener(subjects=ask.symbols or None, still_may=request.state.still_may)
    return _streamed(served, served.ticks, listener)


def _streamed(served: Live, channel: Channel, listener: Listener) -> Response:
    served.check_room()
    return EventStream(_events(served, channel, listener), headers=UNKEPT)


async def _events(served: Live, channel: Channel, listener: Listener) -> AsyncGenerator[str]:
    with served.listen(channel, listener):
        yield _COME_BACK
        while messages := await listener.next():
            yield "".join(message.event for message in messages)


def _live(request: Request) -> Live:
    served: Live = request.app.state.live
    return served
