"""Profit, return and worst fall over a moving window of months."""

from dataclasses import dataclass

from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.months import months_of, rolling
from ballast_core.trades.usecases.gaps import with_gaps
from ballast_core.trades.usecases.months_view import RollingMonth, RollingMonthsView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of


@dataclass(frozen=True, slots=True)
class ShowRolling:
    """Show how the last months fared, at the end of each month."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, months: int = 12) -> RollingMonthsView:
        """Show a row for each month.

        Raises `BadSelectionError`, also for a window without a month, `NothingSelectedError`,
        `DataMovedError`.
        """
        if months < 1:
            raise BadSelectionError(f"a window has at least 1 month, not {months}")
        portfolio = await self.read_portfolio(selection)
        by_month = months_of(portfolio.days, portfolio.profit, portfolio.capital)
        profit, rate, worst = (with_gaps(values) for values in rolling(by_month, months))
        return RollingMonthsView(
            about=about_of(portfolio),
            months=months,
            rows=tuple(
                RollingMonth(month=str(month), profit=earned, rate=part, worst_decline=decline)
                for month, earned, part, decline in zip(by_month.month, profit, rate, worst, strict=True)
            ),
        )
