"""Market data: bars, economic series, news and events, and what of them is missing or wrong."""

from ballast_core.market.bundle import Market, MarketPorts, wire_market

__all__ = ["Market", "MarketPorts", "wire_market"]
