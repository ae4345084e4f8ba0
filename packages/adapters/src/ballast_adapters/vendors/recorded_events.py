"""The recorded source of events: earnings, dividends and splits that are invented, and what comes again."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from ballast_adapters.vendors.recorded_draws import EPOCH, generator
from ballast_adapters.vendors.recorded_prices import (
    NAME,
    KnownCloses,
    Path,
    nothing_known,
    price_path,
    whole_market,
)
from ballast_core.market import (
    EventKind,
    Fetched,
    Instrument,
    InstrumentKind,
    MarketEvent,
    RecurringEvent,
    occurrences,
)
from ballast_core.shared.arrays import to_date
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock

AHEAD = timedelta(days=120)
"""How far it looks ahead."""

_DECLARED = timedelta(days=30)
_AT_ONCE = 40
_NEW_YORK = ZoneInfo("America/New_York")
_REPORTS = ((1, 22), (4, 22), (7, 22), (10, 22))
_WITHIN = 21
_AFTER_CLOSE = time(16, 15)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class RecordedEvents:
    """Invented events of instruments, and releases by their custom, up to 120 days ahead."""

    clock: Clock
    known: KnownCloses = nothing_known

    async def events(
        self, instruments: Sequence[Instrument], recurring: Sequence[RecurringEvent], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        """Yield the events of the calendar, then those of some instruments at a time."""
        now = self.clock.now()
        first = max(span.start or to_date(EPOCH), to_date(EPOCH))
        last = min(span.end or now.date() + AHEAD, now.date() + AHEAD)
        if last < first:
            parts = [one.symbol for one in instruments] + [one.name for one in recurring]
            yield Fetched(tuple(parts), ())
            return
        if recurring:
            found = (event for one in recurring for event in occurrences(one, first, last, _utc, NAME))
            yield Fetched(tuple(one.name for one in recurring), tuple(found))
        market = whole_market(np.datetime64(min(last, now.date() + _DECLARED)))
        known = self.known([one.symbol for one in instruments])
        span = DateSpan(first, last)
        for begin in range(0, len(instruments), _AT_ONCE):
            some = instruments[begin : begin + _AT_ONCE]
            told: list[MarketEvent] = []
            for one in some:
                if one.kind is InstrumentKind.STOCK:
                    told += _earnings(one, span, now.date())
                if one.kind not in {InstrumentKind.CRYPTO, InstrumentKind.INDEX}:
                    told += _of_shares(one, price_path(one, market, known.get(one.symbol)), span)
            yield Fetched(tuple(one.symbol for one in some), tuple(told))


def _of_shares(one: Instrument, path: Path, span: DateSpan) -> Iterator[MarketEvent]:
    """Yield the splits and dividends of an instrument."""
    for split in path.splits:
        if split.day in span and _lives(one, split.day):
            yield MarketEvent(
                kind=EventKind.SPLIT,
                subject=one.symbol,
                day=split.day,
                name=f"Split {split.ratio:g} for 1",
                importance=3,
                actual=split.ratio,
                source=NAME,
            )
    for paid in path.dividends:
        if paid.day in span and _lives(one, paid.day):
            yield MarketEvent(
                kind=EventKind.DIVIDEND,
                subject=one.symbol,
                day=paid.day,
                name="Ex-dividend",
                importance=1,
                actual=paid.amount,
                source=NAME,
            )


def _earnings(one: Instrument, span: DateSpan, today: date) -> Iterator[MarketEvent]:
    """Yield what a company earned in each quarter, or is expected to; it tells after the close."""
    years = range(to_date(EPOCH).year, (today + AHEAD).year + 1)
    draws = generator(f"earnings of {one.symbol}").random((len(years) * len(_REPORTS), 2)).tolist()
    size, share, when = generator(f"profits of {one.symbol}").random(3).tolist()
    expected = 0.2 + 3 * size * share
    quarters = ((year, number) for year in years for number in range(len(_REPORTS)))
    for (year, number), (surprise, growth) in zip(quarters, draws, strict=True):
        day = _weekday(date(year, *_REPORTS[number]) + timedelta(days=int(_WITHIN * when)))
        estimate, expected = expected, max(expected * (0.96 + 0.1 * growth), 0.05)
        if day not in span or not _lives(one, day):
            continue
        yield MarketEvent(
            kind=EventKind.EARNINGS,
            subject=one.symbol,
            day=day,
            at=_utc(datetime.combine(day, _AFTER_CLOSE)),
            name="Earnings",
            importance=4 if one.high_priority else 2,
            estimate=round(estimate, 2),
            actual=round(estimate * (0.85 + 0.35 * surprise), 2) if day < today else None,
            source=NAME,
        )


def _weekday(day: date) -> date:
    return day + timedelta(days=max(7 - day.weekday(), 0)) if day.weekday() >= _SATURDAY else day


def _lives(one: Instrument, day: date) -> bool:
    return (one.first_listed or day) <= day <= (one.delisted or day)


def _utc(local: datetime) -> datetime:
    """Return a time of New York in UTC."""
    return local.replace(tzinfo=_NEW_YORK).astimezone(UTC)
