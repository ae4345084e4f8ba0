"""Dispersion, reward for risk, tails and shape of returns."""

from math import sqrt

import numpy as np

from ballast_core.shared.arrays import Floats
from ballast_core.shared.errors import InvalidError

TRADING_DAYS = 252.0

_FLAT = 1e-12  # returns of a constant growth differ by rounding alone


def volatility(returns: Floats, per_year: float) -> float:
    """Return the sample standard deviation of returns, annualized.

    Shapes: (n,) in, scalar out.
    Units: fraction a year; `per_year` is 252 or the observed number of returns a year.
    NaN: dropped before anything else.
    Raises: InvalidError if fewer than two returns are left.
    Source: definition, n - 1 in the denominator, square root of time.
    """
    return float(np.std(_finite(returns, 2), ddof=1)) * sqrt(per_year)


def sharpe(returns: Floats, per_year: float, rf: float = 0.0) -> float:
    """Return mean return above the risk-free rate over its standard deviation, annualized.

    Shapes: (n,) in, scalar out.
    Units: per square root of a year; `rf` a fraction a year, each return bears `rf / per_year`.
    NaN: dropped before anything else.
    Raises: InvalidError if fewer than two returns are left, or all are alike.
    Source: Sharpe (1994), Journal of Portfolio Management 21(1).
    """
    kept = _spread(returns, 2)
    return float((kept.mean() - rf / per_year) / np.std(kept, ddof=1)) * sqrt(per_year)


def sortino(returns: Floats, per_year: float, target: float = 0.0) -> float:
    """Return mean return above a target over the downside deviation, annualized.

    The downside deviation is the root of the mean square shortfall over all returns, those above the
    target counting 0.

    Shapes: (n,) in, scalar out.
    Units: per square root of a year; `target` a fraction a year, each return bears `target / per_year`.
    NaN: dropped before anything else.
    Raises: InvalidError if fewer than two returns are left, or none is below the target.
    Source: Sortino & van der Meer (1991), Journal of Portfolio Management 17(4).
    """
    excess = _finite(returns, 2) - target / per_year
    downside = float(np.sqrt(np.mean(np.minimum(excess, 0.0) ** 2)))
    if downside <= _FLAT:
        raise InvalidError("a Sortino ratio needs a return below the target")
    return float(excess.mean()) / downside * sqrt(per_year)


def var(returns: Floats, *, level: float = 0.95) -> float:
    """Return the loss that all but the worst `1 - level` of returns stay at or below.

    Shapes: (n,) in, scalar out.
    Units: fraction per step, as `returns`; a loss is positive.
    NaN: dropped before anything else.
    Raises: InvalidError if `level` is outside (0, 1) or nothing is left.
    Source: historical simulation; Rockafellar & Uryasev (2002), Journal of Banking & Finance 26.
    """
    losses, tail = _losses(returns, level)
    return float(losses[_whole(tail)])


def cvar(returns: Floats, *, level: float = 0.95) -> float:
    """Return the mean loss over the worst `1 - level` of returns.

    Shapes: (n,) in, scalar out.
    Units: fraction per step, as `returns`; a loss is positive.
    NaN: dropped before anything else.
    Raises: InvalidError if `level` is outside (0, 1) or nothing is left.
    Source: Rockafellar & Uryasev (2000), Journal of Risk 2(3), discrete case.
    """
    losses, tail = _losses(returns, level)
    whole = _whole(tail)
    edge = (tail - whole) * losses[whole]
    return float((losses[:whole].sum() + edge) / tail)


def positive_share(returns: Floats) -> float:
    """Return how many of the returns are above 0.

    Shapes: (n,) in, scalar out.
    Units: fraction of the returns.
    NaN: dropped before anything else.
    Raises: InvalidError if nothing is left.
    Source: definition.
    """
    return float(np.mean(_finite(returns, 1) > 0))


def skewness(returns: Floats) -> float:
    """Return the third standardized moment; below 0 the losses reach further than the gains.

    Shapes: (n,) in, scalar out.
    Units: none.
    NaN: dropped before anything else.
    Raises: InvalidError if fewer than three returns are left, or all are alike.
    Source: moment coefficient g1, n in the denominators.
    """
    kept = _spread(returns, 3)
    centered = kept - kept.mean()
    variance = float(np.mean(centered**2))
    return float(np.mean(centered * centered**2)) / (variance * sqrt(variance))


def kurtosis(returns: Floats) -> float:
    """Return the fourth standardized moment less 3; 0 for a normal distribution, above it for fat tails.

    Shapes: (n,) in, scalar out.
    Units: none.
    NaN: dropped before anything else.
    Raises: InvalidError if fewer than four returns are left, or all are alike.
    Source: moment coefficient g2, n in the denominators.
    """
    kept = _spread(returns, 4)
    squares = (kept - kept.mean()) ** 2
    return float(np.mean(squares * squares)) / float(np.mean(squares)) ** 2 - 3


def _finite(returns: Floats, least: int) -> Floats:
    kept = returns[np.isfinite(returns)]
    if kept.size < least:
        raise InvalidError(f"{kept.size} returns are too few; at least {least} are needed")
    return kept


def _spread(returns: Floats, least: int) -> Floats:
    kept = _finite(returns, least)
    if float(np.ptp(kept)) <= _FLAT:
        raise InvalidError("all returns are alike; a ratio to their dispersion means nothing")
    return kept


def _losses(returns: Floats, level: float) -> tuple[Floats, float]:
    if not 0 < level < 1:
        raise InvalidError(f"a level is between 0 and 1, not {level}")
    losses = np.sort(-_finite(returns, 1))[::-1]
    return losses, (1 - level) * losses.size


def _whole(tail: float) -> int:
    return int(tail + 1e-9)  # (1 - 0.9) x 10 is a little below the 1 that is meant
