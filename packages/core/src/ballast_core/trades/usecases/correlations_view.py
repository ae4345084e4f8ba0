"""How files move together, as it is asked for and shown."""

from datetime import date
from typing import Literal

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout

type CorrelationMode = Literal["pl", "returns", "drawdown_pct", "slope"]
type CorrelationMethod = Literal["pearson", "spearman"]


class CorrelationAsk(Entity):
    """What is compared: daily profit, returns on account, drawdown of account equity, or its 20-day slope."""

    mode: CorrelationMode = "pl"
    method: CorrelationMethod = "pearson"


class CorrelationLabel(Entity):
    """A file of the matrix, and the days it covers."""

    ref: str
    label: str
    first_day: date
    last_day: date


class CorrelationsView(View):
    """Coefficients of every pair of files; a file that does not move, or no common day, leaves a gap.

    All pairs are compared over the `days` that all files have in common, from `first_day` to `last_day`.
    When there are none, `common` is false and each pair stands on its own days. `overlap` counts the days
    behind each coefficient.
    """

    about: AnswerAbout
    mode: CorrelationMode
    method: CorrelationMethod
    labels: tuple[CorrelationLabel, ...]
    matrix: tuple[tuple[float | None, ...], ...]
    overlap: tuple[tuple[int, ...], ...]
    common: bool
    first_day: date | None
    last_day: date | None
    days: int

    def table(self) -> Table:
        """Return a row for each pair of files."""
        size = len(self.labels)
        pairs = [(row, column) for row in range(size) for column in range(row + 1, size)]
        return Table(
            f"Correlations of {self.mode}, {self.method}",
            (
                Column("file", [self.labels[row].ref for row, _ in pairs]),
                Column("name", [self.labels[row].label for row, _ in pairs]),
                Column("other_file", [self.labels[column].ref for _, column in pairs]),
                Column("other_name", [self.labels[column].label for _, column in pairs]),
                Column("correlation", [self.matrix[row][column] for row, column in pairs], "number"),
                Column("days", [self.overlap[row][column] for row, column in pairs], "count"),
            ),
            self.about.notes,
        )
