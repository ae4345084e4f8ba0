"""The lines at the bottom: the keys that do something now."""

from collections.abc import Sequence

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ballast_tui.keys import spelled


class Foot(Static):
    """Names the active keys, and does what they do when one is clicked on."""

    def on_mount(self) -> None:
        """Follow what is active."""
        self.redraw()
        self.screen.bindings_updated_signal.subscribe(self, self._follow)  # pyright: ignore[reportUnknownMemberType] -- Textual leaves it open

    def on_resize(self) -> None:
        """Break the lines elsewhere."""
        self.redraw()

    def _follow(self, _screen: Screen[object]) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Name the keys anew."""
        if not self.screen.is_current:
            return
        active = [found.binding for found in self.screen.active_bindings.values() if found.enabled]
        first = {binding.action: binding for binding in reversed(active) if binding.show}
        parts = [_spelled(binding) for binding in active if first.get(binding.action) is binding]
        self.update(Content("\n").join(self._lines(parts)))

    def _lines(self, parts: Sequence[Content]) -> list[Content]:
        lines = [Content()]
        for part in parts:
            longer = lines[-1] + "  " + part if lines[-1] else part
            if longer.cell_length > self.size.width and lines[-1]:
                lines.append(part)
            else:
                lines[-1] = longer
        return lines


def _spelled(binding: Binding) -> Content:
    return Content.from_markup(
        f'[@click="app.simulate_key({binding.key!r})"][b $footer-key-foreground]$key[/] [$muted]$label[/][/]',
        key=spelled(binding.key),
        label=binding.description,
    )
