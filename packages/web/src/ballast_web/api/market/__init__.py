"""Market data under `/api/v1`: a module a slice, collected here."""

from fastapi import APIRouter

MARKET_API: tuple[APIRouter, ...] = ()
"""Every router of market data."""
