"""One model: its curve, what it holds, its months and its drawdowns."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Footer, Header, Sparkline, Static, TabbedContent, TabPane

from ballast_core.app import App
from ballast_core.shared.errors import BallastError, NotFoundError
from ballast_core.shared.table import View
from ballast_core.tracking import PerformanceView
from ballast_tui.widgets.grid import Grid


class ModelScreen(Screen[None]):
    """A model and three tables about it; Escape goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "app.pop_screen", "Back"), ("r", "reload", "Reload")]

    def __init__(self, ballast: App, model: str) -> None:
        super().__init__()
        self.ballast = ballast
        self.model = model
        self.sub_title = model

    def compose(self) -> ComposeResult:
        """Lay out the curve over the tables."""
        yield Header()
        yield Sparkline(id="curve")
        yield Static(id="range")
        with TabbedContent():
            for name in ("holdings", "months", "drawdowns"):
                with TabPane(name.capitalize()):
                    yield Grid(id=name)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the screen."""
        self.action_reload()

    @work(exclusive=True)
    async def action_reload(self) -> None:
        """Ask for everything; a model without a file has an empty table for it."""
        tracking = self.ballast.tracking
        asked: dict[str, Callable[[str], Awaitable[View]]] = {
            "holdings": tracking.show_holdings,
            "months": tracking.show_months,
            "drawdowns": tracking.show_drawdowns,
        }
        try:
            self._draw(await tracking.show_performance(self.model))
        except BallastError as error:
            self.notify(str(error), severity="warning")
        for name, ask in asked.items():
            try:
                self.query_one(f"#{name}", Grid).show((await ask(self.model)).table())
            except NotFoundError:
                continue
            except BallastError as error:
                self.notify(str(error), severity="error")

    def _draw(self, view: PerformanceView) -> None:
        self.query_one("#curve", Sparkline).data = view.values
        first, last = f"{view.values[0]:,.2f}", f"{view.values[-1]:,.2f}"
        said = f"{view.about.label}, {view.about.first_day} {first} to {view.about.last_day} {last}"
        growth = f", {view.cagr:.2%} a year" if view.cagr is not None else ""
        self.query_one("#range", Static).update(f"{said}{growth}")
