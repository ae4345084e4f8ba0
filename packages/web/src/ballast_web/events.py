"""Server-sent events: answers that go on while something changes."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from starlette.responses import StreamingResponse

UNKEPT = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter is for nginx
BEAT = ": still here\n\n"
"""A comment: it keeps proxies from closing, and clients pass it by."""

EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}},
                    "required": ["data"],
                }
            }
        }
    }
}


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type: str | None = "text/event-stream"


async def with_beats(events: AsyncGenerator[str], every_s: float) -> AsyncGenerator[str]:
    """Yield the events, and a comment whenever there was none for a while; close them at the end."""
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            if not (await asyncio.wait({coming}, timeout=every_s))[0]:
                yield BEAT
                continue
            event = coming.result()
            if event is None:
                return
            yield event
            coming = asyncio.ensure_future(anext(events, None))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        await events.aclose()
