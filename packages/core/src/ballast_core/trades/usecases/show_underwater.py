"""The falls of marked equity below its peak: how deep, how long, and whether it came back."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Days
from ballast_core.shared.measures import drawdowns, underwater
from ballast_core.shared.measures.drawdowns import Drawdown
from ballast_core.shared.series import Series
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.account import account
from ballast_core.trades.usecases.months_view import UnderwaterFall, UnderwaterView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of


@dataclass(frozen=True, slots=True)
class ShowUnderwater:
    """Show how far, how often and how long a selection was below its peak."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, top: int = 10) -> UnderwaterView:
        """Show the `top` deepest falls (0: all).

        Raises `BadSelectionError`, also for a negative `top`, `NothingSelectedError`, `DataMovedError`.
        """
        if top < 0:
            raise BadSelectionError(f"ask for 0 falls (all of them) or more, not {top}")
        portfolio = await self.read_portfolio(selection)
        equity = account(portfolio.days, portfolio.profit, portfolio.capital)
        falls = sorted((_fall(equity, fall) for fall in underwater(equity)), key=lambda fall: fall.depth)
        below = equity.values - np.maximum.accumulate(equity.values)
        return UnderwaterView(
            about=about_of(portfolio),
            falls=tuple(falls[: top or None]),
            count=len(falls),
            share=float(np.mean(below[1:] < 0)),
            current=float(below[-1]),
            current_share=float(drawdowns(equity.values)[-1]),
            longest_days=max((fall.days for fall in falls), default=0),
        )


def _fall(equity: Series, fall: Drawdown) -> UnderwaterFall:
    peak, valley = (
        float(equity.values[_place(equity.days, day)]) for day in (fall.peak_day, fall.trough_day)
    )
    return UnderwaterFall(
        depth=valley - peak,
        depth_share=fall.depth,
        peak_equity=peak,
        peak_day=None if _place(equity.days, fall.peak_day) == 0 else fall.peak_day,
        valley_day=fall.trough_day,
        recovery_day=fall.recovery_day,
        days_to_valley=fall.days_to_trough,
        days_to_recovery=fall.days_to_recovery,
        days=fall.days,
    )


def _place(days: Days, day: date) -> int:
    return int((np.datetime64(day, "D") - days[0]).astype(np.int64))
