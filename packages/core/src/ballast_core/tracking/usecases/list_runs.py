"""Past ingests; one whose program died is told as interrupted, whoever asks first."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import IngestRun, RunState
from ballast_core.tracking.errors import IngestRunningError
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
                Column("seconds", [run.seconds for run in self.runs], "number"),
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
        runs = await self.store.runs(limit, offset)
        if await _settled(self.store, runs):
            runs = await self.store.runs(limit, offset)
        return RunsView(limit=limit, offset=offset, runs=tuple(runs))


@dataclass(frozen=True, slots=True)
class ShowRun:
    """Show one ingest run."""

    store: IngestStore

    async def __call__(self, run: str) -> IngestRun:
        """Show the run of this id. Raises `RunNotFoundError`."""
        one = await self.store.run(run)
        return await self.store.run(run) if await _settled(self.store, [one]) else one


async def _settled(store: IngestStore, runs: Sequence[IngestRun]) -> bool:
    """Mark what seems to run and does not as interrupted; tell whether that changed anything."""
    if not any(run.state is RunState.RUNNING for run in runs):
        return False
    try:
        async with store.exclusive(0):
            return await store.interrupt_runs() > 0
    except IngestRunningError:
        return False
