"""Lines over time, drawn with the characters of a terminal."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from math import isfinite

type Point = tuple[date, float]
type Dots = list[list[int]]
"""Rows of cells; the bits of a cell are the dots of a braille pattern."""

BRAILLE = 0x2800
_STEPS = " ▁▂▃▄▅▆▇█"
_DOTS_ACROSS, _DOTS_DOWN = 2, 4
_LEFT = (0x01, 0x02, 0x04, 0x40)  # from the top; Unicode numbers the lowest dots last
_RIGHT = (0x08, 0x10, 0x20, 0x80)


def points(days: Sequence[date], values: Sequence[object]) -> list[Point]:
    """Return the points that have a value; none where there are not two different days."""
    found = [
        (day, float(value))
        for day, value in zip(days, values, strict=True)
        if isinstance(value, float | int) and isfinite(value)
    ]
    return found if len({day for day, _ in found}) > 1 else []


def across(line: Sequence[Point], columns: int, first: date | None = None) -> list[float | None]:
    """Return a value a column: a column is a span of time, and has the last value in it or before it.

    Time runs from `first`, or else from the first point, to the last one; before its first point a line
    has no value.
    """
    days = [day for day, _ in line]
    start, last = first or days[0], days[-1]
    step = (last - start) / columns
    ends = [start + timedelta(days=step * (at + 1) / timedelta(days=1)) for at in range(columns - 1)]
    seen = [bisect_right(days, end) for end in (*ends, last)]
    return [line[at - 1][1] if at else None for at in seen]


def filled(values: Sequence[float], rows: int) -> list[str]:
    """Return the rows of a chart in which each column is filled up to its value, the top row first."""
    low, high = min(values), max(values)
    heights = [_eighths(value, low, high, rows) for value in values]
    return [
        "".join(_STEPS[min(max(height - 8 * level, 0), 8)] for height in heights)
        for level in reversed(range(rows))
    ]


def traced(values: Sequence[float | None], rows: int, low: float, high: float) -> Dots:
    """Return the dots of a line between two heights; two values make a column."""
    cells = _cells(values, rows)
    before: int | None = None
    for at, value in enumerate(values):
        if value is None:
            before = None
            continue
        down = _depth(value, rows, low, high)
        _mark(cells, at, down, down if before is None else before)
        before = down
    return cells


def hung(values: Sequence[float | None], rows: int, low: float) -> Dots:
    """Return the dots of an area that hangs from zero down to each value; two values make a column."""
    cells = _cells(values, rows)
    for at, value in enumerate(values):
        if value:  # at zero nothing hangs
            _mark(cells, at, 0, _depth(value, rows, low, 0))
    return cells


def _cells(values: Sequence[float | None], rows: int) -> Dots:
    columns = -(-len(values) // _DOTS_ACROSS)
    return [[0] * columns for _ in range(rows)]


def _depth(value: float, rows: int, low: float, high: float) -> int:
    lowest = rows * _DOTS_DOWN - 1
    share = (high - value) / (high - low) if high > low else 0.5
    return min(max(round(share * lowest), 0), lowest)


def _mark(cells: Dots, at: int, one: int, other: int) -> None:
    bits = _RIGHT if at % _DOTS_ACROSS else _LEFT
    for down in range(min(one, other), max(one, other) + 1):
        cells[down // _DOTS_DOWN][at // _DOTS_ACROSS] |= bits[down % _DOTS_DOWN]


def _eighths(value: float, low: float, high: float, rows: int) -> int:
    return 1 + round((value - low) / (high - low) * (8 * rows - 1)) if high > low else 4 * rows
