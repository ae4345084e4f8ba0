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
from ballast_core.research.rules.answers import (
    check,
    described,
    for_ends,
    for_return,
    inverse_volatility,
    targets,
    tidy,
    variance_shares,
)
from ballast_core.research.rules.contracts import whole_contracts
from ballast_core.research.rules.limits import Limit, broken, limits_of
from ballast_core.research.rules.risk import daily_rate, risk_of

__all__ = [
    "GroupLimit",
    "InfeasibleError",
    "Limit",
    "NotEnoughDataError",
    "Objective",
    "Optimizer",
    "RiskMeasure",
    "SolverFailedError",
    "SolverMissingError",
    "WeightGoal",
    "WeightProblem",
    "Weights",
    "broken",
    "check",
    "daily_rate",
    "described",
    "for_ends",
    "for_return",
    "inverse_volatility",
    "limits_of",
    "risk_of",
    "targets",
    "tidy",
    "variance_shares",
    "whole_contracts",
]
