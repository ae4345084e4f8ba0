"""Research: how much of what to hold, asked of solvers."""

from ballast_core.research.entities import (
    GroupLimit,
    Objective,
    RiskMeasure,
    WeightGoal,
    WeightProblem,
    Weights,
)
from ballast_core.research.errors import (
    InfeasibleError,
    NotEnoughDataError,
    SolverFailedError,
    SolverMissingError,
)
from ballast_core.research.ports import Optimizer

__all__ = [
    "GroupLimit",
    "InfeasibleError",
    "NotEnoughDataError",
    "Objective",
    "Optimizer",
    "RiskMeasure",
    "SolverFailedError",
    "SolverMissingError",
    "WeightGoal",
    "WeightProblem",
    "Weights",
]
