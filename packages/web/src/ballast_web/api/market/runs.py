"""The pipeline under `/api/v1`: started as a job, and what its runs did."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from ballast_core.market import RunsView, RunView, UpdateSpec
from ballast_core.ops import Job
from ballast_web.api.started import ACCEPTED, Terms, started
from ballast_web.deps import AppDep, Page
from ballast_web.routes import FreshRoute

fresh = APIRouter(prefix="/api/v1/pipelines", tags=["market"], route_class=FreshRoute)


@fresh.post(
    "/run", operation_id="market.update_market", status_code=202, response_model=Job, responses=ACCEPTED
)
async def update_market(
    app: AppDep, request: Request, spec: UpdateSpec, terms: Annotated[Terms, Depends()]
) -> Response:
    """Fetch market data: the last sessions, a span, or what a run has left; its result is a `RunView`."""
    return await started(request, app, "market.update_market", spec, terms)


@fresh.get("/runs", operation_id="market.list_runs")
async def list_runs(app: AppDep, page: Annotated[Page, Depends()]) -> RunsView:
    """List runs of the pipeline, newest first, without their logs."""
    return await app.market.list_runs(page.rows, page.offset)


@fresh.get("/runs/{run}", operation_id="market.show_run")
async def show_run(
    app: AppDep, run: Annotated[str, Path(description="Id of a run.", max_length=200)]
) -> RunView:
    """Show a run: what each step did, what failed, what it said, and what runs the rest."""
    return await app.market.show_run(run)
