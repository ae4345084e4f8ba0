"""What other costs would have made of the figures, as it is shown."""

from datetime import date

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.trades.usecases.about import AnswerAbout
from ballast_core.trades.usecases.trades_view import CostsAsk


class CostEffect(Entity):
    """One figure with the costs of the files and with the others; `unit` tells how to read it."""

    figure: str
    unit: Unit
    before: float | None
    after: float | None
    change: float | None


class FileCosts(Entity):
    """Net profit of a file with both costs; `break_even` is what a side of a contract may cost at most."""

    ref: str
    label: str
    sides: float
    before: float
    after: float
    break_even: float | None


class CostsView(View):
    """Headline figures and marked equity with the costs of the files and with others.

    Costs fall on the day of the entry and on that of the exit. `break_even` is the cost of a side of a
    contract at which the closed trades earn nothing.
    """

    about: AnswerAbout
    ask: CostsAsk
    effects: tuple[CostEffect, ...]
    files: tuple[FileCosts, ...]
    break_even: float | None
    days: list[date]
    equity_before: list[float]
    equity_after: list[float]
    raw_points: int
    sent_points: int

    def table(self) -> Table:
        """Return a row a figure."""
        return Table(
            "Other costs",
            (
                Column("figure", [effect.figure for effect in self.effects]),
                Column("before", [effect.before for effect in self.effects], "number"),
                Column("after", [effect.after for effect in self.effects], "number"),
                Column("change", [effect.change for effect in self.effects], "number"),
            ),
            self.about.notes,
        )
