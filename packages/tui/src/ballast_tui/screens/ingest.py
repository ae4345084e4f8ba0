"""Starts an ingest, or tries one out, and follows it."""

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import ProgressBar, RichLog, Static

from ballast_core.shared.errors import BallastError
from ballast_core.tracking import IngestProgress, IngestReport, IngestSpec
from ballast_tui.asks import Ballast
from ballast_tui.host import ink
from ballast_tui.keys import bindings
from ballast_tui.look import Role
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid

_COLUMNS = (
    "model",
    "kind",
    "state",
    "read",
    "new",
    "changed",
    "removed",
    "rejected",
    "unchanged",
    "lines",
    "file",
)
_SIGNS: dict[str, tuple[str, Role]] = {
    "added": ("+", "success"),
    "removed": ("-", "error"),
    "changed": ("~", "warning"),
}
_MOST_ROWS = 500


class IngestPage(Page):
    """`s` starts, `d` tells what would change; what was read stands in the table, how it went in the log."""

    NAME = "ingest"
    BINDINGS: ClassVar[list[BindingType]] = bindings("ingest")
    _full = False
    _busy = False

    def body(self) -> ComposeResult:
        """Lay out how it stands over the table and the log."""
        with Horizontal(id="standing"):
            yield Static(id="said")
            yield ProgressBar(id="progress", show_eta=False)
        yield Grid(self.desk.look)
        yield RichLog(id="log", wrap=True, markup=False, max_lines=10_000)

    async def load(self, ballast: Ballast) -> None:
        """Tell how the last ingest went."""
        tracking = ballast.tracking
        if not self._busy:
            runs = (await tracking.list_runs(1)).runs
            last = (
                f"the last one: {runs[0].started_at:%Y-%m-%d %H:%M} UTC, {runs[0].state.value}"
                if runs
                else ""
            )
            self._say(last or "Nothing was ingested yet.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done now."""
        if action in {"start", "dry_run", "full"}:
            return not self._busy and not (self.desk.look.view_only and action != "dry_run")
        return super().check_action(action, parameters)

    def action_start(self) -> None:
        """Ingest."""
        self._ingest(IngestSpec(full=self._full))

    def action_dry_run(self) -> None:
        """Tell row by row what an ingest would change."""
        self._ingest(IngestSpec(full=self._full, dry_run=True))

    def action_full(self) -> None:
        """Read unchanged files, too, or no longer."""
        self._full = not self._full
        self._say("Unchanged files are read, too." if self._full else "Unchanged files are passed over.")

    @work(exclusive=True, group="ingest")
    async def _ingest(self, spec: IngestSpec) -> None:
        self._run(running=True)
        what = "dry run" if spec.dry_run else "ingest"
        self._say(f"{what}: finding models")
        tracking = await self.desk.tracking()
        try:
            report = await tracking.ingest_models(spec, self._watch)
        except BallastError as error:
            self._log(str(error), "error")
            self._say(f"{what} failed")
            self.tell(error)
        else:
            self._show(report)
        finally:
            self._run(running=False)

    def _run(self, *, running: bool) -> None:
        self._busy = running
        self.query_one("#progress").display = running
        if running:
            self.query_one(RichLog).clear()
            self.query_one(ProgressBar).update(total=None, progress=0)
        self.refresh_bindings()

    def _watch(self, seen: IngestProgress) -> None:
        self.query_one(ProgressBar).update(total=seen.total, progress=seen.done)
        self._say(f"{seen.done} of {seen.total} models")
        self._log(f"{seen.done}/{seen.total} {seen.model}: {seen.said}".rstrip(": "))

    def _show(self, report: IngestReport) -> None:
        table = report.table()
        self.query_one(Grid).show(table, _COLUMNS)
        seconds = (report.ended_at - report.started_at).total_seconds()
        changes = ", ".join(
            f"{report.total(kind):,} {kind}" for kind in ("new", "changed", "removed", "rejected")
        )
        if report.dry_run:
            self._say(f"nothing was written; an ingest would store: {changes}")
        else:
            self._say(f"done in {seconds:.1f} s: {changes}, {report.findings:,} findings")
        for note in table.notes:
            self._log(note, "warning")
        self._show_differences(report)
        if not report.dry_run:
            self._log("The findings are on page 4.")

    def _show_differences(self, report: IngestReport) -> None:
        rows = [
            (f"{model.model}: {file.name}", row)
            for model in report.models
            for file in model.files
            for row in file.differences
        ]
        place = ""
        for where, row in rows[:_MOST_ROWS]:
            if where != place:
                place = where
                self._log(where, "primary")
            sign, role = _SIGNS[row.change]
            said = " → ".join(side for side in (row.before, row.after) if side)
            self._log(f"  {sign} {row.key}: {said}", role)
        if len(rows) > _MOST_ROWS:
            self._log(f"and {len(rows) - _MOST_ROWS:,} more rows", "muted")

    def _log(self, line: str, role: Role = "foreground") -> None:
        self.query_one(RichLog).write(Text(line, ink(self, role)))

    def _say(self, what: str) -> None:
        self.query_one("#said", Static).update(Text(what))
