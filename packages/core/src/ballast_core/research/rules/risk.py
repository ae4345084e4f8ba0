"""What each risk measure makes of a series of returns."""

from collections.abc import Callable, Mapping
from math import log

import numpy as np

from ballast_core.research.entities import RiskMeasure, WeightGoal
from ballast_core.shared.arrays import Floats

_DAYS_A_YEAR = 365
_GOLDEN = (5**0.5 - 1) / 2
_STEPS = 120


def daily_rate(goal: WeightGoal) -> float:
    """Return the risk-free rate of a calendar day."""
    return goal.risk_free / _DAYS_A_YEAR


def risk_of(returns: Floats, goal: WeightGoal) -> float:
    """Return the risk of a series by the measure of a goal, a fraction of capital; losses count positive.

    Shapes: (n,) with n >= 2, no NaN. Variance and semi-variance are given as their roots, from the mean and
    with n - 1; the first lower partial moment is the mean shortfall below the risk-free rate. Drawdowns are
    those of the running sum, which starts at a peak of 0.
    """
    return _MEASURES[goal.risk](returns, goal)


def _deviation(returns: Floats, _: WeightGoal) -> float:
    return float(returns.std(ddof=1))


def _semi_deviation(returns: Floats, _: WeightGoal) -> float:
    below = np.minimum(returns - returns.mean(), 0)
    return float(np.sqrt((below**2).sum() / (returns.size - 1)))


def _absolute_deviation(returns: Floats, _: WeightGoal) -> float:
    return float(np.abs(returns - returns.mean()).mean())


def _shortfall(returns: Floats, goal: WeightGoal) -> float:
    return float(np.maximum(daily_rate(goal) - returns, 0).mean())


def _worst(returns: Floats, _: WeightGoal) -> float:
    return float(-returns.min())


def _tail_mean(losses: Floats, alpha: float) -> float:
    # Rockafellar and Uryasev (2000): the mean of the worst alpha, the observation at its edge in part.
    ordered = np.sort(losses)[::-1]
    size = alpha * losses.size
    whole = int(size)
    if whole >= ordered.size:
        return float(ordered.mean())
    return float((ordered[:whole].sum() + (size - whole) * ordered[whole]) / size)


def _cvar(returns: Floats, goal: WeightGoal) -> float:
    return _tail_mean(-returns, goal.alpha)


def _evar(returns: Floats, goal: WeightGoal) -> float:
    # Ahmadi-Javid (2012): the least over z of z log(E[exp(-r / z)] / alpha), one valley in log z.
    losses = -returns
    greatest = float(losses.max())

    def bound(log_z: float) -> float:
        z = float(np.exp(log_z))
        return greatest + z * (log(float(np.exp((losses - greatest) / z).mean())) - log(goal.alpha))

    scale = greatest - float(losses.min())
    if scale <= 0:
        return greatest  # one loss, every day
    low, high = log(scale) - 12.0, log(scale) + 12.0
    for _ in range(_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        low, high = (low, right) if bound(left) < bound(right) else (left, high)
    return min(bound((low + high) / 2), greatest)  # as z nears 0, it nears the worst


def _drawdowns(returns: Floats) -> Floats:
    total = np.cumsum(returns)
    return np.maximum(np.maximum.accumulate(total), 0) - total


def _cdar(returns: Floats, goal: WeightGoal) -> float:
    return _tail_mean(_drawdowns(returns), goal.alpha)


def _max_drawdown(returns: Floats, _: WeightGoal) -> float:
    return float(_drawdowns(returns).max())


def _average_drawdown(returns: Floats, _: WeightGoal) -> float:
    return float(_drawdowns(returns).mean())


def _ulcer(returns: Floats, _: WeightGoal) -> float:
    return float(np.sqrt((_drawdowns(returns) ** 2).mean()))


def _gini(returns: Floats, _: WeightGoal) -> float:
    # The mean distance between two different days, by ranks.
    size = returns.size
    ranks = 2 * np.arange(1, size + 1) - size - 1
    return float(2 * (ranks * np.sort(returns)).sum() / (size * (size - 1)))


_MEASURES: Mapping[RiskMeasure, Callable[[Floats, WeightGoal], float]] = {
    RiskMeasure.VARIANCE: _deviation,
    RiskMeasure.SEMI_VARIANCE: _semi_deviation,
    RiskMeasure.MEAN_ABSOLUTE_DEVIATION: _absolute_deviation,
    RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT: _shortfall,
    RiskMeasure.CVAR: _cvar,
    RiskMeasure.EVAR: _evar,
    RiskMeasure.WORST_REALIZATION: _worst,
    RiskMeasure.CDAR: _cdar,
    RiskMeasure.MAX_DRAWDOWN: _max_drawdown,
    RiskMeasure.AVERAGE_DRAWDOWN: _average_drawdown,
    RiskMeasure.ULCER_INDEX: _ulcer,
    RiskMeasure.GINI_MEAN_DIFFERENCE: _gini,
}
