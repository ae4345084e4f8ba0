"""What all pages have in common: the bar, a filter, tables to move in, export and copy."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input

from ballast_core.shared.errors import BallastError, UnavailableError
from ballast_core.shared.table import Table
from ballast_tui.asks import Ballast
from ballast_tui.desk import Desk
from ballast_tui.host import host
from ballast_tui.keys import PAGE, bindings
from ballast_tui.screens.export import Export
from ballast_tui.widgets.bar import TopBar
from ballast_tui.widgets.foot import Foot
from ballast_tui.widgets.grid import Grid

_HINT = "words that a row has; Enter keeps them, Escape shows all"

_ASIDE = 12


class Page(Screen[None]):
    """One of the screens that a digit opens, or one above it.

    A page says in `body` what it shows and in `load` what it asks. When asking fails, the failure is told
    and what is shown stays.
    """

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE)
    AUTO_FOCUS: ClassVar[str | None] = "Grid"
    OPENS: ClassVar[bool] = False
    EXPORTS: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.seen = ""

    def compose(self) -> ComposeResult:
        """Lay out the page between the bar and the footer."""
        yield TopBar(self.desk, self.NAME)
        yield from self.body()
        yield Foot()

    def body(self) -> ComposeResult:
        """Lay out what the page shows."""
        yield Grid(self.desk.look)

    async def load(self, ballast: Ballast) -> None:
        """Ask for what the page shows, and show it."""

    @property
    def grid(self) -> Grid | None:
        """The table that is in sight; that of the focus where there are two."""
        if isinstance(self.focused, Grid):
            return self.focused
        return next((grid for grid in self.query(Grid) if grid.region.area), None)

    def on_mount(self) -> None:
        """Ask for the first time."""
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Ask again when the data changed while another page was shown."""
        self.redraw_bar()
        if self.seen and self.seen != self.desk.revision:
            self.action_reload()

    def redraw_bar(self) -> None:
        """Say anew how it stands."""
        try:
            self.query_one(TopBar).redraw()
        except NoMatches:
            return  # not laid out yet

    @work(exclusive=True, group="load")
    async def action_reload(self) -> None:
        """Ask again."""
        await self.asked()

    async def asked(self) -> None:
        """Ask; tell a failure, and keep what is shown."""
        ballast = await self.desk.ballast()
        self.seen = self.desk.revision
        try:
            await self.load(ballast)
        except BallastError as error:
            self.tell(error)
        else:
            if self.desk.stands(away=False):
                self.notify("Ballast answers again.")

    def tell(self, error: BallastError) -> None:
        """Tell a failure; that nobody answers is told once."""
        if not isinstance(error, UnavailableError):
            self.notify(str(error), severity="warning", markup=False, timeout=10)
        elif self.desk.stands(away=True):
            said = f"{error}. What is shown is what was known before."
            self.notify(said, severity="error", markup=False, timeout=10)

    def shown_table(self) -> Table | None:
        """Return what an export writes: the table in sight, with all its columns."""
        return self.grid.narrowed if self.grid else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing here."""
        del parameters
        if action == "open":
            return self.OPENS
        if action == "back":
            return host(self).screen_stack[0] is not self or bool(self.query("#filter"))
        if action in {"export", "filter", "copy", "copy_table"}:
            return self.EXPORTS and not (action == "export" and self.desk.look.view_only)
        return True

    def action_move(self, rows: int) -> None:
        """Move the cursor of the table in sight."""
        if grid := self.grid:
            grid.move_cursor(row=min(max(grid.cursor_row + rows, 0), grid.row_count - 1), animate=False)

    def action_first(self) -> None:
        """Go to the first row."""
        if grid := self.grid:
            grid.move_cursor(row=0, animate=False)

    def action_last(self) -> None:
        """Go to the last row."""
        if grid := self.grid:
            grid.move_cursor(row=grid.row_count - 1, animate=False)

    def action_aside(self, steps: int) -> None:
        """Move the table in sight to the side, where it is wider than the screen."""
        if grid := self.grid:
            grid.scroll_relative(x=steps * _ASIDE, animate=False)

    def action_open(self) -> None:
        """Open what is under the cursor."""

    @on(Grid.RowSelected)
    def open_row(self) -> None:
        """Open a row that was clicked on."""
        self.action_open()

    async def action_back(self) -> None:
        """Close the filter, or else the page."""
        if entry := self._entry:
            await entry.remove()
            self._narrow("")
            self.refocus()
            self.refresh_bindings()
        elif len(host(self).screen_stack) > 1:
            await self.dismiss()

    async def action_filter(self) -> None:
        """Ask for words that a row must have."""
        entry = self._entry
        if entry is None:
            entry = Input(id="filter", placeholder=_HINT, compact=True)
            await self.mount(entry, before=self.query_one(Foot))
            self.refresh_bindings()
        entry.focus()

    @property
    def _entry(self) -> Input | None:
        return next(iter(self.query("#filter").results(Input)), None)

    @on(Input.Changed, "#filter")
    def narrow(self, entered: Input.Changed) -> None:
        """Show the rows that fit."""
        self._narrow(entered.value)

    def _narrow(self, words: str) -> None:
        for grid in self.query(Grid):
            grid.narrow(words)

    @on(Input.Submitted, "#filter")
    def refocus(self) -> None:
        """Go back to the table."""
        if grid := self.grid:
            grid.focus()
        else:
            self.set_focus(None)

    def action_export(self) -> None:
        """Ask for a file, and write the table in sight into it."""
        table = self.shown_table()
        if table is not None and len(table):
            self._export(table)
        else:
            self.notify("There is no table to write.", severity="warning")

    @work
    async def _export(self, table: Table) -> None:
        tables = (await self.desk.ballast()).tables
        if written := await host(self).push_screen_wait(Export(table, tables)):
            self.notify(f"{len(table):,} rows written to {written}", markup=False)

    def action_copy(self) -> None:
        """Copy the row under the cursor, with tabs between; the terminal takes it, over SSH, too."""
        cells = self.grid.cells() if self.grid else []
        if cells:
            host(self).copy_to_clipboard("\t".join(cells))
            self.notify(f"Copied the row of {cells[0]}", markup=False, timeout=2)

    @work
    async def action_copy_table(self) -> None:
        """Copy the table in sight as CSV."""
        table = self.shown_table()
        if table is not None and len(table):
            tables = (await self.desk.ballast()).tables
            host(self).copy_to_clipboard(tables.write(table, "csv").decode())
            self.notify(f"Copied {len(table):,} rows as CSV", timeout=2)
