"""How results spread: what is asked for, and the bins that come."""

from typing import Literal

from pydantic import Field

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout


class HistogramAsk(Entity):
    """Whose spread: the net of closed trades, or the marked profit of days; and how many equal bins."""

    of: Literal["trades", "days"] = "trades"
    bins: int = Field(default=50, ge=1, le=1_000)


class HistogramView(View):
    """Counts of results in equal bins from the least to the greatest, in dollars.

    `edges` has one more than `counts`. A bin holds its lower edge, the last one its upper edge, too.
    """

    about: AnswerAbout
    of: Literal["trades", "days"]
    edges: list[float]
    counts: list[int]
    least: float
    greatest: float
    mean: float
    median: float
    values: int

    def table(self) -> Table:
        """Return a row a bin."""
        return Table(
            f"spread of {self.of}",
            (
                Column("from", self.edges[:-1], "money"),
                Column("to", self.edges[1:], "money"),
                Column("count", self.counts, "count"),
            ),
            self.about.notes,
        )
