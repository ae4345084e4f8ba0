"""What an allocation of whole contracts is asked with, and what it answers."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Selection
from ballast_core.trades.rules.allocate import AllocationObjective

type Contracts = Annotated[int, Field(ge=0, le=10_000)]


class AllocateSpec(Entity):
    """How many contracts of each file to run: the files, the limits and the aim.

    `margin_cap`, `drawdown_budget` are fractions of the account equity of the selection; `least_use` is the
    fraction of the margin cap that `use_of_margin` wants used. `least` and `most` bound the contracts of a
    file by its id, `most_each` those of every file. `best` is how many answers are wanted.
    """

    selection: Selection = Selection()
    objective: AllocationObjective = AllocationObjective.RETURN_OVER_DRAWDOWN
    margin_cap: float = Field(default=0.6, gt=0, le=10)
    drawdown_budget: float = Field(default=0.25, gt=0, le=10)
    least_use: float = Field(default=0.9, gt=0, le=1)
    least: Mapping[str, Contracts] = Field(default_factory=dict)
    most: Mapping[str, Contracts] = Field(default_factory=dict)
    most_each: int | None = Field(default=None, ge=1, le=10_000)
    best: int = Field(default=5, ge=1, le=100)


class AllocationFile(Entity):
    """A file in an allocation: what one contract of it earned, risked and needs as margin, in dollars."""

    id: str
    name: str
    symbol: str
    strategy: str
    margin: float
    profit: float
    max_drawdown: float


class Allocation(Entity):
    """Whole contracts by file, in the order of the files, and what they would have done together.

    `score` is profit a year divided by the deepest drawdown, None when there was none. Dollars;
    `max_drawdown` is positive, of the daily marked curve from a start of 0; `margin` is the greatest that
    was needed at one time, `margin_share` that as a fraction of the account equity.
    """

    contracts: tuple[int, ...]
    score: float | None
    total_profit: float
    annual_profit: float
    max_drawdown: float
    margin: float
    margin_share: float


class AllocationView(View):
    """The best allocations found, the best first.

    `feasible` counts the vectors within every limit (the empty one apart), `looked_at` those that were
    computed. `exact` tells that there can be no better one; else `notes` say what was searched instead.
    `margin_cap` and `drawdown_budget` are in dollars; the budget is None where it does not count.
    """

    objective: AllocationObjective
    files: tuple[AllocationFile, ...]
    allocations: tuple[Allocation, ...]
    account_equity: float
    margin_cap: float
    drawdown_budget: float | None
    start: date
    end: date
    years: float
    feasible: int
    looked_at: int
    exact: bool
    key: str
    data_version: str
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row an allocation, a column of contracts for each file."""
        rows = self.allocations
        contracts = (
            Column(file.name, [row.contracts[at] for row in rows], "count")
            for at, file in enumerate(self.files)
        )
        return Table(
            title=f"Whole contracts, {self.start} to {self.end}",
            columns=(
                *contracts,
                Column("score", [row.score for row in rows], "number"),
                Column("total_profit", [row.total_profit for row in rows], "money"),
                Column("annual_profit", [row.annual_profit for row in rows], "money"),
                Column("max_drawdown", [row.max_drawdown for row in rows], "money"),
                Column("margin", [row.margin for row in rows], "money"),
                Column("margin_share", [row.margin_share for row in rows], "fraction"),
            ),
            notes=self.notes,
        )
