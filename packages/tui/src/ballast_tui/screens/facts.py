"""Shows one thing in full: its facts, a line each."""

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table as RichTable
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column
from ballast_tui.host import host

type Fact = tuple[str, str]


class Facts(ModalScreen[None]):
    """Names with values; any of Escape, Enter and q closes it, j and k scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss(None)", "Close"),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("y", "copy", "Copy"),
    ]

    def __init__(self, title: str, facts: Sequence[Fact]) -> None:
        super().__init__()
        self._title = title
        self._facts = facts

    def compose(self) -> ComposeResult:
        """Lay out the facts."""
        body = RichTable.grid(padding=(0, 2, 0, 0))
        body.add_column(style="bold", no_wrap=True)
        body.add_column(overflow="fold")
        for name, value in self._facts:
            body.add_row(name, value)
        with VerticalScroll(id="dialog"):
            yield Label(self._title, classes="title", markup=False)
            yield Static(body)

    def action_scroll(self, rows: int) -> None:
        """Scroll a line."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_copy(self) -> None:
        """Copy all facts."""
        host(self).copy_to_clipboard("\n".join(f"{name}\t{value}" for name, value in self._facts))
        self.notify("Copied", timeout=2)


def moment(at: object) -> str:
    """Return a moment as tables spell it."""
    return texts(Column("", (at,), "instant"))[0]
