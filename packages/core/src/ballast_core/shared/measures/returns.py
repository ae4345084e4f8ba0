"""Returns, the time they took, and growth a year."""

import numpy as np

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.series import Series

DAYS_A_YEAR = 365.25


def simple_returns(values: Floats) -> Floats:
    """Return each value against the one before, less 1.

    Shapes: (n,) in, (n - 1,) out; empty for fewer than two values.
    Units: fraction per step, whatever its length in days.
    NaN: a step from or to NaN is NaN, and so is a step from a value that is not positive.
    Raises: nothing.
    Source: definition.
    """
    before = np.where(values[:-1] > 0, values[:-1], np.nan)
    with np.errstate(over="ignore"):
        return values[1:] / before - 1


def total_return(values: Floats) -> float:
    """Return the last value against the first, less 1.

    Shapes: (n,) in, scalar out.
    Units: fraction over the whole time.
    NaN: dropped before anything else.
    Raises: InvalidError if no value is left or the first is not positive.
    Source: definition.
    """
    kept = values[np.isfinite(values)]
    if not kept.size or kept[0] <= 0:
        raise InvalidError("a total return needs a positive first value")
    with np.errstate(over="ignore"):
        return float(kept[-1] / kept[0] - 1)


def years(days: Days) -> float:
    """Return the calendar days from first to last, in years of 365.25 days.

    Shapes: (n,) ascending in, scalar out.
    Units: years; 0 for fewer than two days.
    NaN: days have none.
    Raises: nothing.
    Source: definition.
    """
    return float((days[-1] - days[0]).astype(np.int64)) / DAYS_A_YEAR if days.size else 0.0


def points_per_year(days: Days) -> float:
    """Return the observed frequency: steps from first to last a year.

    Shapes: (n,) ascending in, scalar out.
    Units: steps a year; about 252 where every trading day has a point.
    NaN: days have none.
    Raises: InvalidError for fewer than two days.
    Source: definition.
    """
    span = years(days)
    if span <= 0:
        raise InvalidError("a frequency needs two points on different days")
    return (days.size - 1) / span


def cagr(series: Series) -> float:
    """Return the constant growth a year that leads from the first value to the last.

    A time below a year is extended to one, which says little: show `total_return` there.

    Shapes: series (n,) in, scalar out.
    Units: fraction a year.
    NaN: points without a value are dropped before anything else.
    Raises: InvalidError for fewer than two points, a first value that is not positive or a negative last one.
    Source: definition, calendar days / 365.25.
    """
    kept = series.finite()
    span = years(kept.days)
    if span <= 0 or kept.values[0] <= 0 or kept.values[-1] < 0:
        raise InvalidError("growth a year needs two days, a positive first value and a last one not below 0")
    with np.errstate(over="ignore"):
        return float(np.power(kept.values[-1] / kept.values[0], 1 / span) - 1)
