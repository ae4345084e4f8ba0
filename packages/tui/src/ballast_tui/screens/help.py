"""Shows every key and what it does."""

from collections.abc import Mapping
from typing import ClassVar

from rich.table import Table as RichTable
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from ballast_tui.keys import KEYS, keys_of, spelled

_SCOPES = {
    "everywhere": "Everywhere",
    "tables": "In tables",
    "model": "On a model",
    "tabs": "Between tabs",
    "chart": "Of charts",
    "compare": "In a comparison",
    "ingest": "On the ingest page",
    "findings": "Among findings",
    "trades": "On trade lists",
    "jobs": "Among jobs",
}


class Help(ModalScreen[None]):
    """The keys by where they count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark", "dismiss(None)", "Close"),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(self, chosen: Mapping[str, str]) -> None:
        super().__init__()
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay out the keys."""
        body = RichTable.grid(padding=(0, 2, 0, 0))
        body.add_column(justify="right", no_wrap=True)
        body.add_column(no_wrap=True)
        body.add_column(overflow="fold", style="dim")
        for scope, title in _SCOPES.items():
            body.add_row("", Text(title, "bold italic"), "")
            for key in (key for key in KEYS if key.scope == scope):
                said = " ".join(spelled(one) for one in keys_of(key, self._chosen))
                body.add_row(Text(said, "bold"), key.label, key.name)
        with VerticalScroll(id="dialog"):
            yield Label("Keys, what they do, and their names in the settings (tui.keys)", classes="title")
            yield Static(body)

    def action_scroll(self, rows: int) -> None:
        """Scroll a line."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
