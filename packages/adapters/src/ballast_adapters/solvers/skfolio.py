"""SkfolioOptimizer: weights by skfolio, in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballast_adapters.solvers.asking import ask, ask_frontier
from ballast_core.research import WeightProblem, Weights
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import Tell


def solve(problem: WeightProblem) -> Weights:
    """Return the best weights; runs where skfolio may be imported."""
    from ballast_adapters.solvers.skfolio_models import weigh

    return weigh(problem)


@dataclass(frozen=True, slots=True)
class SkfolioOptimizer:
    """Finds weights with skfolio."""

    computing: Computing

    async def solve(self, problem: WeightProblem) -> Weights:
        """Return the best weights."""
        return await ask(self.computing, solve, problem)

    async def frontier(self, problem: WeightProblem, points: int, tell: Tell) -> Sequence[Weights]:
        """Return weights of least risk, by return."""
        return await ask_frontier(self.computing, solve, problem, points, tell)
