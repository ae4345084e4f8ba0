"""Present prices of a server."""

from ballast_adapters.remote.market.asking import Asking
from ballast_core.market import QuoteView


class RemotePrices(Asking):
    """Present prices on a server; each method is called and answers like the use case of its name."""

    __slots__ = ()

    async def show_quote(self, symbol: str) -> QuoteView:
        """Show the price of a symbol."""
        return await self.ask(QuoteView, "/price", {"symbol": symbol})
