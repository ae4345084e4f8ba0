"""A line over time, drawn with blocks."""

from collections.abc import Sequence
from datetime import date

from ballast_core.shared.cells import texts
from ballast_core.shared.plot import across, filled, points
from ballast_core.shared.table import Column

_HEIGHT = 8
_NARROWEST = 20


def chart(days: Sequence[date], line: Column, width: int) -> list[str]:
    """Return the rows of a chart, the lowest and the highest value drawn at the side, the days below.

    A column of the chart is a span of time, and shows the last value in it or before it.
    """
    known = points(days, line.values)
    if not known:
        return []
    widest = max(map(len, texts(Column(line.name, [value for _, value in known], line.unit))))
    columns = max(width - widest - 1, _NARROWEST)
    drawn = [value for value in across(known, columns) if value is not None]
    top, bottom = texts(Column(line.name, (max(drawn), min(drawn)), line.unit))
    rows = filled(drawn, _HEIGHT)
    rows[0] += f" {top}"
    rows[-1] += f" {bottom}"
    return [*rows, f"{known[0][0]}{known[-1][0]!s:>{columns - 10}}"]
