"""How files move together: by profit, return, drawdown or slope, by value or by rank."""

from itertools import combinations_with_replacement

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.shared.measures import correlation

SLOPE_DAYS = 20


def returns_on_account(profit: Floats, capital: float) -> Floats:
    """Return the profit of each day over the equity of the day before.

    Shapes: (n, k) profit by day and file in, (n, k) out.
    Units: fraction a day; each file has an account of `capital` of its own.
    NaN: where equity is not positive.
    Raises: nothing.
    Source: definition.
    """
    before = equity(profit, capital) - profit
    return profit / np.where(before > 0, before, np.nan)


def drawdowns_of_account(profit: Floats, capital: float) -> Floats:
    """Return the equity of each day against the highest so far, less 1; the capital counts as a peak.

    Shapes: (n, k) profit by day and file in, (n, k) out.
    Units: fraction, never positive.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    value = equity(profit, capital)
    return value / np.maximum(np.maximum.accumulate(value, axis=0), capital) - 1


def equity(profit: Floats, capital: float) -> Floats:
    """Return the equity at the end of each day.

    Shapes: (n, k) profit by day and file in, (n, k) out.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    return capital + np.cumsum(profit, axis=0)


def slopes(profit: Floats, days: int = SLOPE_DAYS) -> Floats:
    """Return the slope of the least-squares line through the equity of the last `days` days.

    It is a weighted sum of the profits between them, so flat equity has a slope of exactly 0.

    Shapes: (n, k) profit by day and file in, (n, k) out.
    Units: money a day.
    NaN: on the days before there are enough.
    Raises: nothing.
    Source: least squares on 0, 1, 2 ...
    """
    at = np.arange(days) - (days - 1) / 2
    weights = np.cumsum((at / (at @ at))[::-1])  # of the profit of today, of yesterday ...
    size = len(profit)
    found = np.full(profit.shape, np.nan)
    if size >= days:
        found[days - 1 :] = 0.0
        for back, weight in enumerate(weights[: days - 1]):
            found[days - 1 :] += weight * profit[days - 1 - back : size - back]
    return found


def ranks(values: Floats) -> Floats:
    """Return the rank of each value in its column, from 1; equal ones share the mean of their ranks.

    Shapes: (n, k) in, (n, k) out.
    Units: none.
    NaN: none is allowed.
    Raises: nothing.
    Source: Spearman (1904), American Journal of Psychology 15(1), with mid-ranks.
    """
    ranked = np.empty(values.shape)
    for column in range(values.shape[1]):
        ranked[:, column] = _ranks(values[:, column])
    return ranked


def correlations(values: Floats, *, by_rank: bool = False) -> Floats:
    """Return how the columns move together.

    Shapes: (n, k) in, (k, k) out.
    Units: none, within -1 and 1.
    NaN: a row with one is dropped; a column that does not move has NaN with all, itself included; all
        of it with fewer than two rows.
    Raises: nothing.
    Source: Pearson, sample moments; Spearman (1904), the same of ranks.
    """
    kept = values[np.isfinite(values).all(axis=1)]
    if len(kept) < 2:
        return np.full((values.shape[1],) * 2, np.nan)
    matrix = correlation(ranks(kept) if by_rank else kept)
    still = np.ptp(kept, axis=0) == 0
    matrix[still, :] = np.nan
    matrix[:, still] = np.nan
    return matrix


def pairwise(values: Floats, begins: Ints, ends: Ints) -> tuple[Floats, Ints]:
    """Return the correlation of every pair over the rows that both have, and how many they are.

    Shapes: values (n, k), begins and ends (k,), the first row of a column and the one after its last, in;
        (k, k) coefficients and (k, k) counts out.
    Units: none.
    NaN: a row with one is left out for its column; a pair without two rows, or one of which does not move
        in them, has none.
    Raises: nothing.
    Source: as `correlations`; sums over common rows by products of what is there with what both have.
    """
    row = np.arange(len(values))[:, None]
    there = (row >= begins) & (row < ends) & np.isfinite(values)
    have = there.astype(np.float64)
    size = have.T @ have
    mean = np.where(there, values, 0.0).sum(axis=0) / np.maximum(have.sum(axis=0), 1)
    kept = np.where(there, values - mean, 0.0)  # near 0, so that sums of squares lose little
    sums, squares = kept.T @ have, (kept**2).T @ have
    with np.errstate(divide="ignore", invalid="ignore"):
        together = kept.T @ kept - sums * sums.T / size
        apart = squares - sums**2 / size
        apart[apart <= 1e-12 * squares] = np.nan  # rounding alone
        matrix = together / np.sqrt(apart * apart.T)
    matrix[size < 2] = np.nan
    np.fill_diagonal(matrix, np.where(np.isfinite(np.diag(matrix)), 1.0, np.nan))
    return np.clip(matrix, -1.0, 1.0), np.rint(size).astype(np.int64)


def pairwise_by_rank(values: Floats, begins: Ints, ends: Ints) -> tuple[Floats, Ints]:
    """Return the rank correlation of every pair over the rows that both have, and how many they are.

    Shapes: as `pairwise`.
    Units: none.
    NaN: as `pairwise`.
    Raises: nothing.
    Source: Spearman (1904); each pair has ranks of its own, so this takes k squared times sorting.
    """
    size = values.shape[1]
    matrix, counts = np.full((size, size), np.nan), np.zeros((size, size), np.int64)
    for one, other in combinations_with_replacement(range(size), 2):
        first, last = max(begins[one], begins[other]), min(ends[one], ends[other])
        both = values[first : max(first, last)][:, [one, other]]
        both = both[np.isfinite(both).all(axis=1)]
        matrix[one, other] = matrix[other, one] = correlations(both, by_rank=True)[0, 1]
        counts[one, other] = counts[other, one] = len(both)
    return matrix, counts


def _ranks(values: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.append(True, ordered[1:] != ordered[:-1])
    firsts = np.flatnonzero(new)
    lasts = np.append(firsts[1:], values.size)
    middle = (firsts + lasts + 1) / 2  # of ranks first + 1 to last
    ranked = np.empty(values.size)
    ranked[order] = middle[np.cumsum(new) - 1]
    return ranked
