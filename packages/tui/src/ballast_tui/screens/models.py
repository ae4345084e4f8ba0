"""All models, one a row, and the curve of the one under the cursor."""

import asyncio
from collections import Counter
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from ballast_core.shared.cells import texts
from ballast_core.shared.errors import BallastError
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import FindingsQuery, ModelsView, PerformanceView, SeriesQuery, Severity
from ballast_tui.asks import Asks
from ballast_tui.desk import Desk
from ballast_tui.host import ink, put_above
from ballast_tui.screens.model import ModelPage
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import Line, Plot

_EMPTY = "No model yet: press 3 to ingest, or run `ballast demo` for sample data."
_WIDE = ("model", "index", "holds", "last_day", "value", "day", "month", "ytd", "year", "drawdown", "flags")
_NARROW = ("model", "value", "day", "ytd", "drawdown", "flags")
_ROOM_FOR_ALL = 120
_LONGEST_LINE, _SHORTEST_LINE = 60, 6
_SETTLED_S = 0.12
_AT_ONCE = 1_000


class ModelsPage(Page):
    """The models with their values; Enter opens one."""

    NAME = "models"
    OPENS: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view = ModelsView(models=())
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

    async def load(self, tracking: Asks) -> None:
        """Ask for the models, then for what was found about them."""
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
        row = self.query_one(Grid).chosen
        return self._view.models[row].name if row is not None and row < len(self._view.models) else None

    def _draw(self) -> None:
        table = self._view.table()
        flags = Column("flags", [self._flags(at) for at in range(len(table))])
        table = Table(table.title, (*table.columns[:-1], flags, table.columns[-1]), table.notes)
        grid, width = self.query_one(Grid), self.size.width
        names = _WIDE if width >= _ROOM_FOR_ALL else _NARROW
        room = width - sum(_width(column) for column in table.columns if column.name in names) - 3
        if not self.desk.look.plain and room >= _SHORTEST_LINE:
            grid.line_width = min(room, _LONGEST_LINE)
            names = (*names, "past_year")
        grid.show(table, names)
        notes = [note for note in table.notes if width >= _ROOM_FOR_ALL or note == table.notes[0]]
        self.query_one("#notes", Static).update(Text("  ".join(notes) if len(table) else _EMPTY))

    def _flags(self, row: int) -> str:
        model = self._view.models[row]
        errors, warnings = (self._found[model.name, level] for level in (Severity.ERROR, Severity.WARNING))
        said = [f"{model.age_days} d old"] if model.stale else []
        said += [f"{errors} err"] if errors else [f"{warnings} warn"] if warnings else []
        return ", ".join(said)

    def _paint(self, column: Column, row: int) -> Style | None:
        if column.name not in {"flags", "last_day"} or row >= len(self._view.models):
            return None
        model = self._view.models[row]
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
        self.query_one("#caption", Static).update(caption(view))
        self.query_one(Plot).show([Line.of(view.days, view.values, "primary")])


def caption(view: PerformanceView) -> Text:
    """Say what a curve is of, and how it went."""
    about = view.about
    figures = {"a year": view.cagr, "in all": view.total_return, "deepest fall": view.max_drawdown}
    said = (f"{texts(Column(name, (value,), 'fraction'))[0]} {name}" for name, value in figures.items())
    return Text.assemble(
        (f" {about.model}", "bold"),
        f"  {about.label}  {about.first_day} – {about.last_day}  {', '.join(said)}",
    )


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
