"""Past ingests."""

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from ballast_core.shared.errors import BallastError
from ballast_core.tracking import IngestRun, RunsView
from ballast_tui.asks import Ballast
from ballast_tui.host import put_above
from ballast_tui.screens.facts import Fact, Facts, moment
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid

_SHOWN = 200
_COLUMNS = (
    "started",
    "state",
    "seconds",
    "models",
    "rows_read",
    "rows_new",
    "rows_changed",
    "rows_removed",
    "rows_rejected",
    "findings",
    "message",
    "id",
)


class RunsPage(Page):
    """The runs, newest first; Enter opens the report of one."""

    NAME = "runs"
    OPENS = True
    _view = RunsView(limit=0, offset=0, runs=())

    def body(self) -> ComposeResult:
        """Lay out the table over what is said of it."""
        yield Grid(self.desk.look)
        yield Static(id="notes")

    async def load(self, ballast: Ballast) -> None:
        """Ask for the latest runs."""
        tracking = ballast.tracking
        self._view = await tracking.list_runs(_SHOWN)
        self.query_one(Grid).show(self._view.table(), _COLUMNS)
        runs = len(self._view.runs)
        said = (
            f"{runs:,} ingest{'s' * (runs > 1)}, the newest first"
            if runs
            else "Nothing was ingested yet: press 3."
        )
        self.query_one("#notes", Static).update(Text(said))

    def action_open(self) -> None:
        """Show the report of the run under the cursor."""
        self._open()

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        row = self.query_one(Grid).chosen
        if row is None:
            return
        tracking = await self.desk.tracking()
        try:
            run = await tracking.show_run(str(self._view.runs[row].id))
        except BallastError as error:
            self.tell(error)
            return
        put_above(self, Facts(f"Ingest of {moment(run.started_at)}", _facts(run)))


def _facts(run: IngestRun) -> list[Fact]:
    counts = ("read", "new", "changed", "removed", "unchanged", "rejected")
    return [
        ("id", str(run.id)),
        ("state", run.state.value),
        ("started", moment(run.started_at)),
        ("ended", moment(run.ended_at)),
        *((f"rows {name}", f"{getattr(run, f'rows_{name}'):,}") for name in counts),
        ("findings", f"{run.findings:,}"),
        ("message", run.message or "none"),
        ("models", ", ".join(run.models)),
    ]
