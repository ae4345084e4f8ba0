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


class HoldingRoute(StoredRoute):
    """Answers from what models hold and from market data, until either changes."""

    async def basis(self, request: Request) -> Basis:
        """Return both revisions as one."""
        app = opened(request)

        async def both() -> str:
            return f"{await app.tracking.show_revision()} {await app.market.show_market_revision()}"

        return Basis("value", both)
