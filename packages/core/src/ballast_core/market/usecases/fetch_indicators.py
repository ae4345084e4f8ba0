"""Fetch economic series with their vintages."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

from ballast_core.market.entities import Indicator, Observations, Step, Upserted
from ballast_core.market.ports import Fetched, IndicatorSource, IndicatorStore
from ballast_core.market.rules.joining import compared_values, each_once
from ballast_core.market.rules.planning import periods_since
from ballast_core.market.usecases.asking import Asking, Stored, left_out
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.task import Task
from ballast_core.shared.arrays import Days, to_date


@dataclass(frozen=True, slots=True)
class _Since:
    """An indicator, and the first period that is wanted of it."""

    indicator: Indicator
    since: date


@dataclass(frozen=True, slots=True)
class FetchIndicators:
    """The step `economic_data`."""

    sources: Sequence[IndicatorSource]
    economy: IndicatorStore
    patience: Patience

    async def __call__(self, task: Task, book: Logbook) -> None:
        """Ask for what may have changed since it was asked last; a part is a series."""
        step = Step.ECONOMIC_DATA
        done = tuple(task.done.get(step.value, ()))
        left = [one for one in task.indicators if one.id not in done]
        await book.open(step, len(left), done)
        latest = await self.patience(self.economy.latest, [one.id for one in left])
        wanted = {
            one.id: _Since(one, periods_since(one, task.spec, task.first, _last(latest[one.id].days)))
            if one.id in latest
            else _Since(one, periods_since(one, task.spec, task.first, None))
            for one in left
        }

        async def store(answers: Sequence[Fetched[Observations]]) -> Stored[_Since]:
            return await self._store(answers, wanted, dry_run=task.spec.dry_run)

        await Asking(step, wanted, [_asked(one) for one in self.sources], store, self.patience)(book)

    async def _store(
        self, answers: Sequence[Fetched[Observations]], wanted: dict[str, _Since], *, dry_run: bool
    ) -> Stored[_Since]:
        rejected, said = left_out(answers)
        sent = [one.rows for one in answers if one.rows is not None and len(one.rows)]
        once = [each_once(one) for one in sent]
        rejected += sum(map(len, sent)) - sum(map(len, once))
        rows = Upserted()
        if once and not dry_run:
            rows = await self.patience(self.economy.add_observations, once)
        elif once:
            for one in once:
                rows += compared_values(one, await self.economy.observations(one.series))
        series = {one.series for one in once}
        changed = sorted(series) if rows.inserted or rows.updated else []
        empty = {part for one in answers for part in one.parts} - series
        still = {part: wanted[part] for part in empty if part in wanted}
        return Stored(Stroke((), rows, rejected, changed, said), still)


def _asked(
    source: IndicatorSource,
) -> Callable[[Sequence[_Since]], AsyncGenerator[Fetched[Observations]]]:
    async def ask(wanted: Sequence[_Since]) -> AsyncGenerator[Fetched[Observations]]:
        alike: defaultdict[date, list[Indicator]] = defaultdict(list)
        for one in wanted:
            alike[one.since].append(one.indicator)
        for since, indicators in alike.items():
            async with aclosing(source.observations(indicators, since)) as answers:
                async for answer in answers:
                    yield answer

    return ask


def _last(days: Days) -> date | None:
    return to_date(days[-1]) if days.size else None
