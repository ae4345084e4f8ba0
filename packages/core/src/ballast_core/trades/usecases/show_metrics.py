"""The metrics of each file and of the portfolio, with all, long and short trades side by side."""

import asyncio
from dataclasses import dataclass

from ballast_core.trades.entities import Direction, Selection
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.metrics_of import metrics_rows
from ballast_core.trades.usecases.metrics_view import MetricsView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of

_NO_MARGIN = (
    "No margin is known for {symbols}: account size and return on account are left out where it counts. "
    "Add it to contracts.toml, or give it with the selection."
)
_LOST = "The account of {names} fell to nothing: days on which it had nothing count in no ratio of returns."


@dataclass(frozen=True, slots=True)
class ShowMetrics:
    """Show what a selection earned, risked and needed."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> MetricsView:
        """Show the portfolio first, then its files.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        sides = (Direction.LONG, Direction.SHORT) if selection.direction is Direction.ALL else ()
        portfolio = await self.read_portfolio(selection, *sides)
        return await asyncio.to_thread(metrics_view, portfolio)


def metrics_view(portfolio: Portfolio) -> MetricsView:
    """Return the metrics of a portfolio that has all sides that it can have."""
    unknown = sorted(symbol for symbol, margin in portfolio.margins.items() if margin is None)
    notes = [_NO_MARGIN.format(symbols=", ".join(unknown))] if unknown else []
    rows = metrics_rows(portfolio)
    lost = [row.label for row in rows if -row.all.marked_drawdown_share >= 1]
    if lost:
        notes.append(_LOST.format(names=", ".join(lost)))
    return MetricsView(about=about_of(portfolio, *notes), rows=rows)
