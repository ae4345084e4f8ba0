"""RiskfolioOptimizer: weights by Riskfolio-Lib, in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballast_adapters.solvers.asking import ask, ask_frontier
from ballast_core.research import SolverMissingError, WeightProblem, Weights
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import Tell


def solve(problem: WeightProblem) -> Weights:
    """Return the best weights; runs where Riskfolio-Lib may be imported. Raises `SolverMissingError`."""
    try:
        from ballast_adapters.solvers.riskfolio_models import weigh
    except ModuleNotFoundError as error:
        raise SolverMissingError("Riskfolio-Lib", "riskfolio") from error

    return weigh(problem)


@dataclass(frozen=True, slots=True)
class RiskfolioOptimizer:
    """Finds weights with Riskfolio-Lib."""

    computing: Computing

    async def solve(self, problem: WeightProblem) -> Weights:
        """Return the best weights."""
        return await ask(self.computing, solve, problem)

    async def frontier(self, problem: WeightProblem, points: int, tell: Tell) -> Sequence[Weights]:
        """Return weights of least risk, by return."""
        return await ask_frontier(self.computing, solve, problem, points, tell)
