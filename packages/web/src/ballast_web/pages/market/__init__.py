"""Pages about market data."""
