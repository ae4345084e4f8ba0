"""Events that come again: on which days, by the custom of each.

Holidays are not known here, and a release may be moved: a day is what is usual. Decisions of the Federal Open
Market Committee fall on the Wednesday nearest to a day of each of eight months; by that rule the meetings of
2022, 2023 and 2026 are met, and those of 2024 and 2025 but for three, which were eight days away or less.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ballast_core.market.entities import MarketEvent, RecurringEvent

type Moment = Callable[[datetime], datetime]
"""Turns a time of New York into one of UTC."""

type Days = Callable[[int, int], date]
"""The day of an event in a year and a month."""

_SINCE, _UNTIL = date(1950, 1, 1), date(2149, 12, 31)
_WEEK = 7
_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = range(5)
_QUARTERS = (3, 6, 9, 12)
_AFTER_QUARTERS = (1, 4, 7, 10)
_FOMC = ((1, 29), (3, 19), (5, 2), (6, 15), (7, 28), (9, 18), (10, 31), (12, 12))
_MINUTES_AFTER = timedelta(days=21)
_BEFORE_OPEX = timedelta(days=30)


def nth(weekday: int, count: int) -> Days:
    """Return a rule for the first, second … such weekday of a month; -1 is the last one."""

    def day(year: int, month: int) -> date:
        if count < 0:
            last = date(year, month, monthrange(year, month)[1])
            return last - timedelta(days=(last.weekday() - weekday) % _WEEK)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % _WEEK + _WEEK * (count - 1))

    return day


def around(number: int) -> Days:
    """Return a rule for a day of the month, or the Monday after it when that is a weekend."""

    def day(year: int, month: int) -> date:
        return _weekday_from(date(year, month, number))

    return day


def working(count: int) -> Days:
    """Return a rule for the first, second … weekday from Monday to Friday of a month."""

    def day(year: int, month: int) -> date:
        found = _weekday_from(date(year, month, 1))
        for _ in range(count - 1):
            found = _weekday_from(found + timedelta(days=1))
        return found

    return day


def _before_first_friday(year: int, month: int) -> date:
    return nth(_FRIDAY, 1)(year, month) - timedelta(days=2)


def _after_inflation(year: int, month: int) -> date:
    return _weekday_from(around(12)(year, month) + timedelta(days=1))


def _volatility(year: int, month: int) -> date:
    following = nth(_FRIDAY, 3)(year + month // 12, month % 12 + 1)
    return following - _BEFORE_OPEX


def _rollover(year: int, month: int) -> date:
    return nth(_FRIDAY, 3)(year, month) - timedelta(days=8)


_EVERY = tuple(range(1, 13))
_CUSTOMS: Mapping[str, tuple[Days, Sequence[int]]] = {
    "non-farm payrolls": (nth(_FRIDAY, 1), _EVERY),
    "unemployment rate": (nth(_FRIDAY, 1), _EVERY),
    "adp employment": (_before_first_friday, _EVERY),
    "cpi": (around(12), _EVERY),
    "core cpi": (around(12), _EVERY),
    "ppi": (_after_inflation, _EVERY),
    "pce price index": (nth(_FRIDAY, -1), _EVERY),
    "gdp": (nth(_THURSDAY, -1), _AFTER_QUARTERS),
    "retail sales": (around(16), _EVERY),
    "industrial production": (around(17), _EVERY),
    "durable goods orders": (around(26), _EVERY),
    "housing starts": (around(18), _EVERY),
    "building permits": (around(18), _EVERY),
    "existing home sales": (around(21), _EVERY),
    "new home sales": (around(24), _EVERY),
    "consumer confidence": (nth(_TUESDAY, -1), _EVERY),
    "michigan consumer sentiment": (nth(_FRIDAY, 2), _EVERY),
    "ism manufacturing pmi": (working(1), _EVERY),
    "ism services pmi": (working(3), _EVERY),
    "fed chair speech": (nth(_TUESDAY, 2), _EVERY),
    "ecb rate decision": (nth(_THURSDAY, 2), _EVERY),
    "boe rate decision": (nth(_THURSDAY, 1), _EVERY),
    "boj rate decision": (nth(_THURSDAY, 3), _AFTER_QUARTERS),
    "monthly opex": (nth(_FRIDAY, 3), _EVERY),
    "quarterly opex": (nth(_FRIDAY, 3), _QUARTERS),
    "s&p 500 rebalance": (nth(_FRIDAY, 3), _QUARTERS),
    "russell rebalance": (nth(_FRIDAY, 4), (6,)),
    "vix futures expiration": (_volatility, _EVERY),
    "futures rollover": (_rollover, _QUARTERS),
}
"""The customs of events by name, in small letters."""


def occurrences(
    event: RecurringEvent, first: date, last: date, to_utc: Moment, source: str
) -> tuple[MarketEvent, ...]:
    """Return an event as often as it comes between two days, both included, oldest first.

    Before 1950 and after 2149 nothing is said.
    """
    clock = time.fromisoformat(event.local_time) if event.local_time else None
    first, last = max(first, _SINCE), min(last, _UNTIL)
    return tuple(
        MarketEvent(
            kind=event.kind,
            subject=event.region,
            day=day,
            at=to_utc(datetime.combine(day, clock)) if clock else None,
            name=event.name,
            importance=event.importance,
            source=source,
        )
        for day in sorted(set(_days(event, first, last)))
        if first <= day <= last
    )


def _days(event: RecurringEvent, first: date, last: date) -> Iterator[date]:
    years = range(first.year - 1, last.year + 1)
    match event.frequency:
        case "daily" | "weekly":
            days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
            weekly = event.frequency == "weekly"
            yield from (
                day for day in days if (day.weekday() == _THURSDAY if weekly else day.weekday() <= _FRIDAY)
            )
        case "fomc":
            late = _MINUTES_AFTER if "minutes" in event.name.lower() else timedelta(0)
            for year in years:
                yield from (_nearest_wednesday(date(year, *near)) + late for near in _FOMC)
        case _:
            custom, months = _custom(event)
            for year in years:
                yield from (custom(year, month) for month in months)


def _custom(event: RecurringEvent) -> tuple[Days, Sequence[int]]:
    """Return the custom of an event by its name, or else what is likely for how often it comes."""
    usual: Mapping[str, tuple[Days, Sequence[int]]] = {
        "monthly": (around(15), _EVERY),
        "quarterly": (around(15), _AFTER_QUARTERS),
        "annual": (around(15), (1,)),
        "opex": (nth(_FRIDAY, 3), _EVERY),
    }
    return _CUSTOMS.get(event.name.lower(), usual[event.frequency])


def _nearest_wednesday(day: date) -> date:
    return day + timedelta(days=(_WEDNESDAY - day.weekday() + 3) % _WEEK - 3)


def _weekday_from(day: date) -> date:
    return day + timedelta(days=max(_WEEK - day.weekday(), 0)) if day.weekday() > _FRIDAY else day
