"""All models, one a row, and the curve of the one under the cursor."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from ballast_core.shared.cells import texts
from ballast_core.shared.errors import BallastError
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import (
    FindingsQuery,
    ModelSummary,
    ModelsView,
    PerformanceView,
    SeriesQuery,
    Severity,
)
from ballast_tui.asks import Asks, Ballast
from ballast_tui.desk import Desk
from ballast_tui.host import ink, put_above
from ballast_tui.screens.model import ModelPage, figures
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import Line, Plot

_EMPTY = "No model yet: press 3 to ingest, or run `ballast demo` for sample data."
_ORDER = ("model", "index", "holds", "last_day", "value", "day", "month", "ytd", "year", "drawdown", "flags")
_DEAR = (
    *("model", "value", "flags", "day", "ytd", "drawdown"),
    *("past_year", "month", "year", "last_day", "holds", "index"),
)
_ROOM_FOR_WORDS = 120
_LONGEST_LINE, _SHORTEST_LINE = 60, 9
_BESIDE = 1  # a scroll bar
_SETTLED_S = 0.12
_AT_ONCE = 1_000


class ModelsPage(Page):
    """The models with their values; Enter opens one."""

    NAME = "models"
    OPENS: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: ModelsView | None = None
        self._found: Counter[tuple[str, Severity]] = Counter()

    def body(self) -> ComposeResult:
        """Lay out the table over the curve and the notes."""
        grid = Grid(self.desk.look, "models")
        grid.paint = self._paint
        yield grid
        yield Static(id="notes")
        if not self.desk.look.low_bandwidth:
            yield Static(id="caption")
            yield Plot(self.desk.look, "curve")

    async def load(self, ballast: Ballast) -> None:
        """Ask for the models, then for what was found about them."""
        tracking = ballast.tracking
        self._view = await tracking.list_models()
        self._draw()
        self._show_curve()
        self._found = await _findings(tracking)
        self._draw()

    def on_resize(self) -> None:
        """Choose other columns for another width."""
        self._draw()

    def action_open(self) -> None:
        """Open the model under the cursor."""
        if model := self._chosen:
            put_above(self, ModelPage(self.desk, model))

    @on(Grid.RowHighlighted)
    def look_at_row(self) -> None:
        """Show the curve of another model."""
        self._show_curve()

    @property
    def _chosen(self) -> str | None:
        row, models = self.query_one(Grid).chosen, self._models
        return models[row].name if row is not None and row < len(models) else None

    @property
    def _models(self) -> Sequence[ModelSummary]:
        return self._view.models if self._view else ()

    def _draw(self) -> None:
        if self._view is None:
            return
        table = self._view.table()
        flags = Column("flags", [self._flags(model) for model in self._models])
        table = Table(table.title, (*table.columns[:-1], flags, table.columns[-1]), table.notes)
        grid, width = self.query_one(Grid), self.size.width
        names, left = fitted(table, width - _BESIDE, plain=self.desk.look.plain)
        grid.line_width = min(_SHORTEST_LINE + left, _LONGEST_LINE)
        grid.show(table, names)
        said = "  ".join(table.notes if width >= _ROOM_FOR_WORDS else table.notes[:1])
        self.query_one("#notes", Static).update(Text(said if len(table) else _EMPTY))

    def _flags(self, model: ModelSummary) -> str:
        error, warning = ("err", "warn") if self.size.width >= _ROOM_FOR_WORDS else ("e", "w")
        errors, warnings = (self._found[model.name, level] for level in (Severity.ERROR, Severity.WARNING))
        said = [f"{model.age_days} d old"] if model.stale else []
        said += [f"{errors} {error}"] if errors else [f"{warnings} {warning}"] if warnings else []
        return ", ".join(said)

    def _paint(self, column: Column, row: int) -> Style | None:
        if column.name not in {"flags", "last_day"} or row >= len(self._models):
            return None
        model = self._models[row]
        if column.name == "flags" and self._found[model.name, Severity.ERROR]:
            return ink(self, "error")
        flagged = model.stale or column.name == "flags"
        return ink(self, "warning") if flagged else None

    @work(exclusive=True, group="curve")
    async def _show_curve(self) -> None:
        await asyncio.sleep(_SETTLED_S)
        model = self._chosen
        if model is None or self.desk.look.low_bandwidth:
            return
        tracking = await self.desk.tracking()
        try:
            view = await tracking.show_performance(SeriesQuery(model=model))
        except BallastError as error:
            self.query_one("#caption", Static).update(Text(f" {error}"))
            self.query_one(Plot).show(())
            return
        self.query_one("#caption", Static).update(caption(view, self.size.width - 2))
        self.query_one(Plot).show([Line.of(view.days, view.values, "primary")])


def caption(view: PerformanceView, room: int) -> Text:
    """Say how a curve went, and of what and when it is where there is room."""
    about = view.about
    said = Text.assemble((about.model, "bold"), f"  {', '.join(figures(view))}")
    whole = said.copy().append(f"  {about.label}, {about.first_day} to {about.last_day}")
    return whole if whole.cell_len <= room else said


def fitted(table: Table, width: int, *, plain: bool) -> tuple[tuple[str, ...], int]:
    """Return the columns that have room, the dearest before others, and the room that is left."""
    taken: list[str] = []
    for name in _DEAR:
        column = next(column for column in table.columns if column.name == name)
        needed = _SHORTEST_LINE + 2 if column.unit == "line" else _width(column)
        if needed <= width and not (plain and column.unit == "line"):
            taken.append(name)
            width -= needed
    return tuple(name for name in (*_ORDER, "past_year") if name in taken), width


async def _findings(tracking: Asks) -> Counter[tuple[str, Severity]]:
    found: Counter[tuple[str, Severity]] = Counter()
    for severity in (Severity.ERROR, Severity.WARNING):
        offset, total = 0, 1
        while offset < total:
            view = await tracking.list_findings(
                FindingsQuery(severity=severity, limit=_AT_ONCE, offset=offset)
            )
            found.update((row.model, severity) for row in view.findings)
            offset, total = offset + _AT_ONCE, view.total
    return found


def _width(column: Column) -> int:
    return max(len(column.name), *map(len, texts(column)), 0) + 2
