"""Where models that share their history part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import to_date
from ballast_core.shared.series import Series


@dataclass(frozen=True, slots=True)
class Fork:
    """The last point up to which series are one and the same, and how many points that is.

    `parted` is False where one of them simply ends there: they never differ.
    """

    day: date
    points: int
    parted: bool


def common_prefix(series: Sequence[Series]) -> Fork | None:
    """Return how far all series have the same days with the same values from the first point on.

    Shapes: k series in; None if there are fewer than two, or their first points differ already.
    Units: any; values must be exactly equal.
    NaN: not accepted, equal to nothing.
    Raises: nothing.
    Source: definition.
    """
    if len(series) < 2:
        return None
    first = series[0]
    points = min(len(one) for one in series)
    shortest = points
    for other in series[1:]:
        same_day = first.days[:points] == other.days[:points]
        alike = same_day & (first.values[:points] == other.values[:points])
        points = points if bool(alike.all()) else int(np.argmin(alike))
    return Fork(to_date(first.days[points - 1]), points, parted=points < shortest) if points else None
