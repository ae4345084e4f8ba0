"""Rules of market data: coverage, quality, adjustment."""
