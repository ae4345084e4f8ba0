"""Providers of market data, each behind ports with one method."""
