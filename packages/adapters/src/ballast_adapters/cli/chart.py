"""A line over time, drawn with blocks."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime

from ballast_core.shared.cells import texts
from ballast_core.shared.plot import Point, across, filled, points
from ballast_core.shared.table import Column

_HEIGHT = 8
_NARROWEST = 20


def chart(days: Sequence[date], line: Column, width: int) -> list[str]:
    """Return the rows of a chart, the lowest and the highest value drawn at the side, the days below.

    A column of the chart is a span of time, and shows the last value in it or before it; of a line that moves
    in steps within a day it shows the one that is farthest from 0.
    """
    known = points(days, line.values)
    if not known:
        return []
    widest = max(map(len, texts(Column(line.name, [value for _, value in known], line.unit))))
    columns = max(width - widest - 1, _NARROWEST)
    steps = isinstance(known[0][0], datetime)
    drawn = _farthest(known, columns) if steps else [one for one in across(known, columns) if one is not None]
    top, bottom = texts(Column(line.name, (max(drawn), min(drawn)), line.unit))
    rows = filled(drawn, _HEIGHT)
    rows[0] += f" {top}"
    rows[-1] += f" {bottom}"
    return [*rows, f"{known[0][0]:%Y-%m-%d}{f'{known[-1][0]:%Y-%m-%d}':>{columns - 10}}"]


def _farthest(line: Sequence[Point], columns: int) -> list[float]:
    """Return a value a column: of those in force within it the one that is farthest from 0."""
    moments = [moment for moment, _ in line]
    step = (moments[-1] - moments[0]) / columns
    ends = [bisect_right(moments, moments[0] + step * (at + 1)) for at in range(columns - 1)] + [len(line)]
    begins = [0, *(end - 1 for end in ends)]
    return [
        max((value for _, value in line[begin:end]), key=abs)
        for begin, end in zip(begins, ends, strict=False)
    ]
