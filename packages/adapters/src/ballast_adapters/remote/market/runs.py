"""The pipeline of a server."""

from urllib.parse import quote

from ballast_adapters.remote.jobs import RemoteOps, worked
from ballast_adapters.remote.market.asking import Asking
from ballast_core.market import RunsView, RunView, UpdateSpec
from ballast_core.shared.progress import Tell, tell_nobody


class RemoteRuns(Asking):
    """The pipeline of a server; each method is called and answers like the use case of its name."""

    __slots__ = ()

    async def update_market(self, spec: UpdateSpec | None = None, tell: Tell = tell_nobody) -> RunView:
        """Fetch market data, in a job of the server."""
        return await worked(RemoteOps(self.server), "/pipelines/run", spec or UpdateSpec(), RunView, tell)

    async def list_runs(self, limit: int = 20, offset: int = 0) -> RunsView:
        """List runs of the pipeline, newest first."""
        return await self.ask(RunsView, "/pipelines/runs", {"limit": limit, "offset": offset})

    async def show_run(self, run: str) -> RunView:
        """Show one run."""
        return await self.ask(RunView, f"/pipelines/runs/{quote(run, safe='')}")
