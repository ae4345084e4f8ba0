"""How far single trades went against and for their holder."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Ints, to_moment
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.excursions import scattered
from ballast_core.trades.rules.joined import money
from ballast_core.trades.rules.portfolio import Portfolio
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
    net, worst, best = (money(portfolio.trades, name) for name in ("net", "drawdown", "run_up"))
    closed = np.isfinite(net)
    known = closed & np.isfinite(worst) & np.isfinite(best)
    missing = int(np.count_nonzero(closed) - np.count_nonzero(known))
    kept = scattered(np.where(closed, worst, np.nan), best, points or net.size)
    won, lost = known & (net > 0), known & (net < 0)
    return ExcursionsView(
        about=about_of(portfolio, *([_MISSING.format(count=missing)] if missing else [])),
        trades=tuple(_excursions(portfolio, kept)),
        raw_points=int(np.count_nonzero(known)),
        sent_points=int(kept.size),
        average_mae_of_wins=_mean(worst, won),
        average_mae_of_losses=_mean(worst, lost),
        average_mfe_of_wins=_mean(best, won),
        average_mfe_of_losses=_mean(best, lost),
    )


def _excursions(portfolio: Portfolio, kept: Ints) -> Iterator[Excursion]:
    firsts = np.cumsum([0, *(len(trades) for trades in portfolio.trades)])
    for place in map(int, kept):
        own = int(np.searchsorted(firsts, place, side="right")) - 1
        file, trades, at = portfolio.files[own], portfolio.trades[own], place - int(firsts[own])
        worst, best = float(trades.drawdown[at]), float(trades.run_up[at])
        yield Excursion(
            file=file.id,
            symbol=file.symbol,
            number=int(trades.number[at]),
            side="long" if trades.side[at] > 0 else "short",
            contracts=float(trades.contracts[at]),
            entry_at=to_moment(trades.entry_at[at]),
            exit_at=to_moment(trades.exit_at[at]),
            net=float(trades.net[at]),
            mae=worst,
            mfe=best,
            efficiency=float(trades.gross[at]) / (best - worst) if best > worst else None,
        )


def _mean(values: Floats, among: Bools) -> float | None:
    return float(values[among].mean()) if bool(among.any()) else None
