"""What a question must bring before a solver is asked, and what is said of its answer."""

from dataclasses import replace

import numpy as np

from ballast_core.research.entities import Objective, WeightProblem, Weights
from ballast_core.research.errors import NotEnoughDataError
from ballast_core.research.rules.risk import daily_rate, risk_of
from ballast_core.shared.arrays import Floats
from ballast_core.shared.errors import Problem

_FEWEST_DAYS = 2
_STILL = 1e-12


def check(problem: WeightProblem) -> None:
    """Raise `NotEnoughDataError` for what no solver can learn from, naming every label."""
    values, labels = problem.returns.values, problem.returns.labels
    if not labels:
        raise NotEnoughDataError("there is nothing to weigh; select a file at least")
    if len(values) < _FEWEST_DAYS:
        raise NotEnoughDataError(f"{len(values)} days are too few to weigh anything; choose a longer window")
    with np.errstate(invalid="ignore"):
        deviations = values.std(axis=0)  # not a number where one of the days is not
    holes = [labels[at] for at in np.flatnonzero(~np.isfinite(deviations))]
    if holes:
        raise NotEnoughDataError(
            f"there are days without a return: {', '.join(holes)}; choose the window that all have in common",
            *(Problem(label, "days without a return") for label in holes),
        )
    still = [labels[at] for at in np.flatnonzero(deviations < _STILL)]
    if still:
        raise NotEnoughDataError(
            f"nothing moves on any day of the window: {', '.join(still)}; leave it out",
            *(Problem(label, "its returns are the same on every day") for label in still),
        )
    rate = daily_rate(problem.goal)
    if problem.goal.objective is Objective.MAXIMUM_RATIO and not (values.mean(axis=0) > rate).any():
        raise NotEnoughDataError("nothing earned more than the risk-free rate, so no ratio is best")


def described(problem: WeightProblem, weights: Floats, *said: str) -> Weights:
    """Return weights with the return and the risk that they would have had."""
    series = problem.returns.values @ weights
    return Weights(
        weights=tuple(float(weight) for weight in weights),
        expected_return=float(series.mean()),
        risk=risk_of(series, problem.goal),
        said=said,
    )


def tidy(weights: Floats) -> Floats:
    """Return weights without the dust of a solver, summing to 1."""
    clean = np.where(np.abs(weights) < 1e-7, 0.0, weights)
    return np.asarray(clean / clean.sum(), np.float64)


def inverse_volatility(variances: Floats) -> Floats:
    """Return weights (k,) in inverse proportion to the deviation of each thing."""
    inverse = 1 / np.sqrt(variances)
    return np.asarray(inverse / inverse.sum(), np.float64)


def variance_shares(returns: Floats, weights: Floats) -> Floats:
    """Return the share (k,) of the whole variance that each of (n, k) returns brings."""
    covariance = np.atleast_2d(np.cov(returns, rowvar=False))
    parts = weights * (covariance @ weights)
    whole = parts.sum()
    return np.asarray(parts / whole if whole > 0 else np.zeros_like(parts), np.float64)


def for_return(problem: WeightProblem, least_return: float) -> WeightProblem:
    """Return the question for the least risk at this return or more."""
    goal = problem.goal.model_copy(update={"objective": Objective.MINIMUM_RISK, "least_return": least_return})
    return replace(problem, goal=goal)


def for_ends(problem: WeightProblem) -> tuple[WeightProblem, WeightProblem]:
    """Return the questions for the least risk and for the highest return, the ends of a frontier."""
    low = problem.goal.model_copy(update={"objective": Objective.MINIMUM_RISK})
    high = problem.goal.model_copy(update={"objective": Objective.MAXIMUM_RETURN})
    return replace(problem, goal=low), replace(problem, goal=high)


def targets(low: float, high: float, points: int) -> tuple[float, ...]:
    """Return the returns between the ends of a frontier, both ends apart."""
    return tuple(float(target) for target in np.linspace(low, high, points)[1:-1])
