"""Tables as pages draw them: cells as text, with the styles of their units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ballast_core.shared.cells import has_direction, missing
from ballast_core.shared.table import Column, Table, Unit
from ballast_web.pages.figures import FIGURES, cells

type Links = Mapping[str, Sequence[str | None]]

_ENDS = {"day", "instant"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `value` is what a machine reads, `line` the points of a sparkline."""

    text: str
    style: str
    href: str | None = None
    line: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    label: str
    style: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be drawn; `total` counts the rows before the limit."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def lay_out(table: Table, links: Links | None = None, limit: int | None = None) -> Grid:
    """Return the cells of a table: its first `limit` rows, all of them without one."""
    columns = [_cells(_first(column, limit), (links or {}).get(column.name, ())) for column in table.columns]
    heads = tuple(Head(label(column.name), _style(column.unit)) for column in table.columns)
    return Grid(heads, tuple(zip(*columns, strict=True)), len(table))


def label(name: str) -> str:
    """Return the name of a column as people write it."""
    return name.replace("_", " ")


def trend(value: float | None) -> str:
    """Return the style of a figure: up, down or flat."""
    shown = round(value or 0, 3)
    return "up" if shown > 0 else "down" if shown < 0 else "flat"


def _first(column: Column, limit: int | None) -> Column:
    return column if limit is None else Column(column.name, column.values[:limit], column.unit)


def _cells(column: Column, hrefs: Sequence[str | None]) -> list[Cell]:
    signed = column.unit == "fraction" and has_direction(column.name)
    style = _style(column.unit)
    made: list[Cell] = []
    for at, (value, text) in enumerate(zip(column.values, cells(column), strict=True)):
        points = _points(value) if column.unit == "line" else ()
        said = f"{style} {trend(cast('float', value))}" if signed and not missing(value) else style
        made.append(Cell("" if points else text, said, hrefs[at] if at < len(hrefs) else None, points))
    return made


def _style(unit: Unit) -> str:
    return "num" if unit in FIGURES else "when" if unit in _ENDS else unit


def _points(value: object) -> tuple[float, ...]:
    points = cast("Sequence[float]", value)
    return tuple(point for point in points if not missing(point))
