"""Fetch bars, splits and dividends: what is missing, from the first source that has it, checked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from ballast_core.market.entities import (
    Bars,
    Dividend,
    Instrument,
    InstrumentKind,
    MarketFinding,
    Mode,
    Rule,
    Severity,
    Split,
    Step,
    Upserted,
)
from ballast_core.market.ports import (
    BarSource,
    BarStore,
    Fetched,
    History,
    QualityStore,
    ShareStore,
    Wanted,
)
from ballast_core.market.rules.joining import compared, inside, joined
from ballast_core.market.rules.planning import LOOK_BACK, asked_days
from ballast_core.market.rules.quality import ROW_RULES, CheckedBars, check_bars, disagreements
from ballast_core.market.rules.sessions import expected_days, last_complete
from ballast_core.market.usecases.asking import Asking, Stored, left_out
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.task import Task
from ballast_core.shared.arrays import Days, to_date
from ballast_core.shared.calendar import Sessions
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import BallastError, InvalidError
from ballast_core.shared.ports import Calendars, Clock

_FOUND_HERE = (*ROW_RULES, Rule.SOURCES_DISAGREE)
_NO_DAYS: Days = np.array([], "datetime64[D]")


@dataclass(frozen=True, slots=True)
class BarKeeping:
    """Where bars and what belongs to them are kept; `ranks` says which source wins."""

    bars: BarStore
    shares: ShareStore
    quality: QualityStore
    ranks: Mapping[str, int]
    clock: Clock
    patience: Patience


@dataclass(frozen=True, slots=True)
class FetchBars:
    """The step `market_data`."""

    sources: Sequence[BarSource]
    keeping: BarKeeping
    calendars: Calendars

    async def __call__(self, task: Task, book: Logbook) -> None:
        """Ask for the sessions that each instrument lacks; a part is a symbol."""
        step = Step.MARKET_DATA
        instruments = task.left(step)
        await book.open(step, len(instruments), tuple(task.done.get(step.value, ())))
        calendars, faults = await self._calendars(task, instruments)
        await book.faults(step, faults)
        known = [one for one in instruments if one.symbol not in faults]
        fetching = await self._fetching(task, known, calendars)
        there = [one.symbol for one in known if one.symbol not in fetching.asked]
        if there:
            await book.note(step, Stroke(there, said=[f"{len(there):,} have all bars already"]))
        sources, patience = [one.bars for one in self.sources], self.keeping.patience
        await Asking(step, fetching.wanted, sources, fetching.store, patience)(book)

    async def _calendars(
        self, task: Task, instruments: Sequence[Instrument]
    ) -> tuple[dict[str, Sessions], dict[str, BallastError]]:
        found, faults = dict[str, Sessions](), dict[str, BallastError]()
        for name in {one.calendar for one in instruments}:
            try:
                ask = self.calendars.sessions
                found[name] = await self.keeping.patience(ask, name, _start(task), task.last)
            except InvalidError as error:
                faults |= {one.symbol: error for one in instruments if one.calendar == name}
        return found, faults

    async def _fetching(
        self, task: Task, instruments: Sequence[Instrument], calendars: Mapping[str, Sessions]
    ) -> "_Fetching":
        fetching = _Fetching(self.keeping, task.spec.dry_run)
        if not instruments:
            return fetching
        symbols, span = [one.symbol for one in instruments], DateSpan(_start(task), task.last)
        held = await self.keeping.patience(self.keeping.bars.held, symbols, span)
        ends = {name: last_complete(one, task.now) for name, one in calendars.items()}
        for one in instruments:
            sessions = calendars[one.calendar]
            days = expected_days(sessions, one, _start(task), task.last, ends[one.calendar])
            here = held[one.symbol].days if one.symbol in held else _NO_DAYS
            asked = asked_days(task.spec, days, here)
            fetching.sessions[one.symbol] = sessions.days
            if asked.size:
                fetching.ask(one, asked, np.setdiff1d(asked, here))
        return fetching


@dataclass(frozen=True, slots=True)
class _Fetching:
    """What is asked for, what of it is still missing, and what was found of it so far."""

    keeping: BarKeeping
    dry_run: bool
    asked: dict[str, DateSpan] = field(default_factory=dict[str, DateSpan])
    wanted: dict[str, Wanted] = field(default_factory=dict[str, Wanted])
    missing: dict[str, Days] = field(default_factory=dict[str, Days])
    sessions: dict[str, Days] = field(default_factory=dict[str, Days])
    volumeless: set[str] = field(default_factory=set[str])
    found: defaultdict[str, list[MarketFinding]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, instrument: Instrument, days: Days, missing: Days) -> None:
        """Want these days of an instrument, of which those are not there yet."""
        symbol, first, last = instrument.symbol, to_date(days[0]), to_date(days[-1])
        self.asked[symbol] = DateSpan(first, last)
        self.wanted[symbol] = Wanted(instrument, first, last)
        self.missing[symbol] = missing
        if instrument.kind is InstrumentKind.INDEX:
            self.volumeless.add(symbol)

    async def store(self, answers: Sequence[Fetched[History]]) -> Stored[Wanted]:
        """Check what came and store what is valid; want what is missing still."""
        rejected, said = left_out(answers)
        rows, histories = Upserted(), [one.rows for one in answers if one.rows]
        checked = [self._checked(history.bars) for history in histories]
        beside = sum(len(one.bars) for one in histories) - sum(
            len(one.valid) + one.rejected for one in checked
        )
        if beside:
            said.append(f"{beside:,} rows came that nobody asked for")
        rejected += sum(one.rejected for one in checked)
        for bars in joined([one.valid for one in checked]):
            rows += await self._keep(bars)
        rows += await self._keep_actions(
            [one for history in histories for one in history.splits],
            [one for history in histories for one in history.dividends],
        )
        symbols = [part for one in answers for part in one.parts if part in self.asked]
        await self._record(symbols)
        changed = symbols if rows.inserted or rows.updated else []
        return Stored(Stroke((), rows, rejected, changed, said), self._still(symbols))

    def _checked(self, bars: Bars) -> CheckedBars:
        """Return what of an answer can be stored; a finding names its row of those that were asked for."""
        checked = check_bars(inside(bars, self.asked), self.sessions, self.volumeless)
        self._note_findings(checked.findings)
        self._note_days(checked.valid, bars)
        return checked

    def _note_findings(self, findings: Iterable[MarketFinding]) -> None:
        for one in findings:
            self.found[one.symbol].append(one)

    async def _keep(self, bars: Bars) -> Upserted:
        keeping, now = self.keeping, self.keeping.clock.now()
        if not len(bars):
            return Upserted()
        if self.dry_run:
            stored = await keeping.bars.compare_bars(bars, keeping.ranks)
        else:
            stored = await keeping.patience(keeping.bars.add_bars, bars, keeping.ranks, now)
        self._note_findings(disagreements(stored.disagreements))
        return stored.rows

    async def _keep_actions(self, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Upserted:
        if not (splits or dividends):
            return Upserted()
        shares = self.keeping.shares
        if not self.dry_run:
            return await self.keeping.patience(shares.add_actions, splits, dividends)
        symbols = sorted({one.symbol for one in splits} | {one.symbol for one in dividends})
        there = await shares.splits(symbols), await shares.dividends(symbols)
        return compared(splits, there[0], _day_of) + compared(dividends, there[1], _day_of)

    def _note_days(self, valid: Bars, sent: Bars) -> None:
        """Strike off the days that came; who answers, and not for the last session, has old data."""
        for code, symbol in enumerate(sent.symbols):
            if symbol not in self.missing:
                continue
            self.missing[symbol] = np.setdiff1d(self.missing[symbol], valid.days[valid.code == code])
            last, days = self.wanted[symbol].last, sent.days[sent.code == code]
            if days.size and days.max() < np.datetime64(last):
                self.found[symbol].append(_behind(symbol, last, sent.source, to_date(days.max())))

    def _still(self, symbols: Iterable[str]) -> dict[str, Wanted]:
        still: dict[str, Wanted] = {}
        for symbol in symbols:
            days = self.missing[symbol]
            if days.size:
                wanted = self.wanted[symbol]
                still[symbol] = replace(wanted, first=to_date(days[0]), last=to_date(days[-1]))
        return still

    async def _record(self, symbols: Sequence[str]) -> None:
        """Keep what was found; what was found of these days before and is found no longer is settled."""
        if self.dry_run:
            return
        alike: defaultdict[DateSpan, list[str]] = defaultdict(list)
        for symbol in dict.fromkeys(symbols):
            alike[self.asked[symbol]].append(symbol)
        for span, some in alike.items():
            found = [finding for symbol in some for finding in self.found[symbol]]
            now = self.keeping.clock.now()
            await self.keeping.patience(self.keeping.quality.record, found, some, span, now, _FOUND_HERE)


def _start(task: Task) -> date:
    """Return the first day that is looked at."""
    return min(task.first, task.last - LOOK_BACK) if task.spec.mode is Mode.DAILY else task.first


def _day_of(one: Split | Dividend) -> tuple[str, date]:
    return one.symbol, one.day


def _behind(symbol: str, last: date, source: str, newest: date) -> MarketFinding:
    return MarketFinding(
        rule=Rule.OLD_DATA,
        symbol=symbol,
        day=last,
        source=source,
        severity=Severity.FLAG,
        detail=f"asked for bars up to {last}, the newest that came is of {newest}",
    )
