"""Asking sources in their order: the next one for what the first ones lack, and what none had is told."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from ballast_core.market.entities import Step
from ballast_core.market.ports import Fetched
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.shared.errors import BallastError
from ballast_core.shared.together import together

_MOST = 32
_WAIT_S = 0.25


@dataclass(frozen=True, slots=True)
class Stored[W]:
    """What storing answers did, and what of their parts is still wanted."""

    stroke: Stroke
    wanted: Mapping[str, W] = field(default_factory=dict[str, W])


@dataclass(frozen=True, slots=True)
class Asking[W, R]:
    """How one kind of data is asked for and stored: `wanted` by part, `sources` in their order.

    `store` puts answers away, those without a fault, and says what of their parts is still wanted.
    """

    step: Step
    wanted: Mapping[str, W]
    sources: Sequence[Callable[[Sequence[W]], AsyncGenerator[Fetched[R]]]]
    store: Callable[[Sequence[Fetched[R]]], Awaitable[Stored[W]]]

    async def __call__(self, book: Logbook) -> None:
        """Ask until nothing is wanted any more or nobody is left to be asked, and note what came.

        A part is done when nothing of it is wanted, or when every source that was asked has answered it.
        """
        left, failed = dict(self.wanted), dict[str, BallastError]()
        for position, source in enumerate(self.sources):
            if not left:
                break
            last = position == len(self.sources) - 1
            asked = list(left.values())
            silent, why = set(left), BallastError("the source left it out of its answer")
            async with aclosing(together(_heard(source(asked)), _MOST, _WAIT_S)) as answers:
                async for some in answers:
                    why = next((one.fault for one in some if one.fault and not one.parts), why)
                    silent -= {part for one in some for part in one.parts}
                    await self._put_away(some, left, failed, book, last=last)
            for part in silent & left.keys():
                failed.setdefault(part, why)
        if not self.sources:
            failed |= dict.fromkeys(left, BallastError("no source is set up for it"))
        await book.faults(self.step, {part: failed[part] for part in left if part in failed})

    async def _put_away(
        self,
        answers: Sequence[Fetched[R]],
        left: dict[str, W],
        failed: dict[str, BallastError],
        book: Logbook,
        *,
        last: bool,
    ) -> None:
        for one in answers:
            if one.fault:
                for part in one.parts:
                    failed.setdefault(part, one.fault)
        stored = await self.store(answers)
        done: list[str] = []
        for part in (part for one in answers if not one.fault for part in one.parts if part in left):
            wanted = stored.wanted.get(part)
            if wanted is None or (last and part not in failed):
                del left[part]
                done.append(part)
            else:
                left[part] = wanted
        await book.note(self.step, replace(stored.stroke, parts=done))


async def _heard[R](answers: AsyncGenerator[Fetched[R]]) -> AsyncGenerator[Fetched[R]]:
    """Yield answers; a source that fails as a whole has failed for all that it did not answer."""
    async with aclosing(answers):
        try:
            async for one in answers:
                yield one
        except BallastError as error:
            yield Fetched((), None, error)
