"""What can be selected, and what a selection comes to."""

from datetime import date

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Selection
from ballast_core.trades.usecases.about import AnswerAbout


class SelectableFile(Entity):
    """A file that can be selected, whether it is, and the multiplier in force.

    `exact_sides` tells that long and short equity are marked day by day; otherwise closed profit stands in.
    """

    id: str
    name: str
    symbol: str
    interval_minutes: int | None
    strategy: str
    selected: bool
    multiplier: float
    closed_trades: int
    open_trades: int
    first_day: date | None
    last_day: date | None
    has_marks: bool
    exact_sides: bool


class SelectableSymbol(Entity):
    """A symbol, whether it is selected, and what one contract of it is in this selection.

    `margin` is the initial margin in force: the greatest override of its selected files and itself, else the
    table's. `table_margin` and `point_value` are the table's. What is unknown is empty.
    """

    symbol: str
    selected: bool
    margin: float | None
    overridden: bool
    table_margin: float | None
    point_value: float | None
    currency: str
    as_of: date | None
    source: str


class SelectionView(View):
    """All that can be selected, and what this selection takes of it.

    `selection` is the normal form, `query` its canonical spelling in an address. The days of `about` span
    what is selected, `first_day` and `last_day` all files. `empty` says why nothing is left, or is empty
    itself; then `about` has no days.
    """

    about: AnswerAbout
    selection: Selection
    query: dict[str, str]
    files: tuple[SelectableFile, ...]
    symbols: tuple[SelectableSymbol, ...]
    intervals: tuple[int, ...]
    strategies: tuple[str, ...]
    directions: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    empty: str

    def table(self) -> Table:
        """Return a row a file."""
        files = self.files
        return Table(
            "files that can be selected",
            (
                Column("id", [one.id for one in files]),
                Column("name", [one.name for one in files]),
                Column("symbol", [one.symbol for one in files]),
                Column("interval_minutes", [one.interval_minutes for one in files], "count"),
                Column("strategy", [one.strategy for one in files]),
                Column("selected", [one.selected for one in files], "flag"),
                Column("multiplier", [one.multiplier for one in files], "number"),
                Column("closed_trades", [one.closed_trades for one in files], "count"),
                Column("open_trades", [one.open_trades for one in files], "count"),
                Column("first_day", [one.first_day for one in files], "day"),
                Column("last_day", [one.last_day for one in files], "day"),
                Column("exact_sides", [one.exact_sides for one in files], "flag"),
            ),
            (*self.about.notes, *([self.empty] if self.empty else [])),
        )
