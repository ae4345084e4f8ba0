"""Fetch what calendars tell of: earnings, dividends, splits, releases."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from ballast_core.market.entities import Instrument, MarketEvent, RecurringEvent, Step, Upserted
from ballast_core.market.ports import EventSource, EventStore, Fetched
from ballast_core.market.rules.joining import compared
from ballast_core.market.rules.planning import LOOK_AHEAD, open_end
from ballast_core.market.usecases.asking import Asking, Stored, left_out
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.task import Task
from ballast_core.shared.dates import DateSpan


@dataclass(frozen=True, slots=True)
class FetchEvents:
    """The step `event_data`."""

    sources: Sequence[EventSource]
    events: EventStore
    patience: Patience

    async def __call__(self, task: Task, book: Logbook) -> None:
        """Ask for events of each instrument and of the calendar, also for those that are to come.

        A part is a symbol or the name of a recurring event.
        """
        step = Step.EVENT_DATA
        done = tuple(task.done.get(step.value, ()))
        wanted: dict[str, Instrument | RecurringEvent] = {
            **{one.name: one for one in task.recurring if one.name not in done},
            **{one.symbol: one for one in task.left(step)},
        }
        await book.open(step, len(wanted), done)
        end = open_end(task.spec, task.last, task.now)
        span = DateSpan(task.first, end if task.spec.end else end + LOOK_AHEAD)

        async def store(
            answers: Sequence[Fetched[tuple[MarketEvent, ...]]],
        ) -> Stored[Instrument | RecurringEvent]:
            rows, rejected, said = await self._store(answers, dry_run=task.spec.dry_run)
            empty = [part for one in answers if not one.rows for part in one.parts if part in wanted]
            return Stored(Stroke((), rows, rejected, (), said), {part: wanted[part] for part in empty})

        sources = [_asked(one, span) for one in self.sources]
        await Asking(step, wanted, sources, store, self.patience)(book)

    async def _store(
        self, answers: Sequence[Fetched[tuple[MarketEvent, ...]]], *, dry_run: bool
    ) -> tuple[Upserted, int, list[str]]:
        rejected, said = left_out(answers)
        events = list({_key(event): event for one in answers for event in one.rows or ()}.values())
        if not events:
            return Upserted(), rejected, said
        if not dry_run:
            return await self.patience(self.events.add_events, events), rejected, said
        days = [one.day for one in events]
        kept = await self.events.events(DateSpan(min(days), max(days)))
        return compared(events, kept, _key), rejected, said


def _asked(
    source: EventSource, span: DateSpan
) -> Callable[[Sequence[Instrument | RecurringEvent]], AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]]:
    def ask(
        wanted: Sequence[Instrument | RecurringEvent],
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        instruments = [one for one in wanted if isinstance(one, Instrument)]
        recurring = [one for one in wanted if isinstance(one, RecurringEvent)]
        return source.events(instruments, recurring, span)

    return ask


def _key(event: MarketEvent) -> tuple[object, ...]:
    return event.kind, event.subject, event.day, event.name
