"""Measures side by side: a table of the core turned over, so that a line is a measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import EXPLANATIONS, best
from ballast_web.pages.figures import cells, figure
from ballast_web.pages.grids import label

_NAMES = ("model", "series")
_TITLES = {
    "first_day": "First day",
    "last_day": "Last day",
    "points": "Points",
    "peak": "Peak before the maximum drawdown",
    "trough": "Trough of the maximum drawdown",
    "recovery": "Recovered on",
    "relative_return": "Gain on the benchmark",
    "beta": "Beta",
    "alpha": "Alpha a year",
    "correlation": "Correlation with the benchmark",
    "tracking_error": "Tracking error a year",
    "information_ratio": "Information ratio",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What a column is of."""

    name: str
    series: str


@dataclass(frozen=True, slots=True)
class SideCell:
    """One figure; the best of its line is told."""

    text: str
    best: bool


@dataclass(frozen=True, slots=True)
class SideRow:
    """One measure of all; `measure` is the name of its explanation, where it has one."""

    label: str
    measure: str
    cells: tuple[SideCell, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """A table turned over, with the sentences that belong to it."""

    heads: tuple[Side, ...]
    rows: tuple[SideRow, ...]
    notes: tuple[str, ...]


def side_by_side(table: Table, contest: int | None = None) -> Sides:
    """Turn a table of measures over; the first `contest` of its rows vie for the best figure, or all."""
    columns = {column.name: column for column in table.columns}
    models, series = ([str(value) for value in columns[name].values] for name in _NAMES)
    several = len(set(series)) > 1
    heads = tuple(
        Side(model, label(one) if several else "") for model, one in zip(models, series, strict=True)
    )
    rows = [_row(column, contest) for name, column in columns.items() if name not in _NAMES]
    return Sides(
        heads, tuple(row for row in rows if any(cell.text != "–" for cell in row.cells)), table.notes
    )


def _row(column: Column, contest: int | None) -> SideRow:
    figures = {str(at): value for at, value in enumerate(column.values[:contest]) if isinstance(value, float)}
    winners = best(column.name, figures)
    sides = (SideCell(text, str(at) in winners) for at, text in enumerate(cells(column)))
    explained = EXPLANATIONS.get(column.name)
    title = explained.title if explained else _TITLES.get(column.name, label(column.name))
    return SideRow(title, column.name if explained else "", tuple(sides))


def address_of(query: Entity, *names: str) -> str:
    """Return these fields of a question as the query of an address; without those that say nothing."""
    said = query.model_dump(mode="json", include=set(names))
    return urlencode({name: said[name] for name in names if said[name] is not None}, doseq=True)


def heat(matrix: Sequence[Sequence[float | None]]) -> list[list[tuple[str, str]]]:
    """Return each cell of a correlation matrix as text, and as one of the styles `n5` to `p5`."""
    return [[_warmth(value) for value in row] for row in matrix]


def _warmth(value: float | None) -> tuple[str, str]:
    if value is None:
        return "–", "none"
    step = round(5 * value)
    return figure(value, "number"), f"{'n' if step < 0 else 'p'}{abs(step)}"
