"""Present prices under `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Query

from ballast_core.market import QuoteView
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

fresh = APIRouter(prefix="/api/v1", tags=["market"], route_class=FreshRoute)

type SymbolQuery = Annotated[str, Query(description="Symbol of an instrument.", max_length=100)]


@fresh.get("/price", operation_id="market.show_quote")
async def show_quote(app: AppDep, symbol: SymbolQuery) -> QuoteView:
    """Show the present price of a symbol, or else the last one known, with its age; kept for five minutes."""
    return await app.market.show_quote(symbol)
