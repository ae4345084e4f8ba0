"""How complete events are: for each stock its next earnings, for each payer its last dividend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ballast_core.market.entities import (
    Dividend,
    EventKind,
    Grade,
    Instrument,
    InstrumentKind,
    MarketEvent,
)
from ballast_core.market.rules.grading import grade_of
from ballast_core.market.rules.planning import LOOK_AHEAD

_PAYER = timedelta(days=400)
_LATE = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class EventCoverage:
    """What of each symbol is expected to be known, and is; `lacking` tells by symbol what is not."""

    expected: int
    present: int
    lacking: Mapping[str, str]
    last: date | None

    @property
    def coverage(self) -> float | None:
        """The fraction that is known; None where nothing is expected."""
        return self.present / self.expected if self.expected else None

    @property
    def grade(self) -> Grade | None:
        """How complete events are; None where nothing is expected."""
        return grade_of(self.expected, self.present, 0)


def events_coverage(
    instruments: Sequence[Instrument],
    events: Sequence[MarketEvent],
    dividends: Sequence[Dividend],
    today: date,
) -> EventCoverage:
    """Return how complete events of instruments are on a day.

    A stock that is listed should have earnings within the next 120 days. Who paid a dividend within 400 days
    should have one no longer ago than it ever let pass between two of them, and 45 days; one that only bars
    or only calendars tell of is known, too.
    """
    ahead = {
        one.subject
        for one in events
        if one.kind is EventKind.EARNINGS and timedelta(0) <= one.day - today <= LOOK_AHEAD
    }
    paid = _paid(events, dividends, today)
    expected, lacking = 0, dict[str, str]()
    for one in instruments:
        if one.delisted is not None and one.delisted < today:
            continue
        wanted = {"next earnings": one.symbol in ahead} if one.kind is InstrumentKind.STOCK else {}
        if one.symbol in paid:
            wanted["last dividend"] = not _overdue(paid[one.symbol], today)
        expected += len(wanted)
        if missing := [what for what, known in wanted.items() if not known]:
            lacking[one.symbol] = " and ".join(missing)
    gone = sum(len(what.split(" and ")) for what in lacking.values())
    past = [one.day for one in events if one.day <= today]
    return EventCoverage(expected, expected - gone, lacking, max(past, default=None))


def _paid(
    events: Sequence[MarketEvent], dividends: Sequence[Dividend], today: date
) -> Mapping[str, Sequence[date]]:
    """Return by symbol the ex-dates of 400 days, and those that are declared, ascending."""
    told = [(one.subject, one.day) for one in events if one.kind is EventKind.DIVIDEND]
    told += [(one.symbol, one.day) for one in dividends]
    paid: defaultdict[str, set[date]] = defaultdict(set)
    for symbol, day in told:
        if today - day <= _PAYER:
            paid[symbol].add(day)
    return {symbol: sorted(days) for symbol, days in paid.items()}


def _overdue(days: Sequence[date], today: date) -> bool:
    usual = max((later - day for day, later in pairwise(days)), default=_PAYER)
    return today - days[-1] > usual + _LATE
