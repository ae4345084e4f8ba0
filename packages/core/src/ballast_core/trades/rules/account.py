"""An account that daily profit is booked to: its equity, and how it fared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from ballast_core.shared.arrays import Days, Floats, to_date
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import cagr, drawdowns, sharpe, simple_returns, sortino, volatility
from ballast_core.shared.series import Series
from ballast_core.trades.rules.curves import equity as equity_of

CALENDAR_DAYS = 365.0
"""Days a year: marks are of calendar days, weekends included."""


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """How an account fared; None where a figure is undefined.

    Drawdowns are never positive; their days are those of the lowest point, None when there was no fall.
    Returns are daily profit over the equity of the day before.
    A year has 365 days in ratios, 365.25 in growth.
    """

    marked_profit: float
    final_equity: float
    total_return: float
    growth_a_year: float | None
    marked_drawdown: float
    marked_drawdown_day: date | None
    marked_drawdown_share: float
    marked_drawdown_share_day: date | None
    equity_run_up: float
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    recovery_factor: float | None
    k_ratio: float | None


def account(days: Days, profit: Floats, capital: float) -> Series:
    """Return equity by day, led by the capital on the day before the first.

    Shapes: days (n,) dense and profit (n,) in, a series of n + 1 points out, empty for no day.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    if not days.size:
        return Series(days, profit)
    before = days[:1] - np.timedelta64(1, "D")
    return Series(np.concatenate([before, days]), np.concatenate([[capital], equity_of(profit, capital)]))


def account_figures(equity: Series) -> AccountFigures:
    """Return how an account fared; it must have a point.

    Shapes: series (n,) of `account` in, one record out.
    Units: see `AccountFigures`; the first value is positive.
    NaN: none is allowed; a return on equity that is not positive is left out.
    Raises: nothing.
    Source: the function of each figure's name; Kestner (2013), (Re-)introducing the K-ratio.
    """
    values = equity.values
    profit = float(values[-1] - values[0])
    below, share = values - np.maximum.accumulate(values), drawdowns(values)
    low, low_share = int(np.argmin(below)), int(np.argmin(share))
    depth, depth_share = float(below[low]), float(share[low_share])
    returns = simple_returns(values)
    growth = _or_none(lambda: cagr(equity))
    return AccountFigures(
        marked_profit=profit,
        final_equity=float(values[-1]),
        total_return=profit / float(values[0]),
        growth_a_year=growth,
        marked_drawdown=depth,
        marked_drawdown_day=to_date(equity.days[low]) if depth else None,
        marked_drawdown_share=depth_share,
        marked_drawdown_share_day=to_date(equity.days[low_share]) if depth else None,
        equity_run_up=float((values - np.minimum.accumulate(values)).max()),
        volatility=_or_none(lambda: volatility(returns, CALENDAR_DAYS)),
        sharpe=_or_none(lambda: sharpe(returns, CALENDAR_DAYS)),
        sortino=_or_none(lambda: sortino(returns, CALENDAR_DAYS)),
        calmar=growth / -depth_share if growth is not None and depth else None,
        recovery_factor=profit / -depth if depth else None,
        k_ratio=k_ratio(values),
    )


def k_ratio(values: Floats) -> float | None:
    """Return the slope of running profit over its standard error, for its length: how straight it rises.

    Shapes: (n,) equity by day in, scalar out; None for fewer than three points, or a straight line.
    Units: times the root of 365 days over n.
    NaN: none is allowed.
    Raises: nothing.
    Source: Kestner (2013), (Re-)introducing the K-ratio; here over money instead of its logarithm.
    """
    size = values.size
    if size < 3:
        return None
    at = np.arange(size) - (size - 1) / 2
    centered = values - values.mean()
    spread, total = size * (size**2 - 1) / 12, float(centered @ centered)
    slope = float(at @ centered) / spread
    residual = (total - slope**2 * spread) / (size - 2)
    if residual <= 16 * np.finfo(np.float64).eps * total:
        return None
    return slope / sqrt(residual / spread) * sqrt(CALENDAR_DAYS) / size


def _or_none(figure: Callable[[], float]) -> float | None:
    try:
        return figure()
    except InvalidError:
        return None
