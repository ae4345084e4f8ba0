"""What kept answers about market data rest on."""

from starlette.requests import Request

from ballast_web.answers import Basis
from ballast_web.deps import opened
from ballast_web.routes import StoredRoute


class MarketRoute(StoredRoute):
    """Answers from stored market data, until that changes or another session is over."""

    async def basis(self, request: Request) -> Basis:
        """Return the revision of market data."""
        return Basis("market", opened(request).market.show_market_revision)
