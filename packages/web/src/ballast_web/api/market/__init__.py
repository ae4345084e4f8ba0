"""Market data under `/api/v1`: a module a slice, collected here."""

from fastapi import APIRouter

from ballast_web.api.market import bars, live, monitor, prices, runs, schedules, topics, universe

MARKET_API: tuple[APIRouter, ...] = (
    bars.stored,
    prices.fresh,
    monitor.held,
    monitor.stored,
    monitor.fresh,
    schedules.fresh,
    live.live,
    universe.fresh,
    topics.fresh,
    runs.fresh,
)
"""Every router of market data."""

MARKET_UPLOADS: tuple[APIRouter, ...] = (universe.uploads,)
"""Those that files come in by."""
