"""How the results of trades or days spread."""

from dataclasses import dataclass

import numpy as np

from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import NothingSelectedError
from ballast_core.trades.rules.spread import histogram
from ballast_core.trades.usecases.histogram_view import HistogramAsk, HistogramView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of


@dataclass(frozen=True, slots=True)
class ShowHistogram:
    """Show how results spread over equal bins."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: HistogramAsk | None = None) -> HistogramView:
        """Show the spread of closed trades' net, or of the marked profit of calendar days.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        ask = ask or HistogramAsk()
        portfolio = await self.read_portfolio(selection)
        nets = [trades.net[trades.closed] for trades in portfolio.trades]
        values = np.concatenate(nets) if ask.of == "trades" else portfolio.profit
        if not values.size:
            raise NothingSelectedError("no trade closed within it, only open ones are left")
        edges, counts = histogram(values, ask.bins)
        return HistogramView(
            about=about_of(portfolio),
            of=ask.of,
            edges=edges.tolist(),
            counts=counts.tolist(),
            least=float(values.min()),
            greatest=float(values.max()),
            mean=float(values.mean()),
            median=float(np.median(values)),
            values=values.size,
        )
