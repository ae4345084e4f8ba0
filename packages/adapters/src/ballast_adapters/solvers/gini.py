"""Gini's mean difference by its ranks: quick where a program over all pairs of days takes minutes.

Of a portfolio it is a sum over the days in their order, so its gradient costs one sort; over hundreds of
days it bends as smoothly as sequential quadratic programming (Kraft, 1988) needs.
"""

from importlib import import_module
from typing import Any

import numpy as np

from ballast_core.research import Objective, WeightProblem, daily_rate, limits_of
from ballast_core.shared.arrays import Floats

_optimize: Any = import_module("scipy.optimize")  # it has no types
_STEPS = 1000
_ENOUGH = 1e-12


def least_gini(problem: WeightProblem) -> Floats:
    """Return the weights (k,) that are best by Gini's mean difference; raises `ValueError` without any."""
    goal, scale = problem.goal, float(1 / problem.returns.values.std())
    values = problem.returns.values * scale
    excess = values.mean(axis=0) - daily_rate(goal) * scale
    limits = limits_of(problem)
    rows = np.vstack([one.rows / one.unit for one in limits])
    most = np.concatenate([one.bounds / one.unit for one in limits])
    whole = np.ones(values.shape[1])
    aversion, reward = 1.0, np.zeros_like(excess)
    if goal.objective is Objective.MAXIMUM_RATIO:
        # In units of excess return, limits are lines through 0 (Charnes and Cooper, 1962).
        rows, most, whole = rows - most[:, None], np.zeros_like(most), excess / excess.max()
    elif goal.objective is Objective.MAXIMUM_UTILITY:
        aversion, reward = goal.risk_aversion, excess

    def cost(weights: Floats) -> tuple[float, Floats]:
        slope = aversion * _slope(values, weights) - reward
        return float(slope @ weights), slope

    line = _optimize.LinearConstraint
    start = np.full(values.shape[1], 1 / values.shape[1])
    found = _optimize.minimize(
        cost,
        start / (whole @ start),
        jac=True,
        method="SLSQP",
        bounds=[(0, None)] * values.shape[1],
        constraints=[line(whole, 1, 1), line(rows, -np.inf, most)],
        options={"ftol": _ENOUGH, "maxiter": _STEPS},
    )
    if not found.success:
        raise ValueError(found.message)
    return np.asarray(found.x / found.x.sum(), np.float64)


def _slope(values: Floats, weights: Floats) -> Floats:
    size = len(values)
    ranks = 2 * np.arange(1, size + 1) - size - 1
    order = np.argsort(values @ weights, kind="stable")
    return np.asarray(2 * (ranks @ values[order]) / (size * (size - 1)), np.float64)
