"""Things that come one by one are handed on together."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from ballast_core.shared.together import together


async def numbers(count: int, *, slow_after: int = 99, fails: bool = False) -> AsyncGenerator[int]:
    for number in range(count):
        if number >= slow_after:
            await asyncio.sleep(0.2)
        yield number
    if fails:
        raise RuntimeError("broken")


async def test_what_is_there_comes_together_up_to_the_most() -> None:
    assert [some async for some in together(numbers(5), 2, 1.0)] == [[0, 1], [2, 3], [4]]


async def test_nobody_waits_longer_than_told_for_what_is_slow() -> None:
    assert [some async for some in together(numbers(3, slow_after=1), 9, 0.02)] == [[0], [1], [2]]


async def test_what_was_there_before_a_failure_comes_first() -> None:
    stream = together(numbers(2, fails=True), 9, 0.5)
    assert await anext(stream) == [0, 1]
    with pytest.raises(RuntimeError, match="broken"):
        await anext(stream)


async def test_nothing_is_nothing() -> None:
    assert [some async for some in together(numbers(0), 9, 0.1)] == []


async def test_who_leaves_stops_what_makes_them() -> None:
    stopped = asyncio.Event()

    async def endless() -> AsyncGenerator[int]:
        try:
            while True:
                yield 1
        finally:
            stopped.set()

    stream = together(endless(), 2, 0.1)
    await anext(stream)
    await stream.aclose()
    assert stopped.is_set()
