"""How complete events are: for each stock its next earnings, for each payer its last dividend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ballast_core.market.entities import (
    Dividend,
    EventKind,
    Grade,
    Instrument,
    InstrumentKind,
    MarketEvent,
)
from ballast_core.market.rules.grading import grade_of

_SOON = timedelta(days=120)
_LATELY = timedelta(days=120)
_PAYER = timedelta(days=400)


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
    """Return how complete events are on a day.

    A stock that is listed should have earnings within the next 120 days. Who paid a dividend within 400 days
    should have an event of kind dividend within the last 120.
    """
    ahead = {
        one.subject
        for one in events
        if one.kind is EventKind.EARNINGS and timedelta(0) <= one.day - today <= _SOON
    }
    lately = {
        one.subject
        for one in events
        if one.kind is EventKind.DIVIDEND and timedelta(0) <= today - one.day <= _LATELY
    }
    payers = {one.symbol for one in dividends if timedelta(0) <= today - one.day <= _PAYER}
    expected, lacking = 0, dict[str, str]()
    for one in instruments:
        if one.delisted is not None and one.delisted < today:
            continue
        wanted = {"next earnings": one.symbol in ahead} if one.kind is InstrumentKind.STOCK else {}
        if one.symbol in payers:
            wanted["last dividend"] = one.symbol in lately
        expected += len(wanted)
        if missing := [what for what, known in wanted.items() if not known]:
            lacking[one.symbol] = " and ".join(missing)
    gone = sum(len(what.split(" and ")) for what in lacking.values())
    past = [one.day for one in events if one.day <= today]
    return EventCoverage(expected, expected - gone, lacking, max(past, default=None))
