"""Working ahead: the next thing is made while the last one is put away."""

import asyncio
from collections.abc import AsyncGenerator


async def one_ahead[T](things: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """Yield things in their order, and begin the next one before the last one is done with."""
    making = asyncio.ensure_future(anext(things, None))
    try:
        while (thing := await making) is not None:
            making = asyncio.ensure_future(anext(things, None))
            yield thing
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
