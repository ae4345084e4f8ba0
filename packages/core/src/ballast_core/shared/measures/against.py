"""One series against a benchmark: how it moves with it, and what it earns beside it."""

from math import sqrt

import numpy as np

from ballast_core.shared.arrays import Floats
from ballast_core.shared.errors import InvalidError

_FLAT = 1e-12  # rounding alone


def relative_strength(values: Floats, benchmark: Floats) -> Floats:
    """Return how values stand to a benchmark's, 100 at the first point; it rises where they gain on it.

    Shapes: (n,) and (n,) of the same days in, (n,) out.
    Units: 100 is as at the first point, 110 is a tenth more.
    NaN: where either has none, or the benchmark is not positive; all of it if the first point has none.
    Raises: nothing.
    Source: definition, ratio of both rebased to the first point.
    """
    ratio = values / np.where(benchmark > 0, benchmark, np.nan)
    first = ratio[0] if ratio.size and ratio[0] > 0 else np.nan
    return 100 * ratio / first


def beta(returns: Floats, benchmark: Floats) -> float:
    """Return by how much returns move where the benchmark's move by one.

    Shapes: (n,) and (n,) of the same steps in, scalar out.
    Units: none.
    NaN: a step that either lacks is dropped before anything else.
    Raises: InvalidError if fewer than two steps are left, or the benchmark does not move.
    Source: Sharpe (1964), Journal of Finance 19(3); covariance over variance.
    """
    kept, other = _both(returns, benchmark)
    if float(np.ptp(other)) <= _FLAT:
        raise InvalidError("the benchmark does not move; nothing can be told against it")
    apart = other - other.mean()
    return float(np.mean((kept - kept.mean()) * apart) / np.mean(apart**2))


def alpha(returns: Floats, benchmark: Floats, per_year: float) -> float:
    """Return what is earned beside beta times the benchmark's return, at a risk-free rate of 0.

    Shapes: (n,) and (n,) of the same steps in, scalar out.
    Units: fraction a year; `per_year` is the number of steps a year.
    NaN: as `beta`.
    Raises: as `beta`.
    Source: Jensen (1968), Journal of Finance 23(2); arithmetic mean times steps a year.
    """
    kept, other = _both(returns, benchmark)
    return float(kept.mean() - beta(kept, other) * other.mean()) * per_year


def tracking_error(returns: Floats, benchmark: Floats, per_year: float) -> float:
    """Return the standard deviation of the returns less the benchmark's, annualized.

    Shapes: (n,) and (n,) of the same steps in, scalar out.
    Units: fraction a year; `per_year` is the number of steps a year.
    NaN: as `beta`.
    Raises: InvalidError if fewer than two steps are left.
    Source: Grinold & Kahn (2000), Active Portfolio Management; n - 1 in the denominator.
    """
    kept, other = _both(returns, benchmark)
    return float(np.std(kept - other, ddof=1)) * sqrt(per_year)


def information_ratio(returns: Floats, benchmark: Floats, per_year: float) -> float:
    """Return the mean of the returns less the benchmark's over its standard deviation, annualized.

    Shapes: (n,) and (n,) of the same steps in, scalar out.
    Units: per square root of a year; `per_year` is the number of steps a year.
    NaN: as `beta`.
    Raises: InvalidError if fewer than two steps are left, or the difference is always the same.
    Source: Grinold & Kahn (2000), Active Portfolio Management; arithmetic mean times steps a year.
    """
    kept, other = _both(returns, benchmark)
    ahead = kept - other
    if float(np.ptp(ahead)) <= _FLAT:
        raise InvalidError("it moves as the benchmark does; there is nothing to set a lead against")
    return float(ahead.mean() / np.std(ahead, ddof=1)) * sqrt(per_year)


def _both(returns: Floats, benchmark: Floats) -> tuple[Floats, Floats]:
    keep = np.isfinite(returns) & np.isfinite(benchmark)
    if int(keep.sum()) < 2:
        raise InvalidError(f"{int(keep.sum())} steps in common are too few; at least 2 are needed")
    return returns[keep], benchmark[keep]
