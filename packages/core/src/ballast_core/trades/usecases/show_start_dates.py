"""How much the day of the start mattered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, to_date
from ballast_core.shared.sampling import sample
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.rules.start_dates import NEVER, profits_after, starts
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.start_dates_view import (
    Horizon,
    StartDatesAsk,
    StartDatesView,
    StartDay,
)


@dataclass(frozen=True, slots=True)
class ShowStartDates:
    """Show what became of a start on each day."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: StartDatesAsk | None = None) -> StartDatesView:
        """Show starts and what starters had after some time.

        Raises `BadSelectionError`, also for a horizon below one day, `NothingSelectedError`,
        `DataMovedError`.
        """
        ask = ask or StartDatesAsk()
        if any(days < 1 for days in ask.horizons):
            raise BadSelectionError("a horizon has at least 1 day")
        portfolio = await self.read_portfolio(selection)
        return await asyncio.to_thread(start_dates_view, portfolio, ask)


def start_dates_view(portfolio: Portfolio, ask: StartDatesAsk) -> StartDatesView:
    """Return what became of a start on each day of a portfolio."""
    profit, days = portfolio.profit, portfolio.days
    found = starts(profit)
    kept = sample(found.worst_drawdown, ask.points or profit.size)
    worst = int(np.argmin(found.worst_drawdown))
    ways = found.to_profit[found.to_profit != NEVER]
    return StartDatesView(
        about=about_of(portfolio),
        starts=tuple(
            StartDay(
                day=to_date(days[at]),
                profit=float(found.profit[at]),
                worst_drawdown=float(found.worst_drawdown[at]),
                worst_loss=float(found.worst_loss[at]),
                days_to_profit=_ever(int(found.to_profit[at])),
                days_to_safety=_ever(int(found.to_safety[at])),
            )
            for at in map(int, kept)
        ),
        horizons=_horizons(profit, ask.horizons),
        worst_drawdown=float(found.worst_drawdown[worst]),
        worst_start=to_date(days[worst]) if found.worst_drawdown[worst] < 0 else None,
        median_drawdown=float(np.median(found.worst_drawdown)),
        longest_to_profit=int(ways.max()) if ways.size else None,
        never_in_profit=int((found.to_profit == NEVER).sum()),
        raw_points=int(profit.size),
        sent_points=int(kept.size),
    )


def _horizons(profit: Floats, horizons: Sequence[int]) -> tuple[Horizon, ...]:
    after = {days: profits_after(profit, days) for days in sorted(set(horizons))}
    return tuple(
        Horizon(
            days=days,
            starts=int(earned.size),
            share_under=float(np.mean(earned < 0)) if earned.size else None,
            worst_profit=float(earned.min()) if earned.size else None,
            median_profit=float(np.median(earned)) if earned.size else None,
            best_profit=float(earned.max()) if earned.size else None,
        )
        for days, earned in after.items()
    )


def _ever(days: int) -> int | None:
    return None if days == NEVER else days
