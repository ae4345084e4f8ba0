"""MemoryOptimizer: minimum variance and inverse volatility without any library; for tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.research import (
    InfeasibleError,
    Objective,
    RiskMeasure,
    SolverFailedError,
    WeightProblem,
    Weights,
    broken,
    check,
    described,
    for_ends,
    for_return,
    inverse_volatility,
    targets,
    tidy,
)
from ballast_core.shared.arrays import Floats
from ballast_core.shared.progress import Progress, Tell

_STEPS = 3_000


@dataclass(frozen=True, slots=True)
class MemoryOptimizer:
    """Knows single bounds and a least return; other limits only where its answer happens to keep them."""

    async def solve(self, problem: WeightProblem) -> Weights:
        """Return the best weights."""
        return _solve(problem)

    async def frontier(self, problem: WeightProblem, points: int, tell: Tell) -> Sequence[Weights]:
        """Return weights of least risk, by return."""
        low, high = (_solve(end) for end in for_ends(problem))
        between = targets(low.expected_return, high.expected_return, points)
        tell(Progress(done=2, total=points, said="both ends"))
        found = (_solve(for_return(problem, target)) for target in between)
        return (low, *found, high) if high.expected_return > low.expected_return else (low,)


def _solve(problem: WeightProblem) -> Weights:
    check(problem)
    _check_bounds(problem)
    goal, values = problem.goal, problem.returns.values
    if goal.objective is Objective.INVERSE_VOLATILITY:
        found = inverse_volatility(values.var(axis=0))
    elif goal.objective is Objective.MAXIMUM_RETURN:
        found = _projected(values.mean(axis=0) * 1e6, goal.least, goal.most)
    elif goal.objective is Objective.MINIMUM_RISK and goal.risk is RiskMeasure.VARIANCE:
        found = _least_variance(problem)
    else:
        raise SolverFailedError("memory", f"it knows nothing of {goal.objective.value} of {goal.risk.value}")
    weights = tidy(found)
    if limit := broken(problem, weights):
        raise SolverFailedError("memory", f"its answer does not keep {limit}")
    return described(problem, weights)


def _check_bounds(problem: WeightProblem) -> None:
    goal, means = problem.goal, problem.returns.values.mean(axis=0)
    share = 1 / means.size
    if goal.most < share - 1e-9:
        raise InfeasibleError(f"{goal.most:g} of each at most", f"raise it to {share:g} at least")
    if goal.least > share + 1e-9:
        raise InfeasibleError(f"{goal.least:g} of each at least", f"lower it to {share:g} at most")
    best = float(means @ _projected(means * 1e6, goal.least, goal.most))
    if goal.least_return is not None and goal.least_return > best * (1 + 1e-6):
        name = f"a return of {goal.least_return:.3g} a day at least"
        raise InfeasibleError(name, f"lower it to {best:.3g} at most")


def _least_variance(problem: WeightProblem) -> Floats:
    goal, values = problem.goal, problem.returns.values / problem.returns.values.std()
    covariance = np.atleast_2d(np.cov(values, rowvar=False))
    if goal.least_return is None:
        return _descended(covariance, np.zeros(len(covariance)), goal.least, goal.most)
    means = problem.returns.values.mean(axis=0)
    # The more a unit of return is worth, the more of it the answer has: look for the price that just does.
    low, high = 0.0, 1.0
    unit = means / np.ptp(means)
    while _descended(covariance, unit * high, goal.least, goal.most) @ means < goal.least_return * (1 - 1e-9):
        high *= 2
        if high > 1e9:
            break
    for _ in range(40):
        middle = (low + high) / 2
        enough = _descended(covariance, unit * middle, goal.least, goal.most) @ means >= goal.least_return
        low, high = (low, middle) if enough else (middle, high)
    return _descended(covariance, unit * high, goal.least, goal.most)


def _descended(covariance: Floats, reward: Floats, least: float, most: float) -> Floats:
    # Projected gradient with momentum (Beck and Teboulle, 2009) on w'Cw / 2 - reward'w.
    step = 1 / float(np.linalg.eigvalsh(covariance)[-1])
    at = ahead = np.full(len(reward), 1 / len(reward))
    pace = 1.0
    for _ in range(_STEPS):
        before, at = at, _projected(ahead - step * (covariance @ ahead - reward), least, most)
        faster = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead, pace = at + (pace - 1) / faster * (at - before), faster
        if np.abs(at - before).max() < 1e-11:
            break
    return at


def _projected(point: Floats, least: float, most: float) -> Floats:
    # The nearest weights within bounds that sum to 1: all are moved by one amount. Their sum falls in
    # straight pieces as it grows, so it is found between two of the bends.
    bends = np.sort(np.concatenate([point - least, point - most]))
    totals = np.clip(point - bends[:, None], least, most).sum(axis=1)
    by = np.interp(-1.0, -totals, bends)
    return np.asarray(np.clip(point - by, least, most), np.float64)
