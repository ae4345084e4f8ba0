"""Hold what is stored of symbols against the sessions of their calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ballast_core.market.entities import Held, Instrument, SymbolCoverage
from ballast_core.market.ports import BarStore
from ballast_core.market.rules.coverage import Covered, cover
from ballast_core.market.rules.sessions import expected_days, last_complete
from ballast_core.shared.arrays import Days, to_date
from ballast_core.shared.calendar import Sessions
from ballast_core.shared.dates import DateSpan, period_start
from ballast_core.shared.ports import Calendars, Clock

NO_DAYS: Days = np.empty(0, "datetime64[D]")
_LOOK_BACK = timedelta(days=30)
"""No exchange is closed for longer, so the last complete session is within."""
_AHEAD = timedelta(days=1)
"""In the east the session of tomorrow begins today."""


@dataclass(frozen=True, slots=True)
class CoveredSymbol:
    """One instrument: what is there of what is expected, and from which sources."""

    instrument: Instrument
    covered: Covered
    days: Days
    sources: tuple[str, ...]

    def told(self, findings: int) -> SymbolCoverage:
        """Return what is counted of it; `findings` are open."""
        covered, days = self.covered, self.days
        present, expected = covered.present, int(covered.expected.size)
        head, stale = covered.head, covered.stale
        return SymbolCoverage(
            symbol=self.instrument.symbol,
            name=self.instrument.name,
            sector=self.instrument.sector,
            calendar=self.instrument.calendar,
            expected=expected,
            present=present,
            coverage=covered.coverage,
            gaps=covered.stretches_between,
            missing_between=expected - present - head - stale,
            head=head,
            tail=stale,
            stale_sessions=stale,
            grade=covered.grade,
            first=to_date(days[0]) if days.size else None,
            last=to_date(days[-1]) if days.size else None,
            sources=self.sources,
            findings=findings,
        )


@dataclass(frozen=True, slots=True)
class CoveredSymbols:
    """Instruments from `start` to `end`, and the last complete session of each calendar."""

    start: date
    end: date
    last_sessions: Mapping[str, date | None]
    rows: tuple[CoveredSymbol, ...]


@dataclass(frozen=True, slots=True)
class Sittings:
    """The sessions of calendars, and which of them are complete."""

    sessions: Mapping[str, Sessions]
    last: Mapping[str, date | None]

    @property
    def latest(self) -> date | None:
        """The latest complete session of any calendar."""
        return max((day for day in self.last.values() if day), default=None)


@dataclass(frozen=True, slots=True)
class CoverSymbols:
    """Look at what is there of instruments; shared by all that tell what is missing."""

    bars: BarStore
    calendars: Calendars
    clock: Clock

    async def __call__(
        self, instruments: Sequence[Instrument], start: date | None, end: date | None, source: str = ""
    ) -> CoveredSymbols:
        """Look from `start`, or ten years back, to `end`, or the last complete session of any calendar.

        Only bars of `source` count where it is named. Raises `NoCalendarError`.
        """
        sittings = await self.sittings({one.calendar for one in instruments}, start)
        last = end or sittings.latest or self.clock.now().date()
        first = start or period_start("10y", last) or last
        held = await self.bars.held([one.symbol for one in instruments], DateSpan(min(first, last), last))
        rows: list[CoveredSymbol] = []
        for one in instruments:
            sessions, until = sittings.sessions[one.calendar], sittings.last[one.calendar]
            days, sources = _of_source(held.get(one.symbol), source)
            expected = expected_days(sessions, one, first, last, until)
            rows.append(CoveredSymbol(one, cover(expected, days), days, sources))
        return CoveredSymbols(first, last, sittings.last, tuple(rows))

    async def sittings(self, calendars: set[str], start: date | None) -> Sittings:
        """Return sessions from `start`, or ten years back, to now. Raises `NoCalendarError`."""
        now = self.clock.now()
        today = now.date()
        recent = today - _LOOK_BACK
        first = min(start, recent) if start else (period_start("10y", recent) or recent)
        found = {name: await self.calendars.sessions(name, first, today + _AHEAD) for name in calendars}
        return Sittings(found, {name: last_complete(one, now) for name, one in sorted(found.items())})


def _of_source(held: Held | None, source: str) -> tuple[Days, tuple[str, ...]]:
    """Return the days of a symbol, and the sources of its bars, the most frequent first."""
    if held is None:
        return NO_DAYS, ()
    if source:
        if source not in held.sources:
            return NO_DAYS, ()
        return held.days[held.source == held.sources.index(source)], (source,)
    counts = np.bincount(held.source, minlength=len(held.sources))
    order = np.argsort(-counts, kind="stable")
    return held.days, tuple(held.sources[at] for at in order.tolist() if counts[at])
