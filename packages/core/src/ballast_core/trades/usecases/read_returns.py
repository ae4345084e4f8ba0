"""Daily returns of files side by side, for those who weigh them."""

from dataclasses import dataclass

from ballast_core.shared.panel import Panel
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import NothingSelectedError
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio


@dataclass(frozen=True, slots=True)
class Returns:
    """Daily profit as a fraction of the account equity, by day and file (its id), and where it is from."""

    panel: Panel
    portfolio: Portfolio


@dataclass(frozen=True, slots=True)
class ReadReturns:
    """Read the returns of the files of a selection on the days that all of them have."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> Returns:
        """Return them over the common window.

        Raises `BadSelectionError`, `DataMovedError`; `NothingSelectedError`, also when the files have no day
        in common.
        """
        portfolio = await self.read_portfolio(selection)
        spans = portfolio.spans
        first, last = int(spans[:, 0].max()), int(spans[:, 1].min())
        if first >= last:
            raise NothingSelectedError("the files have no day in common; leave out those that end too early")
        days, profit = portfolio.days[first:last], portfolio.chosen.profit[first:last]
        labels = tuple(file.id for file in portfolio.files)
        return Returns(Panel(days, labels, profit / portfolio.capital), portfolio)
