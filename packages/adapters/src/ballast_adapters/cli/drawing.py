"""A table laid out for the eye: as wide as the terminal, and no wider."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from ballast_adapters.cli.colors import style
from ballast_core.shared.cells import sparkline, texts
from ballast_core.shared.table import Column, Table

type Side = Literal["left", "right"]

_WIDE_GAP, _NARROW_GAP = 2, 1
_UPRIGHT_BEYOND = 15
_UPRIGHT_ALONE_BEYOND = 8
_WIDEST_WORD = 24
_FACT = "what"  # a table of facts needs no header
_NARROWEST_TEXT = 12
_NARROWEST_LINE = 8
_FIRST_TO_LEAVE = ("sequence", "lots", "index", "month", "holds", "drawdown", "lines", "unchanged", "file")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to print, how wide it is, and the columns that found no room."""

    body: RichTable
    width: int
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    """A column on its way to the screen: it may be as wide as `widest` and as narrow as `least`."""

    column: Column
    cells: list[str]
    widest: int
    least: int


@dataclass(frozen=True, slots=True)
class _Layout:
    lanes: Sequence[_Lane]
    gap: int

    @property
    def least(self) -> int:
        return sum(lane.least for lane in self.lanes) + self.gap * (len(self.lanes) - 1)


def draw(table: Table, width: int | None) -> Drawing:
    """Lay out a table for `width` columns, or as wide as it wants to be.

    A table with more columns than any screen is drawn upright: a row a column. Where room is short, texts
    wrap, sparklines shrink, percents lose decimals, gaps close, and at last columns leave.
    """
    if len(table.columns) > (_UPRIGHT_ALONE_BEYOND if len(table) == 1 else _UPRIGHT_BEYOND):
        return _upright(table)
    if width is None:
        layout = _layout(table, 2)
        widths = [lane.widest for lane in layout.lanes]
    else:
        layout = _fitting(table, width)
        widths = _widths(layout, width)
    body = _grid(layout.gap, header=table.columns[0].name != _FACT)
    for lane, room in zip(layout.lanes, widths, strict=True):
        side: Side = "left" if lane.column.unit in {"text", "line"} else "right"
        header = Text(_wrapped(lane.column.name, room), style="bold")
        body.add_column(header, justify=side, width=room, overflow="fold")
    for row in zip(*map(_cells, layout.lanes, widths), strict=True):
        body.add_row(*row)
    shown = {lane.column.name for lane in layout.lanes}
    hidden = tuple(column.name for column in table.columns if column.name not in shown)
    return Drawing(body, sum(widths) + layout.gap * (len(widths) - 1), hidden)


def _grid(gap: int, *, header: bool = True) -> RichTable:
    return RichTable(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_header=header,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
        border_style="dim",
    )


def _upright(table: Table) -> Drawing:
    first, *others = table.columns
    columns = [[Text(name, style="bold") for name in texts(first)]]
    columns += [_styled(column, texts(column)) for column in others]
    names = [column.name for column in table.columns]
    body = _grid(_WIDE_GAP, header=False)
    body.add_column(style="dim")
    for _ in range(len(table)):
        body.add_column(justify="right" if len(table.columns) > _UPRIGHT_BEYOND else "left")
    for name, row in zip(names, columns, strict=True):
        body.add_row(name, *row)
    widths = [max(cell_len(name) for name in names)]
    widths += [max(text.cell_len for text in entry) for entry in zip(*columns, strict=True)]
    return Drawing(body, sum(widths) + _WIDE_GAP * len(table), ())


def _fitting(table: Table, width: int) -> _Layout:
    layout = _layout(table, 2)
    if layout.least <= width:
        return layout
    for name in ("", *_FIRST_TO_LEAVE):
        table = replace(table, columns=tuple(column for column in table.columns if column.name != name))
        layout = _layout(table, 1)
        if layout.least <= width:
            return layout
    layout = replace(_layout(table, 0), gap=_NARROW_GAP)
    while layout.least > width and len(layout.lanes) > 1:
        layout = replace(layout, lanes=layout.lanes[:-1])
    return layout


def _layout(table: Table, places: int) -> _Layout:
    return _Layout([_lane(column, places) for column in table.columns], _WIDE_GAP)


def _lane(column: Column, places: int) -> _Lane:
    cells = texts(column, places)
    longest = max((cell_len(cell) for cell in cells), default=0)
    match column.unit:
        case "text":
            word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
            least = min(longest, max(min(word, _WIDEST_WORD), _NARROWEST_TEXT))
        case "line":
            least = min(longest, _NARROWEST_LINE)
        case _:
            least = longest
    narrowest_header = max(map(cell_len, _breakable(column.name)))
    return _Lane(column, cells, max(longest, cell_len(column.name)), max(least, narrowest_header))


def _breakable(name: str) -> list[str]:
    first, *others = name.split("_")
    return [first, *(f"_{part}" for part in others)]


def _wrapped(name: str, room: int) -> str:
    lines = [""]
    for part in _breakable(name):
        if cell_len(lines[-1] + part) > room:
            lines.append("")
        lines[-1] += part
    return "\n".join(line for line in lines if line)


def _widths(layout: _Layout, width: int) -> list[int]:
    widths = [lane.least for lane in layout.lanes]
    needs = [lane.widest - lane.least for lane in layout.lanes]
    spare = max(width - layout.least, 0)
    open_lanes = sorted((at for at, need in enumerate(needs) if need), key=needs.__getitem__, reverse=True)
    while open_lanes:  # the smallest need first, and never more than an equal share
        more = min(needs[open_lanes[-1]], spare // len(open_lanes))
        widths[open_lanes.pop()] += more
        spare -= more
    return widths


def _cells(lane: _Lane, room: int) -> list[Text]:
    if lane.column.unit == "line":
        return [Text(sparkline(line, room), style="cyan") for line in _lines(lane.column)]
    return _styled(lane.column, lane.cells)


def _lines(column: Column) -> Iterator[Sequence[float]]:
    for value in column.values:
        yield value if isinstance(value, Sequence) else ()


def _styled(column: Column, cells: Sequence[str]) -> list[Text]:
    return [Text(cell, style=style(column, value)) for cell, value in zip(cells, column.values, strict=True)]
