"""Patience: what cannot be had just now is asked for again, for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ballast_core.shared.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Patience:
    """Asks a store again while its database is away; `waits_s` are the pauses between two tries.

    All that is asked so bears to be done twice: who lost the answer does not know whether it was done.
    """

    waits_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, *(15.0,) * 9)

    async def __call__[**P, T](self, ask: Callable[P, Awaitable[T]], *args: P.args, **named: P.kwargs) -> T:
        """Return what is asked for. Raises `UnavailableError` when it stays away, and all else at once."""
        for wait_s in self.waits_s:
            try:
                return await ask(*args, **named)
            except UnavailableError:
                await asyncio.sleep(wait_s)
        return await ask(*args, **named)
