"""What pages with tabs have in common."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ballast_tui.desk import Desk
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid


class TabbedPage(Page):
    """A page in tabs, a widget of the same name for each; a tab asks when it is looked at.

    `CHARTS` are the tabs without a table.
    """

    TABS: ClassVar[tuple[str, ...]]
    CHARTS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tab = self.TABS[0]

    def heads(self) -> ComposeResult:
        """Lay out what stands over the tabs, and their names."""
        yield Static(id="about")
        tabs = Static(id="tabs")
        tabs.auto_links = False  # links in colors of their own
        yield tabs

    def asked_for(self) -> Content:
        """Return what is said beside the names of the tabs."""
        return Content()

    def draw_tabs(self) -> None:
        """Draw the names anew."""
        links = [_link(name, chosen=name == self.tab) for name in self.TABS]
        self.query_one("#tabs", Static).update(Content(" ").join(links) + self.asked_for())

    def say(self, *sentences: str) -> None:
        """Say what must be read beside the tab in sight, a line each."""
        self.query_one("#notes", Static).update(Content("\n".join(sentences)))

    def action_tab(self, steps: int) -> None:
        """Go to a neighboring tab."""
        self.action_open_tab(self.TABS[(self.TABS.index(self.tab) + steps) % len(self.TABS)])

    def action_open_tab(self, name: str) -> None:
        """Go to a tab."""
        self.tab = name
        self.query_one(ContentSwitcher).current = name
        self.draw_tabs()
        self.say()
        if name not in self.CHARTS:
            self.query_one(f"#{name}", Grid).focus()
        self.refresh_bindings()
        self.action_reload()


def _link(name: str, *, chosen: bool) -> Content:
    style = "b $chosen-foreground on $chosen-background" if chosen else "$muted"
    return Content.from_markup(
        f"[@click=\"screen.open_tab('{name}')\"][{style}] $title [/][/]", title=name.capitalize()
    )
