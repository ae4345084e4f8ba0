"""Lets one of several things be chosen."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

type Choice = tuple[str, str]
"""A name, and what it means."""


class Choose(ModalScreen[str | None]):
    """Names with what they mean; Enter takes one, Escape none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("j", "move('down')", show=False),
        Binding("k", "move('up')", show=False),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], current: str) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        """Lay out the choices, the present one under the cursor."""
        width = max(len(name) for name, _ in self._choices)
        options = [
            Option(Text.assemble((f"{name:{width}}  ", "bold"), meaning), id=name)
            for name, meaning in self._choices
        ]
        with Vertical(id="dialog"):
            yield Label(self._title, classes="title")
            yield OptionList(*options, compact=True)

    def on_mount(self) -> None:
        """Begin at the present choice."""
        names = [name for name, _ in self._choices]
        self.query_one(OptionList).highlighted = names.index(self._current)

    def action_move(self, way: str) -> None:
        """Go one up or down."""
        choices = self.query_one(OptionList)
        choices.action_cursor_down() if way == "down" else choices.action_cursor_up()

    @on(OptionList.OptionSelected)
    def take(self, chosen: OptionList.OptionSelected) -> None:
        """Take what is under the cursor."""
        _ = self.dismiss(chosen.option_id)
