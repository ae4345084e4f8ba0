"""Profit and return month by year."""

from dataclasses import dataclass

import numpy as np

from ballast_core.trades.entities import Selection
from ballast_core.trades.rules.months import months_of
from ballast_core.trades.usecases.cta_view import CtaMonth
from ballast_core.trades.usecases.months_view import MonthGridView, MonthGridYear
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.show_cta import cta_months, cta_years

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ShowMonths:
    """Show a selection month by year."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> MonthGridView:
        """Show a grid of months.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        portfolio = await self.read_portfolio(selection)
        months = months_of(portfolio.days, portfolio.profit, portfolio.capital)
        first = int(months.month[0].astype(np.int64)) % _MONTHS_A_YEAR
        shown: list[CtaMonth | None] = [None] * first + list(cta_months(months))
        shown += [None] * (-len(shown) % _MONTHS_A_YEAR)
        return MonthGridView(
            about=about_of(portfolio),
            years=tuple(
                MonthGridYear(
                    year=year.year,
                    profits=tuple(one.profit if one else None for one in row),
                    rates=tuple(one.rate if one else None for one in row),
                    profit=year.profit,
                    rate=year.rate,
                )
                for at, year in enumerate(cta_years(months))
                for row in (shown[at * _MONTHS_A_YEAR : (at + 1) * _MONTHS_A_YEAR],)
            ),
        )
