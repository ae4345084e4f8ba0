"""Things that come one by one, handed on together, so that many small ones are put away at once."""

import asyncio
from collections.abc import AsyncGenerator


async def together[T](things: AsyncGenerator[T], most: int, wait_s: float) -> AsyncGenerator[list[T]]:
    """Yield things in their order: those that come within a time after a first one, at most so many.

    The next one is in the making while these are put away. What was there before `things` failed comes first.
    """
    loop = asyncio.get_running_loop()
    making = asyncio.ensure_future(anext(things, None))
    try:
        while (thing := await making) is not None:
            some = [thing]
            until = loop.time() + wait_s
            making = asyncio.ensure_future(anext(things, None))
            while len(some) < most and (next_one := await _soon(making, until - loop.time())) is not None:
                some.append(next_one)
                making = asyncio.ensure_future(anext(things, None))
            yield some
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
        await things.aclose()


async def _soon[T](making: asyncio.Future[T | None], wait_s: float) -> T | None:
    """Return a further thing that is there in time; at the end and at a failure there is none."""
    await asyncio.wait({making}, timeout=max(wait_s, 0.0))
    return making.result() if making.done() and making.exception() is None else None
