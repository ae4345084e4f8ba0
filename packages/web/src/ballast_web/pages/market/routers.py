"""All routes of the pages about market data."""

from ballast_web.pages.market import (
    coverage,
    events,
    findings,
    indicators,
    news,
    runs,
    schedules,
    starting,
    symbol,
    universe,
)

MARKET_PAGES = (
    *(coverage.router, starting.router, starting.live),
    *(symbol.router, symbol.live, symbol.charts, universe.router),
    *(indicators.router, news.router, events.router, findings.router),
    *(runs.router, runs.live, schedules.router),
)
