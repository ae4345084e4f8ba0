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
        """How it is drawn: `off` where nothing is expected, `void` where nothing is there."""
        if not self.expected:
            return "off"
        if self.present >= self.expected:
            return "full"
        if not self.present:
            return "void"
        return "good" if self.grade is Grade.GOOD else "fair" if self.grade is Grade.FAIR else "poor"


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
    rows = tuple(
        Row(one, tuple(pieces(one.symbol, months_of(matrix.months, known[one.symbol])))) for one in symbols
    )
    years = tuple((year, len(list(some))) for year, some in groupby(names, key=lambda name: name[:4]))
    return Matrix(names[0] if names else "", len(names), years, rows)


def named(month: date) -> str:
    """Return a month as addresses have it."""
    return f"{month:%Y-%m}"


def months_of(months: Sequence[date], row: MonthRow) -> list[Month]:
    """Return the months of one symbol."""
    columns = zip(months, row.present, row.expected, row.grades, strict=True)
    return [Month(named(month), present, expected, grade) for month, present, expected, grade in columns]


def pieces(symbol: str, months: Sequence[Month]) -> list[Piece]:
    """Return the cells of a row: runs of months that are whole, void or not expected, and single holes."""
    made = _joined(symbol, months, apart=True)
    return made if len(made) <= MOST_PIECES else _joined(symbol, months, apart=False)


def _joined(symbol: str, months: Sequence[Month], *, apart: bool) -> list[Piece]:
    def kind(numbered: tuple[int, Month]) -> tuple[str, str, int]:
        at, one = numbered
        hole = one.mark not in {"full", "off"}
        alone = apart and hole and one.mark != "void"
        return one.name[:4], one.mark if apart or not hole else "poor", at if alone else -1

    runs = ([one for _, one in some] for _, some in groupby(enumerate(months), key=kind))
    return [_piece(symbol, run) for run in runs]


def _piece(symbol: str, run: Sequence[Month]) -> Piece:
    present, expected = sum(one.present for one in run), sum(one.expected for one in run)
    first, last = run[0].name, run[-1].name
    when = first if first == last else f"{first} to {last}"
    mark = Month(first, present, expected, run[0].grade).mark
    match mark:
        case "off":
            return Piece(len(run), mark, f"{when}: none expected")
        case "full":
            return Piece(len(run), mark, f"{when}: complete")
        case _:
            return Piece(len(run), mark, f"{when}: {present} of {expected}", f"{symbol} {first} {last}")
