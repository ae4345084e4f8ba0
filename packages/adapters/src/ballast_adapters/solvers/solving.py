"""What is the same for every solver: the checks before, the limits after, and what is said of a failure."""

from collections.abc import Callable

import numpy as np

from ballast_adapters.solvers.infeasible import infeasibility
from ballast_core.research import (
    Objective,
    SolverFailedError,
    WeightProblem,
    Weights,
    broken,
    check,
    described,
    tidy,
)
from ballast_core.shared.arrays import Floats

type Fit = Callable[[WeightProblem], tuple[Floats, tuple[str, ...]]]
"""Asks a library for weights, and for what it says of them."""


def solve_with(
    solver: str, fit: Fit, failures: tuple[type[Exception], ...], problem: WeightProblem
) -> Weights:
    """Return the weights that a library finds; `failures` are the exceptions by which it gives up.

    Raises as `Optimizer.solve`.
    """
    check(problem)
    found, said = np.ones(1), tuple[str, ...]()
    if len(problem.returns.labels) > 1:
        try:
            found, said = fit(problem)
        except failures as error:
            raise infeasibility(problem) or SolverFailedError(solver, str(error)) from error
    if not np.isfinite(found).all():
        raise infeasibility(problem) or SolverFailedError(solver, "it gave no numbers")
    weights = tidy(found)
    if limit := broken(problem, weights):
        raise infeasibility(problem) or SolverFailedError(solver, _unkept(problem, limit))
    return described(problem, weights, *said)


def _unkept(problem: WeightProblem, limit: str) -> str:
    if problem.goal.objective in {Objective.HIERARCHICAL_RISK_PARITY, Objective.INVERSE_VOLATILITY}:
        return f"{problem.goal.objective.value} weighs by a formula and cannot keep {limit}"
    return f"its answer does not keep {limit}"
