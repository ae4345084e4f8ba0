"""InlineComputing: parts of a work right here, one after the other; for tests."""

from asyncio import sleep
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InlineComputing:
    """Computes in the process and the thread that ask."""

    async def run[P, R](self, work: Callable[[P], R], parts: Sequence[P]) -> AsyncGenerator[tuple[int, R]]:
        """Yield position and result of each part in order."""
        for at, part in enumerate(parts):
            await sleep(0)
            yield at, work(part)
