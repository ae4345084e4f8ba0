"""Bodies of requests: read whole, in time, and no larger than they may be."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

LARGEST_BODY = 64 * 2**10
BODY_S = 10.0

type Replay = Callable[[], Awaitable[Message]]


async def read_body(receive: Receive, limit: int = LARGEST_BODY, within_s: float = BODY_S) -> bytes:
    """Return the body of a request. Raises 408 for one that takes too long, 413 for one too large."""
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > limit:
                    raise HTTPException(
                        413, f"a body may have {limit:,} bytes at most", {"Connection": "close"}
                    )
    except TimeoutError:
        raise HTTPException(
            408, f"a body must be here within {within_s:.0f} seconds", {"Connection": "close"}
        ) from None
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Replay:
    """Return what hands a body out once that was read already."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
