"""How Ballast itself is: `/api/v1/health`."""

from fastapi import APIRouter, Request, Response

from ballast_core.ops import Check, Health
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

router = APIRouter(prefix="/api/v1", tags=["ops"], route_class=FreshRoute)


@router.get(
    "/health", operation_id="ops.check_health", response_model=Health, responses={503: {"model": Health}}
)
async def check_health(app: AppDep, request: Request) -> Response:
    """Tell whether all is well (200) or not (503); what was found is told to those who may ask."""
    health = await app.ops.check_health()
    told = health if request.state.is_known else _without_details(health)
    return Response(told.model_dump_json(), 200 if health.ok else 503, media_type="application/json")


def _without_details(health: Health) -> Health:
    return Health(checks=tuple(Check(name=one.name, state=one.state, found="") for one in health.checks))
