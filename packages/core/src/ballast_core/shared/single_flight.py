"""Single flight: who asks for what is being asked for already waits for the same answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast


class SingleFlight[R]:
    """Work by name, each name at most once at a time."""

    def __init__(self) -> None:
        self._flying: dict[str, asyncio.Task[object]] = {}

    async def __call__(self, name: str, work: Callable[[], Awaitable[R]]) -> R:
        """Return what the work of this name brings; it goes on when one of those who wait gives up."""
        flying = self._flying.get(name)
        if flying is None:
            flying = asyncio.ensure_future(_done(work))
            self._flying[name] = flying
            flying.add_done_callback(lambda _: self._flying.pop(name, None))
        return cast("R", await asyncio.shield(flying))


async def _done[R](work: Callable[[], Awaitable[R]]) -> object:
    return await work()
