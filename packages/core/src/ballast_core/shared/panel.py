"""Panel: values of several things on the same days."""

from dataclasses import dataclass

from ballast_core.shared.arrays import Days, Floats


@dataclass(frozen=True, slots=True)
class Panel:
    """Values by day and label.

    Shapes: days (n,) `datetime64[D]`, strictly ascending; labels k of them; values (n, k) float64.
    """

    days: Days
    labels: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        return int(self.days.size)
