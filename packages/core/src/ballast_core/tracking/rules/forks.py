"""Where models that share their history part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

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


def fork_of_many(series: Sequence[Series]) -> Fork | None:
    """Return the latest fork of any two of the series: from its day on no two of them are one history.

    Two series that never part are copies of one another; they have no fork and do not count.

    Shapes: k series in; None if no two of them share a beginning and part.
    Units: as `common_prefix`.
    NaN: as `common_prefix`.
    Raises: nothing.
    Source: definition.
    """
    prefixes = [common_prefix(pair) for pair in combinations(series, 2)]
    forks = [prefix for prefix in prefixes if prefix is not None and prefix.parted]
    return max(forks, key=lambda fork: fork.day, default=None)
