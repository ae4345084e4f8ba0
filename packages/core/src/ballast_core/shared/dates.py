"""Spans of days, and where a named period begins."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from ballast_core.shared.errors import InvalidError, Problem

_DAYS = {"1d": 1, "1w": 7}
_MONTHS = {"1m": 1, "3m": 3, "6m": 6, "1y": 12, "3y": 36, "5y": 60, "10y": 120}

type Period = Literal["1d", "1w", "1m", "3m", "6m", "ytd", "1y", "3y", "5y", "10y", "max"]
PERIODS: tuple[str, ...] = get_args(Period.__value__)
"""The names that `period_start` knows."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from `start` to `end`, both included; a side that is None is open.

    Raises `InvalidError` when it ends before it starts.
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            message = f"a span cannot end ({self.end}) before it starts ({self.start})"
            raise InvalidError(message, Problem("end", message))

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def period_start(period: str, last: date) -> date | None:
    """Return the day whose value a period that ends on `last` is measured against; None for `max`.

    Months and years are calendar months: a day that the earlier month does not have becomes its last one.
    `ytd` is December 31 of the year before. Nothing lies before the first day of the calendar.
    Raises `InvalidError` for any other name.
    """
    if period == "max":
        return None
    if period == "ytd":
        return date(last.year - 1, 12, 31) if last.year > date.min.year else date.min
    if period in _DAYS:
        back = timedelta(days=_DAYS[period])
        return last - back if last - date.min >= back else date.min
    if period in _MONTHS:
        return _months_before(last, _MONTHS[period])
    message = f"no period {period!r}; one of {', '.join(PERIODS)}"
    raise InvalidError(message, Problem("period", message))


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
