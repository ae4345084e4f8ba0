"""Series: one value a day, oldest first."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Days, Floats


@dataclass(frozen=True, slots=True)
class Series:
    """Days and their values.

    Shapes: days (n,) `datetime64[D]`, strictly ascending; values (n,) float64.
    """

    days: Days
    values: Floats

    def __len__(self) -> int:
        return int(self.days.size)

    def finite(self) -> "Series":
        """Return the points that have a value."""
        keep = np.isfinite(self.values)
        return self if bool(keep.all()) else Series(self.days[keep], self.values[keep])
