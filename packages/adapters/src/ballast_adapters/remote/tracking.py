"""The use cases of model tracking, asked of a server: the same calls, the same answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from pydantic import BaseModel

from ballast_adapters.remote.server import Parameters, Server
from ballast_core.shared.errors import BallastError
from ballast_core.tracking import (
    CompareQuery,
    ComparisonView,
    DrawdownsView,
    FindingsQuery,
    FindingsView,
    HoldingsView,
    IngestProgress,
    IngestReport,
    IngestRun,
    IngestSpec,
    IngestStatus,
    MeasuresView,
    ModelsView,
    ModelView,
    MonthsView,
    PerformanceView,
    RanksView,
    RunsView,
    SeriesQuery,
    SnapshotsView,
)

type Watch = Callable[[IngestProgress], None]

_LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class RemoteTracking:
    """Model tracking on a server; each method is called and answers like the use case of its name."""

    server: Server

    async def list_models(self) -> ModelsView:
        """List all models with their last value."""
        return await self._ask(ModelsView, "/models")

    async def show_model(self, model: str) -> ModelView:
        """Show one model, its settings, and the files that it was read from."""
        return await self._ask(ModelView, _path(model))

    async def show_holdings(self, model: str, on: date | None = None) -> HoldingsView:
        """Show what a model holds, or held on a day."""
        return await self._ask(HoldingsView, _path(model, "holdings"), {"on": on.isoformat() if on else None})

    async def list_snapshots(self, model: str, limit: int = 50, offset: int = 0) -> SnapshotsView:
        """List all portfolios that a model held, newest first."""
        return await self._ask(SnapshotsView, _path(model, "snapshots"), {"limit": limit, "offset": offset})

    async def show_performance(self, query: SeriesQuery | str) -> PerformanceView:
        """Show equity, return and drawdown of one series."""
        return await self._of_series(PerformanceView, "performance", query)

    async def show_measures(self, query: SeriesQuery | str) -> MeasuresView:
        """Show return, risk and drawdown figures of one series."""
        return await self._of_series(MeasuresView, "measures", query)

    async def show_drawdowns(self, query: SeriesQuery | str, top: int = 10) -> DrawdownsView:
        """Show how far, how often and how long a model was below its peak."""
        return await self._of_series(DrawdownsView, "drawdowns", query, {"top": top})

    async def show_months(self, query: SeriesQuery | str) -> MonthsView:
        """Show returns month by month."""
        return await self._of_series(MonthsView, "months", query)

    async def show_ranks(self, model: str, top: int = 0) -> RanksView:
        """Show the latest ranking, best first."""
        return await self._ask(RanksView, _path(model, "ranks"), {"top": top})

    async def compare_models(self, query: CompareQuery) -> ComparisonView:
        """Compare models over one span, from where they part."""
        return await self._ask(ComparisonView, "/compare", _parameters(query))

    async def list_findings(self, query: FindingsQuery | None = None) -> FindingsView:
        """List what was found about the files."""
        return await self._ask(FindingsView, "/findings", _parameters(query or FindingsQuery()))

    async def list_runs(self, limit: int = 20, offset: int = 0) -> RunsView:
        """List past ingests, newest first."""
        return await self._ask(RunsView, "/runs", {"limit": limit, "offset": offset})

    async def show_run(self, run: str) -> IngestRun:
        """Show one ingest."""
        return await self._ask(IngestRun, f"/runs/{quote(run, safe='')}")

    async def show_revision(self) -> str:
        """Tell one state of the stored data from another; on a new day, too, for answers tell ages."""
        return str((await self.server.get("/models")).headers.get("etag", ""))

    async def ingest_models(self, spec: IngestSpec | None = None, watch: Watch | None = None) -> IngestReport:
        """Have the server ingest, and look meanwhile how far it is."""
        looking = asyncio.ensure_future(self._look(watch)) if watch else None
        try:
            answer = await self.server.post("/ingest", spec or IngestSpec())
        finally:
            if looking:
                looking.cancel()
                await asyncio.gather(looking, return_exceptions=True)
        return self.server.read(IngestReport, answer)

    async def _look(self, watch: Watch) -> None:
        told = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                status = self.server.read(IngestStatus, await self.server.get("/ingest"))
            except BallastError:
                return  # it shows no progress; the report will come
            for line in status.log[told:]:
                told += 1
                model, _, said = line.partition(": ")
                watch(IngestProgress(told, status.progress.total if status.progress else told, model, said))

    async def _ask[V: BaseModel](self, kind: type[V], path: str, parameters: Parameters | None = None) -> V:
        return self.server.read(kind, await self.server.get(path, parameters))

    async def _of_series[V: BaseModel](
        self, kind: type[V], what: str, query: SeriesQuery | str, more: Parameters | None = None
    ) -> V:
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        asked = {**_parameters(query), **(more or {}), "model": None}
        return await self._ask(kind, _path(query.model, what), asked)


def _path(model: str, *more: str) -> str:
    return "/".join(("/models", quote(model, safe=""), *more))


def _parameters(query: BaseModel) -> Parameters:
    return query.model_dump(mode="json", exclude_none=True)
