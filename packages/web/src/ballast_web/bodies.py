"""Bodies of requests: read whole or as they come, in time, and no larger than they may be."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

LARGEST_BODY = 64 * 2**10
BODY_S = 10.0
UPLOAD_S = 1_800.0  # the server cuts off who sends next to nothing long before

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
                    raise too_large(limit)
    except TimeoutError:
        raise _too_late(within_s) from None
    return bytes(body)


def counted(receive: Receive, limit: int, within_s: float = UPLOAD_S) -> Receive:
    """Return what hands a body on piece by piece. Raises 408 when it takes too long, 413 when too large."""
    had, ends = 0, perf_counter() + within_s

    async def next_piece() -> Message:
        nonlocal had
        try:
            async with asyncio.timeout(max(ends - perf_counter(), 0)):
                message = await receive()
        except TimeoutError:
            raise _too_late(within_s) from None
        had += len(message.get("body", b""))
        if had > limit:
            raise too_large(limit)
        return message

    return next_piece


def too_large(limit: int) -> HTTPException:
    """Return the refusal of a body that has more bytes than this."""
    return HTTPException(413, f"a body may have {limit:,} bytes at most", {"Connection": "close"})


def _too_late(within_s: float) -> HTTPException:
    return HTTPException(408, f"a body must be here within {within_s:.0f} seconds", {"Connection": "close"})


def replayed(body: bytes, receive: Receive) -> Replay:
    """Return what hands a body out once that was read already."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
