"""The estimators of skfolio, by objective and measure; importing this imports skfolio."""

import warnings
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from ballast_adapters.solvers.gini import least_gini
from ballast_adapters.solvers.solving import solve_with
from ballast_core.research import (
    Objective,
    RiskMeasure,
    SolverFailedError,
    WeightGoal,
    WeightProblem,
    Weights,
    daily_rate,
    limits_of,
)
from ballast_core.shared.arrays import Floats

# skfolio has no types: it comes in as what it is to a checker, anything.
_models: Any = import_module("skfolio.optimization")
_moments: Any = import_module("skfolio.moments")
_failures: Any = import_module("skfolio.exceptions")
_prior: Any = import_module("skfolio.prior").EmpiricalPrior
_measure: Any = import_module("skfolio").RiskMeasure

_SQUARED = {RiskMeasure.VARIANCE, RiskMeasure.SEMI_VARIANCE}
_OBJECTIVES: Mapping[Objective, str] = {
    Objective.MINIMUM_RISK: "MINIMIZE_RISK",
    Objective.MAXIMUM_RATIO: "MAXIMIZE_RATIO",
    Objective.MAXIMUM_RETURN: "MAXIMIZE_RETURN",
    Objective.MAXIMUM_UTILITY: "MAXIMIZE_UTILITY",
}
_WEIGHED_BY_RISK = {Objective.MINIMUM_RISK, Objective.MAXIMUM_RATIO, Objective.MAXIMUM_UTILITY}
_FAILURES = (
    _failures.ConvexOptimizationError,
    _failures.NonPositiveVarianceError,
    ValueError,
    ArithmeticError,
)
_WHAT_IT_SAYS = "the solver calls its answer inaccurate: compare it with another measure"


def weigh(problem: WeightProblem) -> Weights:
    """Return the best weights by skfolio. Raises as `Optimizer.solve`."""
    return solve_with("skfolio", _fit, _FAILURES, problem)


def _fit(problem: WeightProblem) -> tuple[Floats, tuple[str, ...]]:
    goal, values = problem.goal, problem.returns.values
    if goal.risk is RiskMeasure.GINI_MEAN_DIFFERENCE and goal.objective in _WEIGHED_BY_RISK:
        return least_gini(problem), ()
    # Daily returns are so small that a solver's tolerance would show; weights do not depend on the unit.
    scale = float(1 / np.sqrt(np.square(values).mean()))
    estimator = _estimator(problem, scale)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        estimator.fit(values * scale)
    inaccurate = any("inaccurate" in str(warning.message) for warning in heard)
    return np.asarray(estimator.weights_, np.float64), (_WHAT_IT_SAYS,) if inaccurate else ()


def _estimator(problem: WeightProblem, scale: float) -> Any:  # noqa: ANN401 - see above
    goal = problem.goal
    shrunk = goal.covariance == "ledoit_wolf"
    covariance = _moments.LedoitWolf() if shrunk else _moments.EmpiricalCovariance()
    prior = _prior(covariance_estimator=covariance)
    bounds: dict[str, Any] = {"min_weights": goal.least, "max_weights": goal.most}
    if goal.objective is Objective.INVERSE_VOLATILITY:
        return _models.InverseVolatility(prior_estimator=prior)
    if goal.objective is Objective.HIERARCHICAL_RISK_PARITY:
        measure = _measure[goal.risk.name]
        return _models.HierarchicalRiskParity(risk_measure=measure, prior_estimator=prior, **bounds)
    rows, most = _groups(problem)
    # The highest return is the same by any measure; the constraints of some would only get in the way.
    highest = goal.objective is Objective.MAXIMUM_RETURN
    common: dict[str, Any] = {
        "risk_measure": _measure["VARIANCE" if highest else goal.risk.name],
        "prior_estimator": prior,
        "left_inequality": rows,
        "right_inequality": most,
        "risk_free_rate": daily_rate(goal) * scale,
        "min_return": None if goal.least_return is None else goal.least_return * scale,
        "min_acceptable_return": _acceptable(goal, scale),
        "cvar_beta": 1 - goal.alpha,
        "evar_beta": 1 - goal.alpha,
        "cdar_beta": 1 - goal.alpha,
        **bounds,
    }
    if goal.objective is Objective.RISK_PARITY:
        if goal.risk is RiskMeasure.GINI_MEAN_DIFFERENCE:
            raise SolverFailedError("skfolio", "risk parity of Gini's mean difference takes too long")
        return _models.RiskBudgeting(**common)
    # A utility weighs return against risk: squared risk grows faster with the unit than return does.
    aversion = goal.risk_aversion / scale if goal.risk in _SQUARED else goal.risk_aversion
    aim = _models.ObjectiveFunction[_OBJECTIVES[goal.objective]]
    return _models.MeanRisk(objective_function=aim, risk_aversion=aversion, **common)


def _groups(problem: WeightProblem) -> tuple[Floats | None, Floats | None]:
    # The bounds of single weights and the least return go in by names of their own.
    plain = problem.goal.model_copy(update={"least": 0.0, "most": 1.0, "least_return": None})
    groups = limits_of(WeightProblem(problem.returns, plain))[1:]
    if not groups:
        return None, None
    return np.vstack([one.rows for one in groups]), np.concatenate([one.bounds for one in groups])


def _acceptable(goal: WeightGoal, scale: float) -> float | None:
    # The mean is the measure of semi-variance; a shortfall counts below the risk-free rate.
    return daily_rate(goal) * scale if goal.risk is RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT else None
