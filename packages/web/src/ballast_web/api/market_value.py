"""What models hold at the last closes, under `/api/v1/models`."""

from fastapi import APIRouter

from ballast_core.flows import MarketValueView
from ballast_web.api.market.basis import HoldingRoute
from ballast_web.api.tracking import Model
from ballast_web.deps import AppDep

stored = APIRouter(prefix="/api/v1", tags=["flows"], route_class=HoldingRoute)


@stored.get("/models/{model}/market-value", operation_id="flows.value_holdings")
async def value_holdings(app: AppDep, model: Model) -> MarketValueView:
    """Value what a model holds at the last closes, beside what it cost."""
    return await app.flows.value_holdings(model)
