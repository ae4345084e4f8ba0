"""The limits of a goal, each as rows of `A w <= b`."""

from dataclasses import dataclass

import numpy as np

from ballast_core.research.entities import WeightProblem
from ballast_core.shared.arrays import Floats

_ENOUGH = 1e-5
"""How far an answer of a solver may be beside a limit; a hundredth of what weights are compared by."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit that a person set: `rows @ w <= bounds`.

    Shapes: rows (m, k), bounds (m,). `edge` is the number that was set, `upper` tells that it is the most
    (else the least), `unit` what one of it is worth when limits are compared.
    """

    name: str
    rows: Floats
    bounds: Floats
    edge: float
    upper: bool = False
    unit: float = 1.0

    def relaxed(self, by: float) -> str:
        """Return what to say when the limit would have to give by this much."""
        if self.unit != 1.0:  # a return, not a share
            return f"lower it to {self.edge - by:.3g} at most"
        need = self.edge + by if self.upper else self.edge - by
        # Rounded to the side that helps.
        shown = np.ceil(need * 1e4 - 1e-6) / 1e4 if self.upper else np.floor(max(need, 0) * 1e4 + 1e-6) / 1e4
        return f"raise it to {shown:g} at least" if self.upper else f"lower it to {shown:g} at most"


def limits_of(problem: WeightProblem) -> tuple[Limit, ...]:
    """Return every limit of a problem but that weights sum to 1; those that bound nothing are left out."""
    goal, labels = problem.goal, problem.returns.labels
    count = len(labels)
    eye = np.eye(count)
    found: list[Limit] = []
    if goal.most < 1:
        found.append(
            Limit(f"{goal.most:g} of each at most", eye, np.full(count, goal.most), goal.most, upper=True)
        )
    found.append(
        Limit(f"{goal.least:g} of each at least", -eye, np.full(count, -goal.least), goal.least, upper=False)
    )
    for group in goal.groups:
        row = np.array([[float(label in group.labels) for label in labels]])
        if group.most < 1:
            name = f"{group.name} {group.most:g} at most"
            found.append(Limit(name, row, np.array([group.most]), group.most, upper=True))
        if group.least > 0:
            name = f"{group.name} {group.least:g} at least"
            found.append(Limit(name, -row, np.array([-group.least]), group.least, upper=False))
    if goal.least_return is not None:
        means = problem.returns.values.mean(axis=0)
        name = f"a return of {goal.least_return:.3g} a day at least"
        unit = float(np.ptp(means)) or float(np.abs(means).max()) or 1e-9
        found.append(
            Limit(name, -means[None, :], np.array([-goal.least_return]), goal.least_return, unit=unit)
        )
    return tuple(found)


def broken(problem: WeightProblem, weights: Floats) -> str:
    """Return the name of the first limit that weights do not keep, or an empty text."""
    for limit in limits_of(problem):
        if (limit.rows @ weights - limit.bounds > _ENOUGH * limit.unit).any():
            return limit.name
    return "" if abs(weights.sum() - 1) <= _ENOUGH else "weights sum to 1"
