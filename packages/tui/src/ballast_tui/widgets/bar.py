"""The line at the top: where one is, where else one can go, and whether what is shown is still so."""

from textual.content import Content
from textual.widgets import Static

from ballast_tui.desk import Desk, State

TITLES = {
    "models": "Models",
    "compare": "Compare",
    "ingest": "Ingest",
    "findings": "Findings",
    "runs": "Runs",
    "trades": "Trades",
    "jobs": "Jobs",
    "market": "Market",
}

_LEAST_ROOM = 2

_SAID: dict[State, tuple[str, str]] = {
    "opening": ("opening", "$muted"),
    "live": ("live", "$success"),
    "paused": ("paused", "$warning"),
    "away": ("no answer", "$error"),
}


class TopBar(Static):
    """Names the pages by their digits, and says how it stands with the data."""

    def __init__(self, desk: Desk, page: str) -> None:
        super().__init__()
        self._desk = desk
        self._page = page
        self.auto_links = False  # links in colors of their own

    def on_mount(self) -> None:
        """Draw it once."""
        self.redraw()

    def on_resize(self) -> None:
        """Draw it for another width."""
        self.redraw()

    def redraw(self) -> None:
        """Draw it anew."""
        left = self._left()
        word, shade = _SAID[self._desk.state]
        where = f"{self._desk.where}  " if self._desk.where else ""
        hollow = "o" if self._desk.look.plain else "○"
        mark = hollow if self._desk.state == "opening" else "*" if self._desk.look.plain else "●"
        right = Content.from_markup(
            f"[$muted]$where[/][{shade}]$mark $word[/]", where=where, mark=mark, word=word
        )
        for narrower in (
            self._left(edge=""),
            self._left(edge="", named=False),
            self._left(edge="", named=False, titled=False),
        ):
            if self.size.width - left.cell_length - right.cell_length < _LEAST_ROOM:
                left = narrower
        room = self.size.width - left.cell_length - right.cell_length - 2
        if room < 1:
            right = Content.from_markup(f"[{shade}]$mark $word[/]", mark=mark, word=word)
            room = max(self.size.width - left.cell_length - right.cell_length - 2, 1)
        self.update(left + " " * room + right)

    def _left(self, edge: str = " ", *, named: bool = True, titled: bool = True) -> Content:
        links = [
            self._link(at, name, f" {title}" if titled or name == self._page else "", edge)
            for at, (name, title) in enumerate(TITLES.items(), 1)
        ]
        name = [Content.from_markup("[b $primary]Ballast[/]")] if named else []
        return Content(" ").join([*name, *links])

    def _link(self, at: int, name: str, title: str, edge: str) -> Content:
        here = name == self._page
        key, word = ("$chosen-foreground", "$chosen-foreground") if here else ("$primary", "$muted")
        ground = " b on $chosen-background" if here else ""
        return Content.from_markup(
            f"[@click=\"app.visit('{name}')\"][{word}{ground}]{edge}[{key}]{at}[/]{title}{edge}[/][/]"
        )
