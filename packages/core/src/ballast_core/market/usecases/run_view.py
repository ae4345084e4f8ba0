"""Runs of the pipeline as they are shown: what each step did, and what runs the rest again."""

from datetime import datetime
from typing import Literal, Self

from ballast_core.market.entities import Run, StepReport, StepState, UpdateSpec
from ballast_core.shared.entity import Day
from ballast_core.shared.table import Column, Table, View

type RunCount = Literal["parts", "parts_done", "inserted", "updated", "unchanged", "rejected"]

_COUNTS: tuple[RunCount, ...] = ("parts", "parts_done", "inserted", "updated", "unchanged", "rejected")


class RunView(View):
    """One run of the pipeline.

    `again` is the command that does what is left to do; empty where nothing is. A dry run has no `id`: its
    counts tell what would be done.
    """

    id: str
    spec: UpdateSpec
    first: Day | None
    last: Day | None
    state: StepState
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[StepReport, ...]
    log: tuple[str, ...] = ()
    again: str = ""

    @classmethod
    def of(cls, run: Run) -> Self:
        """Return a run as it is shown."""
        left = run.state in {StepState.PARTIAL, StepState.FAILED} and not run.spec.dry_run
        again = f"ballast market update --resume {run.id}" if left else ""
        return cls.model_validate({**dict(run), "again": again})

    @property
    def seconds(self) -> float | None:
        """How long it took; nothing while it runs."""
        return (self.ended_at - self.started_at).total_seconds() if self.ended_at else None

    def total(self, count: RunCount) -> int:
        """Return one count over all steps."""
        return sum(getattr(step, count) for step in self.steps)

    @property
    def faults(self) -> int:
        """How many parts failed."""
        return sum(len(step.faults) for step in self.steps)

    def table(self) -> Table:
        """Return a row a step."""
        title = "Dry run of the pipeline" if self.spec.dry_run else f"Run {self.id} of the pipeline"
        rows = self.steps
        return Table(
            f"{title}: {self.state.value}",
            (
                Column("step", [row.step.value for row in rows]),
                Column("state", [row.state.value for row in rows]),
                *(Column(name, [getattr(row, name) for row in rows], "count") for name in _COUNTS),
                Column("faults", [len(row.faults) for row in rows], "count"),
                Column("seconds", [_seconds(row) for row in rows], "number"),
            ),
            (f"The rest: {self.again}",) if self.again else (),
        )


class RunsView(View):
    """Runs of the pipeline, newest first; without their logs."""

    limit: int
    offset: int
    runs: tuple[RunView, ...]

    def table(self) -> Table:
        """Return a row a run."""
        rows = self.runs
        return Table(
            "Runs of the pipeline",
            (
                Column("id", [row.id for row in rows]),
                Column("mode", [row.spec.mode.value for row in rows]),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
                Column("state", [row.state.value for row in rows]),
                Column("started", [row.started_at for row in rows], "instant"),
                Column("seconds", [row.seconds for row in rows], "number"),
                *(Column(name, [row.total(name) for row in rows], "count") for name in _COUNTS[2:]),
                Column("faults", [row.faults for row in rows], "count"),
            ),
        )


def _seconds(step: StepReport) -> float | None:
    if not (step.started_at and step.ended_at):
        return None
    return (step.ended_at - step.started_at).total_seconds()
