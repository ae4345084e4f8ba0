"""The lines at the bottom: the keys that do something now."""

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


class Foot(Static):
    """Names the active keys, and does what they do when one is clicked on."""

    def on_mount(self) -> None:
        """Follow what is active."""
        self.redraw()
        self.screen.bindings_updated_signal.subscribe(self, self._follow)  # pyright: ignore[reportUnknownMemberType] -- Textual leaves it open

    def _follow(self, _screen: Screen[object]) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Name the keys anew."""
        if not self.screen.is_current:
            return
        active = [found.binding for found in self.screen.active_bindings.values() if found.enabled]
        first = {binding.action: binding for binding in reversed(active) if binding.show}
        parts = [_spelled(binding) for binding in active if first.get(binding.action) is binding]
        self.update(Content("  ").join(parts))


def _spelled(binding: Binding) -> Content:
    key = _NAMES.get(binding.key, binding.key)
    return Content.from_markup(
        f'[@click="app.simulate_key({binding.key!r})"][b $footer-key-foreground]$key[/] [$muted]$label[/][/]',
        key=key,
        label=binding.description.replace(" ", "\N{NO-BREAK SPACE}"),
    )
