"""Asking sources in their order: the next one for what the first ones lack, and what none had is told."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from ballast_core.market.entities import Step
from ballast_core.market.errors import VendorError
from ballast_core.market.ports import Fetched
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.shared.errors import BallastError, UnavailableError
from ballast_core.shared.together import together

_MOST = 32
_WAIT_S = 0.25
_ROWS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Stored[W]:
    """What storing answers did, and what of their parts is still wanted."""

    stroke: Stroke
    wanted: Mapping[str, W] = field(default_factory=dict[str, W])


@dataclass(frozen=True, slots=True)
class Asking[W, R]:
    """How one kind of data is asked for and stored: `wanted` by part, `sources` in their order.

    `store` puts answers away and says what of their parts is still wanted. Sources ask our database, too, for
    calendars and quotas: while it is away `patience` waits, and asks again for what is left.
    """

    step: Step
    wanted: Mapping[str, W]
    sources: Sequence[Callable[[Sequence[W]], AsyncGenerator[Fetched[R]]]]
    store: Callable[[Sequence[Fetched[R]]], Awaitable[Stored[W]]]
    patience: Patience

    async def __call__(self, book: Logbook) -> None:
        """Ask until nothing is wanted any more or nobody is left to be asked, and note what came.

        A part is done when nothing of it is wanted, or when every source that was asked has answered it.
        """
        left, failed = dict(self.wanted), dict[str, BallastError]()
        for position, source in enumerate(self.sources):
            if left:
                turn = _Turn(self, source, left, failed, last=position == len(self.sources) - 1)
                await self.patience(turn, book)
        if not self.sources:
            failed |= dict.fromkeys(left, BallastError("no source is set up for it"))
        await book.faults(self.step, {part: failed[part] for part in left if part in failed})


@dataclass(frozen=True, slots=True)
class _Turn[W, R]:
    """The turn of one source. What is `left` and who `failed` goes on to the next one."""

    asking: Asking[W, R]
    source: Callable[[Sequence[W]], AsyncGenerator[Fetched[R]]]
    left: dict[str, W]
    failed: dict[str, BallastError]
    last: bool = field(kw_only=True)

    async def __call__(self, book: Logbook) -> None:
        """Ask for what is left. Raises `UnavailableError` where our own database was away."""
        silent, why = set(self.left), BallastError("the source left it out of its answer")
        heard = _heard(self.source(list(self.left.values())))
        async with aclosing(together(heard, _MOST, _WAIT_S)) as answers:
            async for some in answers:
                why = next((one.fault for one in some if one.fault and not one.parts), why)
                silent -= {part for one in some for part in one.parts}
                await self._put_away(some, book)
        for part in silent & self.left.keys():
            self.failed.setdefault(part, why)

    async def _put_away(self, answers: Sequence[Fetched[R]], book: Logbook) -> None:
        away = next((one.fault for one in answers if one.fault and _is_ours(one.fault)), None)
        for one in answers:
            if one.fault and not _is_ours(one.fault):
                for part in one.parts:
                    self.failed.setdefault(part, one.fault)
        stored = await self.asking.store(answers)
        done: list[str] = []
        for part in (part for one in answers if not one.fault for part in one.parts if part in self.left):
            wanted = stored.wanted.get(part)
            if wanted is None or (self.last and part not in self.failed):
                del self.left[part]
                done.append(part)
            else:
                self.left[part] = wanted
        await book.note(self.asking.step, replace(stored.stroke, parts=done))
        if away:
            raise away


def left_out(answers: Sequence[Fetched[Any]]) -> tuple[int, list[str]]:
    """Return how many rows sources left out, and what is said of them: of many only the first ones."""
    problems = [what for one in answers for what in one.problems]
    more = len(problems) - _ROWS_TOLD
    said = [f"left out: {what}" for what in problems[:_ROWS_TOLD]]
    return len(problems), [*said, *([f"left out: {more:,} rows more"] if more > 0 else [])]


async def _heard[R](answers: AsyncGenerator[Fetched[R]]) -> AsyncGenerator[Fetched[R]]:
    """Yield answers; a source that fails as a whole has failed for all that it did not answer."""
    async with aclosing(answers):
        try:
            async for one in answers:
                yield one
        except BallastError as error:
            yield Fetched((), None, error)


def _is_ours(fault: BallastError) -> bool:
    """Whether it is our own database that failed, and not a provider."""
    return isinstance(fault, UnavailableError) and not isinstance(fault, VendorError)
