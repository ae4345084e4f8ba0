"""Market data under `/api/v1`: a module a slice, collected here."""

from fastapi import APIRouter

from ballast_web.api.market import schedules

MARKET_API: tuple[APIRouter, ...] = (schedules.fresh,)
"""Every router of market data."""
