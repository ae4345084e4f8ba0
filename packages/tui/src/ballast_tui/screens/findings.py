"""What was found about the files."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ballast_core.tracking import FindingsQuery, FindingsView, Severity
from ballast_tui.asks import Ballast
from ballast_tui.host import put_above
from ballast_tui.keys import bindings
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid

_AT_ONCE, _MOST = 1_000, 5_000
_LEVELS: tuple[Severity | None, ...] = (None, Severity.ERROR, Severity.WARNING, Severity.INFO)


class FindingsPage(Page):
    """The findings of one severity or of all; Enter shows one in full."""

    NAME = "findings"
    BINDINGS: ClassVar[list[BindingType]] = bindings("findings")
    OPENS = True
    _level: Severity | None = None
    _view = FindingsView(total=0, limit=0, offset=0, findings=())

    def body(self) -> ComposeResult:
        """Lay out the table over what is said of it."""
        yield Grid(self.desk.look)
        yield Static(id="notes")

    async def load(self, ballast: Ballast) -> None:
        """Ask for the findings, page after page."""
        tracking = ballast.tracking
        query = FindingsQuery(severity=self._level, limit=_AT_ONCE)
        view = await tracking.list_findings(query)
        while len(view.findings) < min(view.total, _MOST):
            further = await tracking.list_findings(query.model_copy(update={"offset": len(view.findings)}))
            if not further.findings:
                break
            view = view.model_copy(update={"findings": (*view.findings, *further.findings)})
        self._view = view
        self.query_one(Grid).show(view.table())
        what = f"{self._level.value} only" if self._level else "all severities"
        first = f"the first {len(view.findings):,} of " if len(view.findings) < view.total else ""
        self.query_one("#notes", Static).update(Text(f"{first}{view.total:,} findings, {what}"))

    def action_severity(self) -> None:
        """Show those of the next severity."""
        self._level = _LEVELS[(_LEVELS.index(self._level) + 1) % len(_LEVELS)]
        self.action_reload()

    def action_open(self) -> None:
        """Show the finding under the cursor in full."""
        row = self.query_one(Grid).chosen
        if row is None:
            return
        one = self._view.findings[row]
        found = one.finding
        place = found.file + (f", line {found.line}" if found.line else "")
        facts = [
            ("model", one.model),
            ("file", place),
            ("severity", found.severity.value),
            ("rule", found.rule),
            ("read", found.read),
            ("done", found.done),
        ]
        put_above(self, Facts("Finding", facts))
