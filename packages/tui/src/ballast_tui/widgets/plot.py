"""Lines over time, drawn with dots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import log

from rich.text import Text
from textual.widget import Widget

from ballast_core.shared.cells import texts
from ballast_core.shared.plot import BRAILLE, Dots, Point, across, hung, points, traced
from ballast_core.shared.table import Column, Unit
from ballast_tui.host import ink
from ballast_tui.look import Look, Role

MARKS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart."""

    points: Sequence[Point]
    role: Role

    @staticmethod
    def of(days: Sequence[date], values: Sequence[object], role: Role) -> "Line":
        """Return the line of these values over these days."""
        return Line(points(days, values), role)


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    bend: Callable[[float], float]


class Plot(Widget):
    """Shows lines, their lowest and highest value at the side and their days below.

    A line that `hangs` is an area below zero. Where there is no color or no dot, several lines are drawn with
    letters: the first is `a`.
    """

    def __init__(self, look: Look, name: str, unit: Unit = "money", *, hangs: bool = False) -> None:
        super().__init__(id=name)
        self._look = look
        self._unit: Unit = unit
        self._hangs = hangs
        self._lines: tuple[Line, ...] = ()
        self._logarithmic = False
        self.with_days = True
        self.side_width = 0

    def draw_in(self, unit: Unit, *, hangs: bool) -> None:
        """Read what is shown next in another unit, hanging from zero or not."""
        self._unit, self._hangs = unit, hangs

    def show(self, lines: Sequence[Line], *, logarithmic: bool = False) -> None:
        """Replace what is shown."""
        self._lines = tuple(line for line in lines if line.points)
        self._logarithmic = logarithmic and all(value > 0 for line in self._lines for _, value in line.points)
        self.refresh()

    @property
    def widest_side(self) -> int:
        """How wide the values at the side are."""
        return max(map(len, self._side(self._scale(), 9))) if self._lines else 0

    def render(self) -> Text:
        """Draw for the room that there is."""
        width, height = self.size.width, self.size.height - self.with_days
        if not self._lines or width < 20 or height < 2:
            return Text()
        first = min(line.points[0][0] for line in self._lines)
        last = max(line.points[-1][0] for line in self._lines)
        scale = self._scale()
        side = self._side(scale, height)
        beside = max(self.side_width, *map(len, side))
        room = width - beside - 1
        drawn = [self._dots(line, first, last, room, height, scale) for line in self._lines]
        muted = ink(self, "muted")
        drawing = Text(no_wrap=True)
        for row in range(height):
            drawing.append_text(self._row([dots[row] for dots in drawn], room))
            drawing.append(f" {side[row]:>{beside}}\n", muted)
        if self.with_days:
            drawing.append(_days(first, last, room), muted)
        return drawing

    def _scale(self) -> _Scale:
        values = [value for line in self._lines for _, value in line.points]
        bend = log if self._logarithmic else float
        return _Scale(min(values), 0.0 if self._hangs else max(values), bend)

    def _side(self, scale: _Scale, height: int) -> list[str]:
        marks = {0: scale.high, height - 1: scale.low}
        if height > 8 and not self._logarithmic:
            marks[height // 2] = scale.high - (scale.high - scale.low) * (height // 2) / (height - 1)
        values = [round(value) if self._unit == "count" else value for value in marks.values()]
        spelled = dict(zip(marks, texts(Column("", values, self._unit)), strict=True))
        return [spelled.get(row, "") for row in range(height)]

    def _dots(self, line: Line, first: date, last: date, room: int, height: int, scale: _Scale) -> Dots:
        closed = line.points if line.points[-1][0] == last else [*line.points, (last, line.points[-1][1])]
        values = across(closed, room * 2, first)
        if self._hangs:
            return hung(values, height, scale.low)
        bent = [None if value is None else scale.bend(value) for value in values]
        return traced(bent, height, scale.bend(scale.low), scale.bend(scale.high))

    def _row(self, rows: Sequence[Sequence[int]], room: int) -> Text:
        """Return one row: where lines meet, all their dots are drawn, in the color of the later one."""
        tops = [next((at for at in reversed(range(len(rows))) if rows[at][x]), -1) for x in range(room)]
        text, letters = Text(), self._look.plain or (self._look.letters and len(rows) > 1)
        for top, cells in groupby(range(room), key=lambda x: tops[x]):
            if top < 0:
                text.append(" " * len(list(cells)))
                continue
            mark = MARKS[top % len(MARKS)] if len(rows) > 1 else "#" if self._hangs else "*"
            drawn = "".join(mark if letters else _dotted(rows, x) for x in cells)
            text.append(drawn, ink(self, self._lines[top].role))
        return text


def _dotted(rows: Sequence[Sequence[int]], x: int) -> str:
    bits = 0
    for row in rows:
        bits |= row[x]
    return chr(BRAILLE | bits)


def _days(first: date, last: date, room: int) -> str:
    middle = first + (last - first) / 2
    if room < 60:
        return f"{first}{last!s:>{room - 10}}"
    half = room // 2 - 5
    return f"{first}{middle!s:>{half}}{last!s:>{room - half - 10}}"
