"""What is shown until Ballast is open."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from ballast_tui.desk import Desk
from ballast_tui.widgets.bar import TITLES, TopBar
from ballast_tui.widgets.foot import Foot


class Opening(Screen[object]):
    """The bar, the footer, and between them what it waits for; a digit chooses the page to begin with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield TopBar(self._desk, next(iter(TITLES)))
        where = f"Asking {self._desk.where}" if self._desk.where else "Opening the database"
        yield Static(f"{where}{'...' if self._desk.look.plain else '…'}", id="opening", markup=False)
        yield Foot()
