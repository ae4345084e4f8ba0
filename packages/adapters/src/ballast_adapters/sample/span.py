"""The time that the sample covers, and the share of it that has passed on a day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

DAY = np.timedelta64(1, "D")
_FULL_DATES = 2500
_FULL_CALENDAR_DAYS = 4820
_DATES_A_WEEK = 5.3
"""Every weekday and a few days of weekends, where the number of dates is asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first status date to the last; `dates` of them have a record.

    `dense`: no weekday is missing. Otherwise the dates are as thin and irregular as in real files.
    """

    first: np.datetime64
    last: np.datetime64
    dates: int
    dense: bool

    def at(self, fraction: float) -> np.datetime64:
        """Return the day on which this fraction of the span has passed."""
        return self.first + int((self.last - self.first) / DAY * fraction) * DAY


def make_span(dates: int | None, end: date) -> Span:
    """Return the span of `dates` status dates that ends at `end`; the full one without a number."""
    calendar_days = _FULL_CALENDAR_DAYS if dates is None else -int(-dates * 7 // _DATES_A_WEEK)
    last = np.datetime64(end, "D")
    return Span(last - (calendar_days - 1) * DAY, last, dates or _FULL_DATES, dense=dates is not None)
