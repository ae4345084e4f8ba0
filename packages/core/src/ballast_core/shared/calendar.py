"""Sessions: the days on which a market trades, and when each of them begins and ends."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Days, Instants


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
        start, end = np.searchsorted(self.days, first), np.searchsorted(self.days, last, side="right")
        return self.days[start:end]
