"""Jobs: what runs, what waits, and what became of the rest."""

import json
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ballast_core.ops import Job, JobsView
from ballast_core.shared.errors import BallastError
from ballast_tui.asks import Ballast
from ballast_tui.host import put_above
from ballast_tui.keys import bindings
from ballast_tui.screens.facts import Fact, Facts, moment
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid

_SHOWN = 200
_LOOK_EVERY_S = 1.0
_MOST_TEXT = 2_000
_COLUMNS = ("created", "work", "state", "done", "of", "said", "attempts", "ended", "job")


class JobsPage(Page):
    """The jobs, newest first, followed while one runs; Enter opens one, `x` asks it to stop."""

    NAME = "jobs"
    BINDINGS: ClassVar[list[BindingType]] = bindings("jobs")
    OPENS = True
    _view = JobsView(jobs=(), limit=0, offset=0)

    def body(self) -> ComposeResult:
        """Lay out the table over what is said of it."""
        yield Grid(self.desk.look)
        yield Static(id="notes")

    def on_mount(self) -> None:
        """Ask for the first time, and again while something runs."""
        super().on_mount()
        self.set_interval(_LOOK_EVERY_S, self._follow)

    async def load(self, ballast: Ballast) -> None:
        """Ask for the latest jobs."""
        self._view = await ballast.ops.list_jobs(_SHOWN)
        self.query_one(Grid).show(self._view.table(), _COLUMNS)
        jobs = self._view.jobs
        open_ones = sum(not job.state.over for job in jobs)
        said = f"{len(jobs):,} jobs, the newest first; {open_ones:,} not over" if jobs else "No job yet."
        self.query_one("#notes", Static).update(Text(said))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done."""
        if action == "cancel":
            return not self.desk.look.view_only
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Show the job under the cursor."""
        self._open()

    def action_cancel(self) -> None:
        """Ask the job under the cursor to stop."""
        self._cancel()

    def _follow(self) -> None:
        if self.is_current and not self.desk.paused and any(not job.state.over for job in self._view.jobs):
            self.action_reload()

    @property
    def _chosen(self) -> Job | None:
        row = self.query_one(Grid).chosen
        return None if row is None else self._view.jobs[row]

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        if job := self._chosen:
            ops = (await self.desk.ballast()).ops
            try:
                put_above(self, Facts(job.name, _facts(await ops.show_job(job.id))))
            except BallastError as error:
                self.tell(error)

    @work(exclusive=True, group="cancel")
    async def _cancel(self) -> None:
        job = self._chosen
        if job is None or job.state.over:
            self.notify("Only a job that is not over can be canceled.", timeout=2)
            return
        ops = (await self.desk.ballast()).ops
        try:
            await ops.cancel_job(job.id)
        except BallastError as error:
            self.tell(error)
        self.action_reload()


def _facts(job: Job) -> list[Fact]:
    times = ("created_at", "started_at", "ended_at", "retry_at")
    facts = [
        ("id", job.id),
        ("state", job.state.value),
        ("progress", f"{job.progress.done} of {job.progress.total or '?'}: {job.progress.said}"),
        ("attempts", str(job.attempts)),
        ("worker", job.worker),
        *((name.removesuffix("_at"), moment(getattr(job, name))) for name in times),
        ("asked for", json.dumps(job.argument)),
        ("failed", job.fault.message if job.fault else ""),
        ("result", json.dumps(job.result)[:_MOST_TEXT] if job.result is not None else ""),
    ]
    return [(name, value) for name, value in facts if value and value != "–"]
