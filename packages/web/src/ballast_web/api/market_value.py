"""What models hold at the last closes, under `/api/v1/models`."""

from fastapi import APIRouter, Request

from ballast_core.flows import MarketValueView
from ballast_web.answers import Basis
from ballast_web.api.tracking import Model
from ballast_web.deps import AppDep, opened
from ballast_web.routes import StoredRoute


class ValueRoute(StoredRoute):
    """Answers from what models hold and from market data, until either changes."""

    async def basis(self, request: Request) -> Basis:
        """Return both revisions as one."""
        app = opened(request)

        async def both() -> str:
            return f"{await app.tracking.show_revision()} {await app.market.show_market_revision()}"

        return Basis("value", both)


stored = APIRouter(prefix="/api/v1", tags=["flows"], route_class=ValueRoute)


@stored.get("/models/{model}/market-value", operation_id="flows.value_holdings")
async def value_holdings(app: AppDep, model: Model) -> MarketValueView:
    """Value what a model holds at the last closes, beside what it cost."""
    return await app.flows.value_holdings(model)
