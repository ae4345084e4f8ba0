"""Several series side by side."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.series import Series


def align(series: Sequence[Series]) -> tuple[Days, Floats]:
    """Return the days on which every series has a value, and the values of those days.

    Shapes: k series in; days (n,), values (n, k) out; n is 0 if they have no day in common.
    Units: as the series.
    NaN: points without a value are dropped before anything else.
    Raises: InvalidError if there is no series.
    Source: definition.
    """
    if not series:
        raise InvalidError("there is no series to align")
    kept = [one.finite() for one in series]
    days = reduce(np.intersect1d, [one.days for one in kept])
    return days, np.column_stack([one.values[np.searchsorted(one.days, days)] for one in kept])


def correlation(returns: Floats) -> Floats:
    """Return how the columns move together.

    Shapes: (n, k) in, (k, k) out, symmetric, 1 on the diagonal.
    Units: none, within -1 and 1.
    NaN: a row with one is dropped; a column that does not move has NaN with all others.
    Raises: InvalidError if fewer than two rows are left.
    Source: Pearson, sample moments.
    """
    kept = returns[np.isfinite(returns).all(axis=1)]
    if len(kept) < 2:
        raise InvalidError(f"{len(kept)} returns in common are too few for a correlation; it needs 2")
    centered = kept - kept.mean(axis=0)
    length = np.sqrt((centered**2).sum(axis=0))
    length[np.ptp(kept, axis=0) <= 1e-12] = np.nan  # rounding alone
    unit = centered / length
    matrix = np.clip(unit.T @ unit, -1.0, 1.0)
    np.fill_diagonal(matrix, 1.0)
    return matrix
