"""All routes of the pages about trade lists."""

from ballast_web.pages.trades import (
    choosing,
    correlations,
    costs,
    cta,
    excursions,
    figures,
    files,
    metrics,
    months,
    overview,
    risk,
    series,
    sizing,
)

TRADES_PAGES = (
    *(overview.router, choosing.router, series.router, files.router),
    *(metrics.page_router, metrics.charts, months.router, correlations.router),
    *(excursions.router, cta.router, costs.router, figures.router),
    *(risk.router, risk.charts, sizing.router),
)
