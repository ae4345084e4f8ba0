"""How complete economic series are: periods expected by frequency and lag, and periods that have a value."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import Frequency, Grade, Indicator
from ballast_core.market.rules.grading import grade_of
from ballast_core.shared.arrays import Days, Ints, to_date

_MONDAY = 3
"""1970-01-01 was a Thursday, so this many days further back its week began."""

_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class PeriodCoverage:
    """What is there of a series, in periods; `next_release` is when the next one should be published."""

    expected: int
    present: int
    stale: int
    first: date | None
    last: date | None
    next_release: date | None

    @property
    def coverage(self) -> float | None:
        """The fraction that is there; None where nothing is expected."""
        return self.present / self.expected if self.expected else None

    @property
    def grade(self) -> Grade | None:
        """How complete the series is; None where nothing is expected."""
        return grade_of(self.expected, self.present, self.stale)


def period_coverage(indicator: Indicator, periods: Days, today: date) -> PeriodCoverage:
    """Return how complete a series is on a day.

    `periods` (n,) are those for which the source answered, ascending, also when it said that there is no
    value. Expected is every period from the first one there to the last one whose end and release lag have
    passed, or to the last one before the series `ended`. A series that never had a value lacks one.
    """
    frequency = indicator.frequency
    numbers = _numbers(periods, frequency)
    numbers = numbers[np.concatenate(([True], numbers[1:] != numbers[:-1]))[: numbers.size]]
    due = _last_due(indicator, today)
    upcoming = _released(due + 1, indicator)
    if not numbers.size:
        return PeriodCoverage(1, 0, 1, None, None, to_date(upcoming))
    first, last = int(numbers[0]), int(numbers[-1])
    expected = max(due - first + 1, 0)
    present = int(np.count_nonzero(numbers <= due))
    if last > due:
        upcoming = _released(last + 1, indicator)
    ended = indicator.ended is not None and due == _number(indicator.ended, frequency)
    return PeriodCoverage(
        expected=expected,
        present=present,
        stale=max(due - last, 0),
        first=to_date(periods[0]),
        last=to_date(periods[-1]),
        next_release=None if ended else to_date(upcoming),
    )


def release_of(period: date, indicator: Indicator) -> date:
    """Return the day on which a period should be published."""
    return to_date(_released(_number(period, indicator.frequency), indicator))


def _last_due(indicator: Indicator, today: date) -> int:
    latest = np.datetime64(today, "D") - indicator.release_lag_days * _DAY
    number = _number(to_date(latest), indicator.frequency)
    if _end(number, indicator.frequency) > latest:
        number -= 1
    if indicator.ended is not None:
        number = min(number, _number(indicator.ended, indicator.frequency))
    return number


def _released(number: int, indicator: Indicator) -> np.datetime64:
    return _end(number, indicator.frequency) + indicator.release_lag_days * _DAY


def _number(day: date, frequency: Frequency) -> int:
    return int(_numbers(np.array([day], "datetime64[D]"), frequency)[0])


def _numbers(days: Days, frequency: Frequency) -> Ints:
    """Return which weekday, week, month, quarter or year since 1970 each day lies in."""
    match frequency:
        case Frequency.DAILY:  # a weekend counts to the Friday before
            since = days.astype(np.int64) + _MONDAY
            return since // 7 * 5 + np.minimum(since % 7, 4)
        case Frequency.WEEKLY:
            return (days.astype(np.int64) + _MONDAY) // 7
        case Frequency.MONTHLY:
            return days.astype("datetime64[M]").astype(np.int64)
        case Frequency.QUARTERLY:
            return days.astype("datetime64[M]").astype(np.int64) // 3
        case Frequency.ANNUAL:
            return days.astype("datetime64[Y]").astype(np.int64)


def _end(number: int, frequency: Frequency) -> np.datetime64:
    """Return the last day of a period by its number."""
    match frequency:
        case Frequency.DAILY:
            return np.datetime64(number // 5 * 7 + number % 5 - _MONDAY, "D")
        case Frequency.WEEKLY:
            return np.datetime64(number * 7 + 6 - _MONDAY, "D")
        case Frequency.MONTHLY:
            return _before(np.datetime64(number + 1, "M"))
        case Frequency.QUARTERLY:
            return _before(np.datetime64(number * 3 + 3, "M"))
        case Frequency.ANNUAL:
            return _before(np.datetime64(number + 1, "Y"))


def _before(begin: np.datetime64) -> np.datetime64:
    first: np.datetime64 = begin.astype("datetime64[D]")
    return first - _DAY
