"""Hold the stored bars of each symbol against each other, and note what looks wrong."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

from ballast_core.market.entities import EventKind, MarketFinding, Mode, Step
from ballast_core.market.ports import BarStore, EventStore, QualityStore, ShareStore
from ballast_core.market.rules.planning import LOOK_BACK
from ballast_core.market.rules.suspicions import SERIES_RULES, Known, check_series
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.task import Task
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock

_AT_ONCE = 32
_USUAL = timedelta(days=400)
_NEWS = (EventKind.EARNINGS, EventKind.SPLIT, EventKind.DIVIDEND)


@dataclass(frozen=True, slots=True)
class CheckQuality:
    """The step `data_quality`."""

    bars: BarStore
    shares: ShareStore
    events: EventStore
    quality: QualityStore
    clock: Clock
    patience: Patience

    async def __call__(self, task: Task, book: Logbook) -> None:
        """Look at the bars of the days that were fetched; a part is a symbol."""
        step = Step.DATA_QUALITY
        symbols = [one.symbol for one in task.left(step)]
        await book.open(step, len(symbols), tuple(task.done.get(step.value, ())))
        since = min(task.first, task.last - LOOK_BACK) if task.spec.mode is Mode.DAILY else task.first
        span = DateSpan(since, task.last)
        for some in batched(symbols, _AT_ONCE):
            found = await self.patience(self._found, some, span)
            if not task.spec.dry_run:
                now = self.clock.now()
                await self.patience(self.quality.record, found, some, span, now, SERIES_RULES)
            said = [f"{len(found):,} findings on {_named(found)}"] if found else []
            await book.note(step, Stroke(some, said=said))

    async def _found(self, symbols: Sequence[str], span: DateSpan) -> list[MarketFinding]:
        start = span.start or date.min
        usual = DateSpan(max(start, date.min + _USUAL) - _USUAL, span.end)
        known = await self._known(symbols, usual)
        stored = await self.bars.bars_of(symbols, usual)
        found: list[MarketFinding] = []
        for symbol, series in stored.items():
            found += check_series(series, known[symbol], start)
            await asyncio.sleep(0)  # other steps are at work, too
        return found

    async def _known(self, symbols: Sequence[str], span: DateSpan) -> dict[str, Known]:
        splits, dividends = (
            await self.shares.splits(symbols),
            await self.shares.dividends(symbols, span.start),
        )
        days: defaultdict[str, list[date]] = defaultdict(list)
        for event in await self.events.events(span, _NEWS, symbols):
            days[event.subject].append(event.day)
        return {
            symbol: Known(
                tuple(one for one in splits if one.symbol == symbol),
                tuple(one for one in dividends if one.symbol == symbol),
                tuple(days[symbol]),
            )
            for symbol in symbols
        }


def _named(found: Sequence[MarketFinding]) -> str:
    symbols = sorted({one.symbol for one in found})
    return ", ".join(symbols[:5]) + (f" and {len(symbols) - 5:,} more" if len(symbols) > 5 else "")
