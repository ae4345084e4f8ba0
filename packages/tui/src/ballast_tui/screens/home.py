"""All models, one a row."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Footer, Header, Static

from ballast_core.app import App
from ballast_core.shared.errors import BallastError
from ballast_core.tracking import ModelsView
from ballast_tui.screens.model import ModelScreen
from ballast_tui.widgets.grid import Grid


class HomeScreen(Screen[None]):
    """The models with their values; `r` reads them again, Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("r", "reload", "Reload"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    def __init__(self, ballast: App) -> None:
        super().__init__()
        self.ballast = ballast
        self._view = ModelsView(models=())

    def compose(self) -> ComposeResult:
        """Lay out the table over its notes."""
        yield Header()
        yield Grid(id="models")
        yield Static(id="notes")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        self.query_one("#models", Grid).loading = True
        self.action_reload()

    @work(exclusive=True)
    async def action_reload(self) -> None:
        """Ask for the models; when that fails, say so and keep what is shown."""
        try:
            self._view = await self.ballast.tracking.list_models()
        except BallastError as error:
            self.notify(str(error), severity="error")
            return
        finally:
            self.query_one("#models", Grid).loading = False
        table = self._view.table()
        self.query_one("#models", Grid).show(table)
        empty = ("No model yet: run `ballast ingest`, or `ballast demo` for sample data.",)
        self.query_one("#notes", Static).update("\n".join(table.notes if len(table) else empty))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        grid = self.query_one("#models", Grid)
        grid.move_cursor(row=grid.cursor_row + rows)

    async def on_data_table_row_selected(self, chosen: Grid.RowSelected) -> None:
        """Open the model under the cursor."""
        model = self._view.models[chosen.cursor_row].name
        await self.app.push_screen(ModelScreen(self.ballast, model))  # pyright: ignore[reportUnknownMemberType] -- Textual leaves it open
