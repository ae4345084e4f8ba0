"""The portfolios of Riskfolio-Lib, by objective and measure; importing this imports Riskfolio-Lib."""

import warnings
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from ballast_adapters.solvers.solving import solve_with
from ballast_core.research import (
    Objective,
    RiskMeasure,
    SolverFailedError,
    WeightProblem,
    Weights,
    daily_rate,
    inverse_volatility,
    limits_of,
)
from ballast_core.shared.arrays import Floats

_riskfolio: Any = import_module("riskfolio")
_pandas: Any = import_module("pandas")

_NAME = "Riskfolio-Lib"
_MEASURES: Mapping[RiskMeasure, str] = {
    RiskMeasure.VARIANCE: "MV",
    RiskMeasure.SEMI_VARIANCE: "MSV",
    RiskMeasure.MEAN_ABSOLUTE_DEVIATION: "MAD",
    RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT: "FLPM",
    RiskMeasure.CVAR: "CVaR",
    RiskMeasure.EVAR: "EVaR",
    RiskMeasure.WORST_REALIZATION: "WR",
    RiskMeasure.CDAR: "CDaR",
    RiskMeasure.MAX_DRAWDOWN: "MDD",
    RiskMeasure.AVERAGE_DRAWDOWN: "ADD",
    RiskMeasure.ULCER_INDEX: "UCI",
    RiskMeasure.GINI_MEAN_DIFFERENCE: "GMD",
}
_OBJECTIVES = {
    Objective.MINIMUM_RISK: "MinRisk",
    Objective.MAXIMUM_RATIO: "Sharpe",
    Objective.MAXIMUM_RETURN: "MaxRet",
    Objective.MAXIMUM_UTILITY: "Utility",
}
_GINI_DAYS = 750
"""Beyond so many days a program over all pairs of them takes minutes and gigabytes."""


def weigh(problem: WeightProblem) -> Weights:
    """Return the best weights by Riskfolio-Lib. Raises as `Optimizer.solve`."""
    return solve_with(_NAME, _fit, (ValueError, ArithmeticError, TypeError, NameError), problem)


def _fit(problem: WeightProblem) -> tuple[Floats, tuple[str, ...]]:
    goal, returns = problem.goal, problem.returns
    if goal.objective is Objective.INVERSE_VOLATILITY:
        return inverse_volatility(returns.values.var(axis=0)), ()
    if goal.risk is RiskMeasure.GINI_MEAN_DIFFERENCE and len(returns) > _GINI_DAYS:
        raise SolverFailedError(_NAME, f"Gini's mean difference of over {_GINI_DAYS} days takes too long")
    scale = float(1 / returns.values.std())
    frame = _pandas.DataFrame(returns.values * scale, index=returns.days, columns=list(returns.labels))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' about each other; a failure is a None below
        found = _hierarchical(problem, frame) if _by_tree(problem) else _convex(problem, frame, scale)
    if found is None:
        raise ValueError("no solver of its list came to an end")
    return np.asarray(found["weights"].to_numpy(), np.float64), ()


def _by_tree(problem: WeightProblem) -> bool:
    return problem.goal.objective is Objective.HIERARCHICAL_RISK_PARITY


def _covariance(problem: WeightProblem) -> str:
    return "ledoit" if problem.goal.covariance == "ledoit_wolf" else "hist"


def _hierarchical(problem: WeightProblem, frame: Any) -> Any:  # noqa: ANN401 - a pandas frame; it has no types
    goal, count = problem.goal, frame.shape[1]
    bounds = (goal.most, goal.least)
    most, least = (_pandas.Series([bound] * count, index=frame.columns) for bound in bounds)
    portfolio = _riskfolio.HCPortfolio(returns=frame, alpha=goal.alpha, w_max=most, w_min=least)
    return portfolio.optimization(
        model="HRP",
        codependence="pearson",
        rm=_MEASURES[goal.risk],
        method_cov=_covariance(problem),
        linkage="ward",
        leaf_order=True,
    )


def _convex(problem: WeightProblem, frame: Any, scale: float) -> Any:  # noqa: ANN401 - likewise
    goal = problem.goal
    portfolio = _riskfolio.Portfolio(returns=frame, alpha=goal.alpha, upperlng=goal.most, lowerlng=goal.least)
    portfolio.assets_stats(method_mu="hist", method_cov=_covariance(problem))
    plain = goal.model_copy(update={"least": 0.0, "most": 1.0, "least_return": None})
    groups = limits_of(WeightProblem(problem.returns, plain))[1:]
    if goal.objective is Objective.RISK_PARITY:
        groups = limits_of(problem)  # it knows no bounds of single weights by name
    if groups:
        portfolio.ainequality = np.vstack([one.rows for one in groups])
        portfolio.binequality = np.concatenate([one.bounds for one in groups])[:, None]
    if goal.least_return is not None:
        portfolio.lowerret = goal.least_return * scale
    measure, rate = _MEASURES[goal.risk], daily_rate(goal) * scale
    if goal.objective is Objective.RISK_PARITY:
        return portfolio.rp_optimization(model="Classic", rm=measure, rf=rate, hist=True)
    # A utility weighs return against risk: variance grows faster with the unit than return does.
    squared = goal.risk is RiskMeasure.VARIANCE
    aversion = goal.risk_aversion / scale if squared else goal.risk_aversion
    return portfolio.optimization(
        model="Classic", rm=measure, obj=_OBJECTIVES[goal.objective], rf=rate, l=aversion, hist=True
    )
