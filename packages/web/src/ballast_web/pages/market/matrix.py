"""The matrix of coverage: a row a symbol, a column a month, months alike of one year in one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from ballast_core.market import Grade, MonthMatrix, MonthRow, SymbolCoverage

MOST_PIECES = 60
"""Cells of a row; where there are more holes, those of a year side by side are one."""

type Mark = Literal["full", "good", "fair", "poor", "void", "off"]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a symbol: sessions that have a bar, of those expected. `name` is `2026-03`."""

    name: str
    present: int
    expected: int
    grade: Grade | None

    @property
    def mark(self) -> Mark:
        """How it is drawn."""
        return mark_of(self.present, self.expected, self.grade)


@dataclass(frozen=True, slots=True)
class Piece:
    """Months side by side that are drawn as one cell; `hole` is what a form sends to have it mended."""

    months: int
    mark: Mark
    said: str
    hole: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A symbol: what is counted of it, and its cells."""

    there: SymbolCoverage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix ready to be drawn; `years` are the heads, and how many months stand below each."""

    first: str
    months: int
    years: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]


def matrix_of(symbols: Sequence[SymbolCoverage], matrix: MonthMatrix) -> Matrix:
    """Return the matrix of these symbols, in their order."""
    names = [named(month) for month in matrix.months]
    known = {row.symbol: row for row in matrix.rows}
    rows = tuple(Row(one, tuple(pieces(names, known[one.symbol]))) for one in symbols)
    years = tuple((year, len(list(some))) for year, some in groupby(names, key=_year))
    return Matrix(names[0] if names else "", len(names), years, rows)


def named(month: date) -> str:
    """Return a month as addresses have it."""
    return f"{month:%Y-%m}"


def months_of(months: Sequence[date], row: MonthRow) -> list[Month]:
    """Return the months of one symbol."""
    columns = zip(months, row.present, row.expected, row.grades, strict=True)
    return [Month(named(month), present, expected, grade) for month, present, expected, grade in columns]


def pieces(names: Sequence[str], row: MonthRow) -> list[Piece]:
    """Return the cells of a row: runs of months that are whole, void or not expected, and single holes."""
    counted = zip(row.present, row.expected, row.grades, strict=True)
    marks: list[Mark] = [mark_of(*one) for one in counted]
    runs = _runs(names, marks, _ALONE)
    if len(runs) > MOST_PIECES:
        rough: list[Mark] = ["poor" if mark in _HOLES else mark for mark in marks]
        runs = _runs(names, rough, ())
    return [_piece(names, row, first, last) for first, last in runs]


def mark_of(present: int, expected: int, grade: Grade | None) -> Mark:
    """Return how so many sessions are drawn: `off` where none is expected, `void` where none is there."""
    if present >= expected:
        return "full" if expected else "off"
    if not present:
        return "void"
    return "good" if grade is Grade.GOOD else "fair" if grade is Grade.FAIR else "poor"


_ALONE: tuple[Mark, ...] = ("good", "fair", "poor")
_HOLES: tuple[Mark, ...] = (*_ALONE, "void")


def _runs(names: Sequence[str], marks: Sequence[Mark], alone: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the first and the last month of each run of one mark within a year."""
    begins = [
        at
        for at, mark in enumerate(marks)
        if not at or mark != marks[at - 1] or mark in alone or names[at].endswith("-01")
    ]
    return [(first, after - 1) for first, after in zip(begins, [*begins[1:], len(marks)], strict=True)]


def _piece(names: Sequence[str], row: MonthRow, first: int, last: int) -> Piece:
    present, expected = sum(row.present[first : last + 1]), sum(row.expected[first : last + 1])
    when = names[first] if first == last else f"{names[first]} to {names[last]}"
    mark = mark_of(present, expected, row.grades[first])
    match mark:
        case "off":
            return Piece(last - first + 1, mark, f"{when}: none expected")
        case "full":
            return Piece(last - first + 1, mark, f"{when}: complete")
        case _:
            hole = f"{row.symbol} {names[first]} {names[last]}"
            return Piece(last - first + 1, mark, f"{when}: {present} of {expected}", hole)


def _year(name: str) -> str:
    return name[:4]
