"""How Ballast itself is: `/api/v1/health` for people, and at the root what machines look at."""

import asyncio

from fastapi import APIRouter, Request, Response

from ballast_core.ops import Check, CheckState, Health
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

router = APIRouter(prefix="/api/v1", tags=["ops"], route_class=FreshRoute)
probes = APIRouter(tags=["ops"])

_PATIENCE_S = 3.0


@router.get(
    "/health", operation_id="ops.check_health", response_model=Health, responses={503: {"model": Health}}
)
async def check_health(app: AppDep, request: Request) -> Response:
    """Tell whether all is well (200) or not (503); what was found is told to those who may ask."""
    health = await app.ops.check_health()
    told = health if request.state.is_known else _without_details(health)
    return Response(told.model_dump_json(), 200 if health.ok else 503, media_type="application/json")


@probes.get("/health", operation_id="ops.is_alive", include_in_schema=False)
async def is_alive() -> Response:
    """Tell that the program runs; asks nothing and nobody."""
    return Response('{"alive":true}', media_type="application/json")


@probes.get(
    "/ready", operation_id="ops.check_ready", response_model=Health, responses={503: {"model": Health}}
)
async def check_ready(app: AppDep) -> Response:
    """Tell whether questions can be answered (200) or not (503): the database answers, its tables fit."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            ready = _without_details(await app.ops.check_ready())
    except TimeoutError:
        ready = Health(checks=(Check(name="database", state=CheckState.FAILED, found=""),))
    return Response(ready.model_dump_json(), 200 if ready.ok else 503, media_type="application/json")


@probes.get("/metrics", operation_id="ops.show_metrics", include_in_schema=False)
async def show_metrics(app: AppDep, request: Request) -> Response:
    """Tell Prometheus how it goes."""
    state = request.app.state
    accept = request.headers.get("accept", "")
    state.metrics.note_live(state.live.uses)
    body, media_type = await state.metrics.exposition(app, state.answers, accept)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=media_type)


def _without_details(health: Health) -> Health:
    return Health(checks=tuple(Check(name=one.name, state=one.state, found="") for one in health.checks))
