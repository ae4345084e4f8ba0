"""What an efficient frontier is asked with, and what is answered."""

from datetime import date

from pydantic import Field

from ballast_core.flows.weighing import WeighedFile, WeighSpec
from ballast_core.research import WeightGoal
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class FrontierSpec(WeighSpec):
    """Which weights have least risk for each return; `points` of them, the least risky first.

    Of the goal the objective does not count; risk measure, covariance and limits do.
    """

    points: int = Field(default=20, ge=2, le=200)


class FrontierPoint(Entity):
    """Weights in the order of the files; return and risk are fractions of the capital a day."""

    weights: tuple[float, ...]
    expected_return: float
    risk: float


class SinglePoint(WeighedFile):
    """A file alone, for comparison."""

    expected_return: float
    risk: float


class FrontierView(View):
    """The efficient frontier of files: weights of least risk, from the least risky to the highest return."""

    goal: WeightGoal
    files: tuple[WeighedFile, ...]
    points: tuple[FrontierPoint, ...]
    singles: tuple[SinglePoint, ...]
    start: date
    end: date
    days: int
    key: str
    data_version: str
    warnings: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a point, a column of weights for each file."""
        rows = self.points
        weights = (
            Column(file.name, [row.weights[at] for row in rows], "fraction")
            for at, file in enumerate(self.files)
        )
        risk = self.goal.risk.value.replace("_", " ")
        return Table(
            title=f"Efficient frontier of {risk}, {self.start} to {self.end}",
            columns=(
                Column("expected_return", [row.expected_return for row in rows], "fraction"),
                Column("risk", [row.risk for row in rows], "fraction"),
                *weights,
            ),
            notes=self.warnings,
        )
