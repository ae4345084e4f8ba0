"""Strict conversion of columns of cells: a value of the right type, or a fault that names the cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Instants, Ints
from ballast_core.trades.entities import Cell
from ballast_core.trades.parsing.faults import Faults, quoted

FIRST_YEAR, LAST_YEAR = 1900, 2199
_FIRST, _LAST = np.datetime64("1900-01-01"), np.datetime64("2200-01-01")
_NUMBERS = {float, int}
_STAMPS = {datetime, date}
_EPOCH = date(1970, 1, 1).toordinal()
_MOST = 1e15
_DAY_US = 86_400_000_000
_KINDS: Mapping[type, str] = {str: "text", bool: "true or false", time: "time", timedelta: "length of time"}


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of cells, and how to name the place of each."""

    values: Sequence[Cell]
    what: str
    place: Callable[[int], str]

    def __len__(self) -> int:
        return len(self.values)


def floats(cells: Cells, faults: Faults) -> Floats:
    """Return finite numbers; whatever else a cell holds is a fault, and NaN in its place."""
    kinds = set(map(type, cells.values))
    if kinds <= _NUMBERS:
        numbers = np.array(cells.values, np.float64)
    else:
        numbers = np.array(
            [value if type(value) in _NUMBERS else np.nan for value in cells.values], np.float64
        )
    for row in np.flatnonzero(~np.isfinite(numbers)).tolist():
        faults.note(cells.place(row), f"{cells.what}: {_not_a(cells.values[row], 'number')}")
    return numbers


def floats_or_absent(cells: Cells, faults: Faults) -> Floats:
    """Return finite numbers, NaN for a cell that is empty or `n/a`; whatever else is a fault."""
    absent = np.array([is_absent(value) for value in cells.values], np.bool_)
    there = np.flatnonzero(~absent).tolist()
    numbers = np.full(len(cells), np.nan)
    if there:
        values = [cells.values[row] for row in there]
        numbers[there] = floats(Cells(values, cells.what, lambda row: cells.place(there[row])), faults)
    return numbers


def instants(cells: Cells, faults: Faults) -> Instants:
    """Return moments of the years that a trading program can know; whatever else is a fault, and NaT."""
    stamps = _stamps(cells.values)
    for row in np.flatnonzero(~((stamps >= _FIRST) & (stamps < _LAST))).tolist():
        faults.note(cells.place(row), f"{cells.what}: {_not_a_date(cells.values[row])}")
    return stamps


def days(cells: Cells, faults: Faults) -> Days:
    """Return days; a moment with a time of day is a fault."""
    stamps = instants(cells, faults)
    whole = stamps.astype("datetime64[D]")
    for row in np.flatnonzero(~np.isnat(stamps) & (whole != stamps)).tolist():
        faults.note(cells.place(row), f"{cells.what}: a day is expected, not {quoted(cells.values[row])}")
    return whole


def _stamps(values: Sequence[Cell]) -> Instants:
    """Return moments and days as microseconds, NaT for anything else; days are counted, which is quick."""
    kinds = set(map(type, values))
    if kinds <= {date}:
        return _ordinals(values).astype("datetime64[D]").astype("datetime64[us]")
    if kinds <= _STAMPS:
        within = [_since_midnight(at) if isinstance(at, datetime) else 0 for at in values]
        moments = _ordinals(values) * _DAY_US + np.array(within, np.int64)
        return moments.astype("datetime64[us]")
    return np.array([value if type(value) in _STAMPS else None for value in values], "datetime64[us]")


def _since_midnight(at: datetime) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def _ordinals(values: Sequence[Cell]) -> Ints:
    """Return days since 1970."""
    days = map(date.toordinal, cast("Sequence[date]", values))
    return np.fromiter(days, np.int64, len(values)) - _EPOCH


def whole(numbers: Floats) -> Ints:
    """Return whole numbers from 0 on, -1 for all others."""
    fits = (numbers >= 0) & (numbers < _MOST) & (numbers == np.floor(numbers))
    return np.where(fits, numbers, -1).astype(np.int64)


def is_absent(cell: Cell) -> bool:
    """Return whether a cell is empty or says `n/a`."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in {"", "n/a"})


def is_empty(cell: Cell) -> bool:
    """Return whether there is nothing in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> str:
    """Return a cell as text: a name may look like a number."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    named = ""
    left = column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        named = chr(ord("A") + letter) + named
    return named


def _not_a(cell: Cell, wanted: str) -> str:
    if is_empty(cell):
        return f"a {wanted} is expected, but the cell is empty"
    if isinstance(cell, float):
        return f"a {wanted} is expected, not {cell}"
    kind = _KINDS.get(cell.__class__, "date")
    return f"a {wanted} is expected, not the {kind} {quoted(cell)!r}"


def _not_a_date(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected, not {cell.year}"
    if type(cell) in _NUMBERS:
        return f"a date is expected, not the number {cell}: the cell has no date format"
    return _not_a(cell, "date")
