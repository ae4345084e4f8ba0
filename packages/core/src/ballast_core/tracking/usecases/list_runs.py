"""Past ingests."""

from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import IngestRun
from ballast_core.tracking.ports import IngestStore


class RunsView(View):
    """Ingest runs, newest first."""

    limit: int
    offset: int
    runs: tuple[IngestRun, ...]

    def table(self) -> Table:
        """Return a row a run."""
        counts = ("rows_read", "rows_new", "rows_changed", "rows_removed", "rows_rejected", "findings")
        return Table(
            "Ingest runs",
            (
                Column("id", [str(run.id) for run in self.runs]),
                Column("started", [run.started_at for run in self.runs], "instant"),
                Column("seconds", [_seconds(run) for run in self.runs], "number"),
                Column("state", [run.state.value for run in self.runs]),
                Column("models", [len(run.models) for run in self.runs], "count"),
                *(Column(name, [getattr(run, name) for run in self.runs], "count") for name in counts),
                Column("message", [run.message for run in self.runs]),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListRuns:
    """List ingest runs."""

    store: IngestStore

    async def __call__(self, limit: int = 20, offset: int = 0) -> RunsView:
        """List runs, newest first; none when nothing was ingested yet."""
        return RunsView(limit=limit, offset=offset, runs=tuple(await self.store.runs(limit, offset)))


@dataclass(frozen=True, slots=True)
class ShowRun:
    """Show one ingest run."""

    store: IngestStore

    async def __call__(self, run: str) -> IngestRun:
        """Show the run of this id. Raises `RunNotFoundError`."""
        return await self.store.run(run)


def _seconds(run: IngestRun) -> float | None:
    return round((run.ended_at - run.started_at).total_seconds(), 3) if run.ended_at else None
