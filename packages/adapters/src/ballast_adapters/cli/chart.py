"""A line over time, drawn with blocks."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from math import isfinite

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column

_HEIGHT = 8
_STEPS = " ▁▂▃▄▅▆▇█"
_NARROWEST = 20


def chart(days: Sequence[date], line: Column, width: int) -> list[str]:
    """Return the rows of a chart, the lowest and the highest value drawn at the side, the days below.

    A column of the chart is a span of time, and shows the last value in it or before it.
    """
    points = [
        (day, float(value))
        for day, value in zip(days, line.values, strict=True)
        if isinstance(value, float | int) and isfinite(value)
    ]
    if len({day for day, _ in points}) < 2:
        return []
    widest = max(map(len, texts(Column(line.name, [value for _, value in points], line.unit))))
    across = max(width - widest - 1, _NARROWEST)
    drawn = _by_time(points, across)
    low, high = min(drawn), max(drawn)
    top, bottom = texts(Column(line.name, (high, low), line.unit))
    heights = [_eighths(value, low, high) for value in drawn]
    rows = [
        "".join(_STEPS[min(max(height - 8 * level, 0), 8)] for height in heights)
        for level in reversed(range(_HEIGHT))
    ]
    rows[0] += f" {top}"
    rows[-1] += f" {bottom}"
    return [*rows, f"{points[0][0]}{points[-1][0]!s:>{across - 10}}"]


def _by_time(points: Sequence[tuple[date, float]], columns: int) -> list[float]:
    first, last = points[0][0], points[-1][0]
    days = [day for day, _ in points]
    step = (last - first) / columns
    ends = [first + timedelta(days=step * (at + 1) / timedelta(days=1)) for at in range(columns - 1)]
    return [points[bisect_right(days, end) - 1][1] for end in (*ends, last)]


def _eighths(value: float, low: float, high: float) -> int:
    return 1 + round((value - low) / (high - low) * (8 * _HEIGHT - 1)) if high > low else 4 * _HEIGHT
