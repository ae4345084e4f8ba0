"""A table inside a sheet: found by its header wherever it stands, read by the names of its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from ballast_core.trades.entities import Cell, Rows
from ballast_core.trades.parsing.cells import Cells, letters
from ballast_core.trades.parsing.faults import Faults, listed

SEARCHED_ROWS = 200
"""A header stands in one of the first rows."""

_SURE = {float, datetime, date}
"""Types of a first cell that tell at once that a row is not empty."""

type Names = Mapping[str, Sequence[str]]
"""Spellings of each column's header, by our name of the column; in small letters, single blanks."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a table stands, and which of its columns is in which column of the sheet."""

    sheet: str
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table, empty ones left out; `numbers` are their rows in the sheet, from 0."""

    header: Header
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]

    def column(self, name: str, what: str, step: slice = slice(None)) -> Cells:
        """Return the cells of a column; of an absent column empty cells."""
        at, numbers = self.header.columns.get(name), self.numbers[step]
        if at is None:
            return Cells([""] * len(numbers), what, lambda row: self.place(numbers[row], 0))
        values = [row[at] for row in self.rows[step]]
        return Cells(values, what, lambda row: self.place(numbers[row], at))

    def place(self, row: int, column: int | str = 0) -> str:
        """Return the name of a cell, such as `Trades List!G14`."""
        at = self.header.columns.get(column, 0) if isinstance(column, str) else column
        return place(self.header.sheet, row, at)


def place(sheet: str, row: int, column: int) -> str:
    """Return the name of a cell by its row and column, counted from 0."""
    return f"{sheet}!{letters(column)}{row + 1}" if sheet else f"line {row + 1}"


def folded(cell: Cell) -> str:
    """Return a label without regard to case and blanks; nothing for what is no text."""
    return _folded(cell) if isinstance(cell, str) else ""


@lru_cache(maxsize=4_096)
def _folded(label: str) -> str:
    return " ".join(label.casefold().replace("\u2013", "-").split())


def find_header(
    sheet: str, rows: Rows, names: Names, needed: int, reduce: Callable[[str], str] = str
) -> Header | None:
    """Return the first row that holds at least `needed` of the columns, or None.

    `reduce` takes from a label what is not part of its name.
    """
    spelled = {spelling: name for name, spellings in names.items() for spelling in spellings}
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        labels = [(at, cell) for at, cell in enumerate(row) if cell and isinstance(cell, str)]
        if len(labels) < needed:
            continue
        columns: dict[str, int] = {}
        for at, label in labels:
            named = folded(label)
            name = spelled.get(named) or spelled.get(reduce(named))
            if name is not None:
                columns.setdefault(name, at)
        if len(columns) >= needed:
            return Header(sheet, number, columns)
    return None


def demand(header: Header, names: Names, required: Sequence[str], faults: Faults) -> None:
    """Refuse a table that lacks one of the required columns."""
    missing = [names[name][0] for name in required if name not in header.columns]
    if missing:
        what = f"the header has no column {listed(missing)}"
        faults.refuse(place(header.sheet, header.row, 0), what)


def below(header: Header, rows: Rows, end: int | None = None) -> Grid:
    """Return the rows under a header that are not empty, up to row `end`."""
    kept: list[int] = []
    for number, row in enumerate(rows[header.row + 1 : end], header.row + 1):
        if type(row[0]) in _SURE or _is_filled(row):
            kept.append(number)
    return Grid(header, [rows[number] for number in kept], kept)


def _is_filled(row: Sequence[Cell]) -> bool:
    for cell in row:
        if cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace()):
            return True
    return False
