"""Sessions: the days on which a market trades, and when each of them begins and ends."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Days, Instants

ALWAYS = "24/7"
"""The calendar that trades on every UTC day."""
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions of one calendar over a span of days.

    Shapes: days (n,) `datetime64[D]`, strictly ascending; opens and closes (n,) `datetime64[us]`, UTC.
    """

    calendar: str
    days: Days
    opens: Instants
    closes: Instants

    def __len__(self) -> int:
        return int(self.days.size)

    def between(self, first: np.datetime64, last: np.datetime64) -> Days:
        """Return the sessions from `first` to `last`, both included; empty when there is none."""
        return self.days[self._part(first, last)]

    def within(self, first: date, last: date) -> "Sessions":
        """Return the sessions from `first` to `last`, both included, with their opens and closes."""
        part = self._part(np.datetime64(first, "D"), np.datetime64(last, "D"))
        return Sessions(self.calendar, self.days[part], self.opens[part], self.closes[part])

    def _part(self, first: np.datetime64, last: np.datetime64) -> slice:
        start, end = np.searchsorted(self.days, first), np.searchsorted(self.days, last, side="right")
        return slice(int(start), int(end))


def round_the_clock(first: date, last: date) -> Sessions:
    """Return every UTC day from `first` to `last`, from midnight to midnight."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + _DAY)
    opens = days.astype("datetime64[us]")
    return Sessions(ALWAYS, days, opens, (days + _DAY).astype("datetime64[us]"))
