"""A question to a solver, and its answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from ballast_core.shared.entity import Entity
from ballast_core.shared.panel import Panel


class Objective(StrEnum):
    """What the weights are to achieve."""

    MINIMUM_RISK = "minimum_risk"
    MAXIMUM_RATIO = "maximum_ratio"
    MAXIMUM_RETURN = "maximum_return"
    MAXIMUM_UTILITY = "maximum_utility"
    RISK_PARITY = "risk_parity"
    HIERARCHICAL_RISK_PARITY = "hierarchical_risk_parity"
    INVERSE_VOLATILITY = "inverse_volatility"


class RiskMeasure(StrEnum):
    """What counts as risk."""

    VARIANCE = "variance"
    SEMI_VARIANCE = "semi_variance"
    MEAN_ABSOLUTE_DEVIATION = "mean_absolute_deviation"
    FIRST_LOWER_PARTIAL_MOMENT = "first_lower_partial_moment"
    CVAR = "cvar"
    EVAR = "evar"
    WORST_REALIZATION = "worst_realization"
    CDAR = "cdar"
    MAX_DRAWDOWN = "max_drawdown"
    AVERAGE_DRAWDOWN = "average_drawdown"
    ULCER_INDEX = "ulcer_index"
    GINI_MEAN_DIFFERENCE = "gini_mean_difference"


class GroupLimit(Entity):
    """Bounds on the summed weight of several things."""

    name: str
    labels: tuple[str, ...]
    least: float = Field(default=0.0, ge=0, le=1)
    most: float = Field(default=1.0, ge=0, le=1)


class WeightGoal(Entity):
    """What is wanted of the weights, and within which limits; fractions of the whole.

    `alpha` is the tail that CVaR, EVaR and CDaR look at (0.05: the worst twentieth). `risk_free` is a
    fraction a year, `risk_aversion` the weight of risk in a utility, `least_return` a fraction a day.
    """

    objective: Objective = Objective.MINIMUM_RISK
    risk: RiskMeasure = RiskMeasure.VARIANCE
    covariance: Literal["sample", "ledoit_wolf"] = "sample"
    alpha: float = Field(default=0.05, gt=0, lt=1)
    risk_free: float = 0.0
    risk_aversion: float = Field(default=2.0, gt=0)
    least: float = Field(default=0.0, ge=0, le=1)
    most: float = Field(default=1.0, gt=0, le=1)
    groups: tuple[GroupLimit, ...] = ()
    least_return: float | None = None
    solver: Literal["skfolio", "riskfolio"] = "skfolio"

    @model_validator(mode="after")
    def _bounds_have_an_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"the least weight ({self.least}) is above the most ({self.most})")
        return self


@dataclass(frozen=True, slots=True)
class WeightProblem:
    """Returns of things by day (fractions of one capital), and the goal."""

    returns: Panel
    goal: WeightGoal


@dataclass(frozen=True, slots=True)
class Weights:
    """One answer of a solver.

    Shapes: `weights` one a label of the problem, summing to 1. `expected_return` a fraction a day; `risk`
    in the unit of the risk measure, a day (variance is given as its square root). `said` is what to mind.
    """

    weights: tuple[float, ...]
    expected_return: float
    risk: float
    said: tuple[str, ...] = ()
