"""How far single trades went against and for their holder."""

import asyncio
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, to_moment
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.excursions import efficiency, scattered
from ballast_core.trades.rules.joined import joined, owners
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.gaps import or_none
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.trades_view import Excursion, ExcursionsView

_FEWEST = 4
_MISSING = "{count} closed trades have no run-up or drawdown and are left out."


@dataclass(frozen=True, slots=True)
class ShowExcursions:
    """Show the worst and the best open profit of closed trades."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, points: int = 2_000) -> ExcursionsView:
        """Show at most `points` trades (0: all).

        Raises `BadSelectionError`, also for fewer than 4 points, `NothingSelectedError`, `DataMovedError`.
        """
        if points < 0 or 0 < points < _FEWEST:
            raise BadSelectionError(f"ask for 0 points (all of them) or at least {_FEWEST}, not {points}")
        portfolio = await self.read_portfolio(selection)
        return await asyncio.to_thread(excursions_view, portfolio, points)


def excursions_view(portfolio: Portfolio, points: int) -> ExcursionsView:
    """Return the scatter of a portfolio."""
    trades, owner = joined(portfolio.trades), owners(portfolio.trades)
    closed = trades.closed
    known = closed & np.isfinite(trades.drawdown) & np.isfinite(trades.run_up)
    missing = int((closed & ~known).sum())
    worst = np.where(closed, trades.drawdown, np.nan)
    kept = scattered(worst, trades.run_up, points or len(trades))
    parts = efficiency(trades.gross, trades.drawdown, trades.run_up)
    won, lost = known & (trades.net > 0), known & (trades.net < 0)
    return ExcursionsView(
        about=about_of(portfolio, *([_MISSING.format(count=missing)] if missing else [])),
        trades=tuple(
            Excursion(
                file=portfolio.files[int(owner[at])].id,
                symbol=portfolio.files[int(owner[at])].symbol,
                number=int(trades.number[at]),
                side="long" if trades.side[at] > 0 else "short",
                contracts=float(trades.contracts[at]),
                entry_at=to_moment(trades.entry_at[at]),
                exit_at=to_moment(trades.exit_at[at]),
                net=float(trades.net[at]),
                mae=float(trades.drawdown[at]),
                mfe=float(trades.run_up[at]),
                efficiency=or_none(parts[at]),
            )
            for at in map(int, kept)
        ),
        raw_points=int(known.sum()),
        sent_points=int(kept.size),
        average_mae_of_wins=_mean(trades.drawdown, won),
        average_mae_of_losses=_mean(trades.drawdown, lost),
        average_mfe_of_wins=_mean(trades.run_up, won),
        average_mfe_of_losses=_mean(trades.run_up, lost),
    )


def _mean(values: Floats, among: Bools) -> float | None:
    return float(values[among].mean()) if bool(among.any()) else None
