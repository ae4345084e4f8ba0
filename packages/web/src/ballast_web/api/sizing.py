"""Sizing under `/api/v1`: odds, whole contracts, weights and the frontier; each a job."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ballast_core.flows import FrontierSpec, OptimizeSpec
from ballast_core.ops import Job
from ballast_core.trades import AllocateSpec, SimulationSpec
from ballast_web.api.started import ACCEPTED, Terms, started
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

trades = APIRouter(prefix="/api/v1", tags=["trades"], route_class=FreshRoute)
flows = APIRouter(prefix="/api/v1", tags=["flows"], route_class=FreshRoute)

type TermsDep = Annotated[Terms, Depends()]


@trades.post(
    "/simulations",
    operation_id="trades.simulate_drawdowns",
    status_code=202,
    response_model=Job,
    responses=ACCEPTED,
)
async def simulate_drawdowns(
    app: AppDep, request: Request, spec: SimulationSpec, terms: TermsDep
) -> Response:
    """Draw futures from blocks of days, for the odds of drawdowns; its result is a `SimulationView`."""
    return await started(request, app, "trades.simulate_drawdowns", spec, terms)


@trades.post(
    "/optimizer/allocator",
    operation_id="trades.allocate_contracts",
    status_code=202,
    response_model=Job,
    responses=ACCEPTED,
)
async def allocate_contracts(app: AppDep, request: Request, spec: AllocateSpec, terms: TermsDep) -> Response:
    """Find whole contracts of each file under a margin cap; its result is an `AllocationView`."""
    return await started(request, app, "trades.allocate_contracts", spec, terms)


@flows.post(
    "/optimizer/riskfolio",
    operation_id="flows.optimize_selection",
    status_code=202,
    response_model=Job,
    responses=ACCEPTED,
)
async def optimize_selection(app: AppDep, request: Request, spec: OptimizeSpec, terms: TermsDep) -> Response:
    """Find the best weights of files, by any solver, and contracts to match; an `OptimizationView`."""
    return await started(request, app, "flows.optimize_selection", spec, terms)


@flows.post(
    "/optimizer/frontier",
    operation_id="flows.show_frontier",
    status_code=202,
    response_model=Job,
    responses=ACCEPTED,
)
async def show_frontier(app: AppDep, request: Request, spec: FrontierSpec, terms: TermsDep) -> Response:
    """Find the efficient frontier of files; its result is a `FrontierView`."""
    return await started(request, app, "flows.show_frontier", spec, terms)
