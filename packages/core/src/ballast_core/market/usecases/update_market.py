"""Fetch market data: the last sessions, or what is missing of a span; safe to repeat, to stop and to kill."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from uuid import NAMESPACE_URL, uuid5

from ballast_core.market.entities import (
    Indicator,
    Instrument,
    Mode,
    Run,
    Step,
    StepReport,
    StepState,
    UpdateSpec,
)
from ballast_core.market.errors import (
    NothingLeftError,
    NoUniverseError,
    SymbolNotFoundError,
    UpdateRunningError,
)
from ballast_core.market.ports import UniverseStore
from ballast_core.market.rules.planning import REREAD, span_of
from ballast_core.market.rules.sessions import last_complete
from ballast_core.market.usecases.logbook import Logbook, Outlets
from ballast_core.market.usecases.run_view import RunView
from ballast_core.market.usecases.task import Task
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import BallastError, InvalidError
from ballast_core.shared.ports import Calendars
from ballast_core.shared.progress import Tell, tell_nobody

type Fetch = Callable[[Task, Logbook], Awaitable[None]]
"""A step: it does what is to be done, notes it as it is done, and raises what kept it from going on."""

_ALWAYS = "24/7"
_LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class UpdateMarket:
    """Run the pipeline: `chains` side by side, and the stages of each one after another.

    The steps of a stage run side by side, too.
    """

    universe: UniverseStore
    calendars: Calendars
    chains: Sequence[Sequence[Mapping[Step, Fetch]]]
    outlets: Outlets

    async def __call__(self, spec: UpdateSpec | None = None, tell: Tell = tell_nobody) -> RunView:
        """Fetch, check and store; what failed is in the answer, with the command that asks for it again.

        Raises `NoUniverseError`, `SymbolNotFoundError`, `RunNotFoundError` and `NothingLeftError` for what
        is to be resumed, and `UpdateRunningError` while another run is at work.
        """
        spec = spec or UpdateSpec()
        task = await self._resumed(spec) if spec.resume else await self._task(spec)
        run = _new_run(task)
        if not spec.dry_run:
            await self.outlets.runs.begin(run)
        book = Logbook(run, self.outlets, tell)
        try:
            await self._work(task, book)
        except BaseException as error:  # whoever ends it, the record tells that it ended
            await asyncio.shield(book.stop(_told(error)))
            raise
        await book.end()
        return RunView.of(book.run)

    async def _work(self, task: Task, book: Logbook) -> None:
        await _side_by_side(self._follow(chain, task, book) for chain in self.chains)

    async def _follow(self, chain: Sequence[Mapping[Step, Fetch]], task: Task, book: Logbook) -> None:
        for stage in chain:
            asked = {step: fetch for step, fetch in stage.items() if step not in task.spec.skip_steps}
            await _side_by_side(_do(step, fetch, task, book) for step, fetch in asked.items())

    async def _task(self, spec: UpdateSpec) -> Task:
        instruments, indicators = await self._chosen(spec.symbols)
        now = self.outlets.clock.now()
        recent = [await self._recent(one, now) for one in {one.calendar for one in instruments} or {_ALWAYS}]
        ends = [days[-1] for days in recent if days] or [now.date()]
        if spec.mode is Mode.DAILY:
            span = DateSpan(min([days[-REREAD:][0] for days in recent if days] or ends), max(ends))
        else:
            span = span_of(spec, max(ends))
        return await self._of(spec, now, span, instruments, indicators)

    async def _resumed(self, asked: UpdateSpec) -> Task:
        former = await self.outlets.runs.run(asked.resume)
        if former.state is StepState.RUNNING:
            raise UpdateRunningError(former.id, f"{former.started_at:%Y-%m-%d %H:%M} UTC")
        if former.state is StepState.DONE:
            raise NothingLeftError(former.id)
        spec = former.spec.model_copy(update={"resume": former.id, "dry_run": asked.dry_run})
        instruments, indicators = await self._chosen(spec.symbols)
        span = DateSpan(former.first, former.last)
        done = await self.outlets.runs.done_parts(former.id)
        return await self._of(spec, self.outlets.clock.now(), span, instruments, indicators, done)

    async def _of(
        self,
        spec: UpdateSpec,
        now: datetime,
        span: DateSpan,
        instruments: Sequence[Instrument],
        indicators: Sequence[Indicator],
        done: Mapping[str, Collection[str]] | None = None,
    ) -> Task:
        return Task(
            spec=spec,
            now=now,
            first=span.start or now.date(),
            last=span.end or now.date(),
            instruments=tuple(instruments),
            indicators=tuple(one for one in indicators if spec.symbols or _goes_on(one, span)),
            recurring=() if spec.symbols else tuple(await self.universe.recurring()),
            done=done or {},
        )

    async def _chosen(self, symbols: Sequence[str]) -> tuple[Sequence[Instrument], Sequence[Indicator]]:
        """Return what is named, or all; a series is named by its id."""
        instruments, indicators = await self.universe.instruments(), await self.universe.indicators()
        if not (instruments or indicators):
            raise NoUniverseError
        if not symbols:
            return instruments, indicators
        known = {one.symbol for one in instruments} | {one.id for one in indicators}
        for symbol in symbols:
            if symbol not in known:
                raise SymbolNotFoundError(symbol, get_close_matches(symbol, sorted(known), 2))
        return (
            [one for one in instruments if one.symbol in symbols],
            [one for one in indicators if one.id in symbols],
        )

    async def _recent(self, calendar: str, now: datetime) -> list[date]:
        """Return the sessions of a calendar that are over, oldest first; none of one that does not exist."""
        today = now.date()
        try:
            sessions = await self.calendars.sessions(calendar, today - _LOOK_BACK, today)
        except InvalidError:  # its instruments say so
            return []
        last = last_complete(sessions, now)
        return [day for day in to_dates(sessions.days) if last and day <= last]


async def _do(step: Step, fetch: Fetch, task: Task, book: Logbook) -> None:
    try:
        await fetch(task, book)
    except BallastError as error:
        await book.faults(step, {"*": error})
    await book.close(step)


async def _side_by_side(works: Iterable[Coroutine[None, None, None]]) -> None:
    """Do all of these; the first that fails ends the others, and its failure is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures


def _goes_on(indicator: Indicator, span: DateSpan) -> bool:
    """Whether a series may have a period in these days, as it had not ended by then."""
    return indicator.ended is None or span.start is None or indicator.ended >= span.start


def _new_run(task: Task) -> Run:
    known = uuid5(NAMESPACE_URL, f"{task.now.isoformat()} {task.spec.model_dump_json()}").hex
    return Run(
        id="" if task.spec.dry_run else f"{task.now:%Y%m%d-%H%M%S}-{known[:6]}",
        spec=task.spec,
        first=task.first,
        last=task.last,
        state=StepState.RUNNING,
        started_at=task.now,
        steps=tuple(
            StepReport(
                step=step, state=StepState.SKIPPED if step in task.spec.skip_steps else StepState.WAITING
            )
            for step in Step
        ),
    )


def _told(error: BaseException) -> str:
    if isinstance(error, asyncio.CancelledError):
        return "it was canceled"
    return str(error) if isinstance(error, BallastError) else f"{type(error).__name__}: {error}"
