"""Past runs of the pipeline; the store finds out those whose program died."""

from dataclasses import dataclass

from ballast_core.market.ports import RunStore
from ballast_core.market.usecases.run_view import RunsView, RunView


@dataclass(frozen=True, slots=True)
class ListRuns:
    """List runs of the pipeline."""

    store: RunStore

    async def __call__(self, limit: int = 20, offset: int = 0) -> RunsView:
        """List runs, newest first; none when nothing was fetched yet."""
        runs = await self.store.runs(limit, offset)
        return RunsView(limit=limit, offset=offset, runs=tuple(RunView.of(run) for run in runs))


@dataclass(frozen=True, slots=True)
class ShowRun:
    """Show one run of the pipeline."""

    store: RunStore

    async def __call__(self, run: str) -> RunView:
        """Show the run of this id, with what it said. Raises `RunNotFoundError`."""
        return RunView.of(await self.store.run(run))
