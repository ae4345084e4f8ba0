"""What the best weights of files are asked with, and what is answered."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from ballast_core.flows.weighing import WeighedFile, WeighSpec
from ballast_core.research import WeightGoal
from ballast_core.shared.table import Column, Table, View

type Dollars = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class OptimizeSpec(WeighSpec):
    """Which weights are best, and how many contracts that makes.

    `capital` in dollars is what the weights divide: the account equity of the selection unless given.
    `units` are the dollars of capital that one contract of a file (by id) or symbol stands for: its initial
    margin unless given.
    """

    capital: Dollars | None = None
    units: Mapping[str, Dollars] = Field(default_factory=dict)


class WeightRow(WeighedFile):
    """The weight of a file and the contracts that come nearest to it.

    `variance_share` is what the file brings of the variance of the whole; `active` the fraction of days on
    which it made or lost anything. `unit` is the dollars of capital a contract stands for, None when
    nobody knows; `exact_contracts` what the weight would buy of them, `contracts` whole ones, `held_weight`
    the weight of those, and `gap` that less the weight.
    """

    weight: float
    variance_share: float
    active: float
    unit: float | None
    exact_contracts: float | None
    contracts: int | None
    held_weight: float | None
    gap: float | None


class OptimizationView(View):
    """The best weights of files, with contracts to match.

    `expected_return` and `risk` are fractions of the capital a day, risk in the unit of its measure (the
    root of a variance); `annual_return` is the daily one times 365. `warnings` say what to mind.
    """

    goal: WeightGoal
    rows: tuple[WeightRow, ...]
    expected_return: float
    annual_return: float
    risk: float
    capital: float
    used_capital: float
    start: date
    end: date
    days: int
    key: str
    data_version: str
    warnings: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a file."""
        rows = self.rows
        aim = f"{self.goal.objective.value} of {self.goal.risk.value}".replace("_", " ")
        return Table(
            title=f"Weights: {aim}, {self.start} to {self.end}",
            columns=(
                Column("file", [row.name for row in rows]),
                Column("symbol", [row.symbol for row in rows]),
                Column("strategy", [row.strategy for row in rows]),
                Column("weight", [row.weight for row in rows], "fraction"),
                Column("variance_share", [row.variance_share for row in rows], "fraction"),
                Column("unit", [row.unit for row in rows], "money"),
                Column("exact_contracts", [row.exact_contracts for row in rows], "number"),
                Column("contracts", [row.contracts for row in rows], "count"),
                Column("held_weight", [row.held_weight for row in rows], "fraction"),
                Column("gap", [row.gap for row in rows], "fraction"),
            ),
            notes=self.warnings,
        )
