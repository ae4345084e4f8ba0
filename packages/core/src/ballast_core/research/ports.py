"""What research needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from ballast_core.research.entities import WeightProblem, Weights
from ballast_core.shared.progress import Tell


class Optimizer(Protocol):
    """Finds weights; runs elsewhere, so that nobody is held up, and can be canceled."""

    async def solve(self, problem: WeightProblem) -> Weights:
        """Return the best weights.

        Raises `InfeasibleError`, `NotEnoughDataError`, `SolverFailedError`, `SolverMissingError`.
        """
        ...

    async def frontier(self, problem: WeightProblem, points: int, tell: Tell) -> Sequence[Weights]:
        """Return weights of least risk for returns from the least risky to the highest, in that order.

        Raises as `solve`.
        """
        ...
