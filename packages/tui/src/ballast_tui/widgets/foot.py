"""The lines at the bottom: the keys that do something now."""

from collections.abc import Sequence

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ballast_tui.keys import EVERYWHERE, KEYS, PAGE, spelled

_GAP, _LEAST_GAP = "   ", " "
_COMMON = {key.name for key in KEYS if key.scope in {EVERYWHERE, PAGE}} - {"open", "back"}


class Foot(Static):
    """Names the active keys, and does what they do when one is clicked on.

    What only this page does comes first; where one line is too short, it has the first line to itself.
    """

    def on_mount(self) -> None:
        """Follow what is active."""
        self.auto_links = False  # links in colors of their own
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
        shown = [binding for binding in active if first.get(binding.action) is binding]
        own = [_spelled(binding) for binding in shown if binding.id not in _COMMON]
        common = [_spelled(binding) for binding in shown if binding.id in _COMMON]
        self.update(self._laid_out(own, common))

    def _laid_out(self, own: Sequence[Content], common: Sequence[Content]) -> Content:
        for gap in (_GAP, "  ", _LEAST_GAP):
            line = Content(gap).join([*own, *common])
            if line.cell_length <= self.size.width:
                return line
        return Content("\n").join([self._fitted(part) for part in (own, common) if part])

    def _fitted(self, parts: Sequence[Content]) -> Content:
        lines = [Content(gap).join(parts) for gap in ("  ", _LEAST_GAP)]
        return next((line for line in lines if line.cell_length <= self.size.width), lines[-1])


def _spelled(binding: Binding) -> Content:
    return Content.from_markup(
        f'[@click="app.simulate_key({binding.key!r})"][b $footer-key-foreground]$key[/] [$muted]$label[/][/]',
        key=spelled(binding.key),
        label=binding.description,
    )
