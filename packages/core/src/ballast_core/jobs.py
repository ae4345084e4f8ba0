"""JOBS: the heavy use cases that run as jobs, by their names."""

from collections.abc import Mapping
from typing import Any

from ballast_core.app import App
from ballast_core.flows import FrontierSpec, FrontierView, OptimizationView, OptimizeSpec
from ballast_core.market import RunView, UpdateSpec
from ballast_core.ops import JobKind
from ballast_core.shared.progress import Progress, Tell
from ballast_core.tracking import IngestProgress, IngestReport, IngestSpec
from ballast_core.trades import (
    AddReport,
    AllocateSpec,
    AllocationView,
    SimulationSpec,
    SimulationView,
    UploadsSpec,
)


async def _ingest_models(app: App, spec: IngestSpec, tell: Tell) -> IngestReport:
    def watch(seen: IngestProgress) -> None:
        tell(Progress(done=seen.done, total=seen.total, said=f"{seen.model}: {seen.said}"))

    return await app.tracking.ingest_models(spec, watch)


async def _add_uploads(app: App, spec: UploadsSpec, tell: Tell) -> AddReport:
    return await app.trades.add_uploads(spec, tell)


async def _simulate_drawdowns(app: App, spec: SimulationSpec, tell: Tell) -> SimulationView:
    return await app.trades.simulate_drawdowns(spec, tell)


async def _allocate_contracts(app: App, spec: AllocateSpec, tell: Tell) -> AllocationView:
    return await app.trades.allocate_contracts(spec, tell)


async def _optimize_selection(app: App, spec: OptimizeSpec, tell: Tell) -> OptimizationView:
    return await app.flows.optimize_selection(spec, tell)


async def _show_frontier(app: App, spec: FrontierSpec, tell: Tell) -> FrontierView:
    return await app.flows.show_frontier(spec, tell)


async def _update_market(app: App, spec: UpdateSpec, tell: Tell) -> RunView:
    return await app.market.update_market(spec, tell)


JOBS: Mapping[str, JobKind[App, Any]] = {
    "tracking.ingest_models": JobKind(IngestSpec, _ingest_models, time_limit_s=3_600.0),
    "trades.add_uploads": JobKind(UploadsSpec, _add_uploads, time_limit_s=3_600.0),
    "trades.simulate_drawdowns": JobKind(SimulationSpec, _simulate_drawdowns),
    "trades.allocate_contracts": JobKind(AllocateSpec, _allocate_contracts),
    "market.update_market": JobKind(UpdateSpec, _update_market, time_limit_s=21_600.0),
    "flows.optimize_selection": JobKind(OptimizeSpec, _optimize_selection),
    "flows.show_frontier": JobKind(FrontierSpec, _show_frontier),
}
