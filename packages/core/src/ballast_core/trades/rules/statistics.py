"""Statistics of closed trades."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, to_moment
from ballast_core.trades.entities import TradeColumns


@dataclass(frozen=True, slots=True)
class TradeStatistics:
    """Figures of closed trades, net of both sides' costs unless said; None where a figure is undefined.

    A trade of exactly 0 is neither won nor lost. Money is that of the trades; `win_rate` is a fraction;
    losses, drawdowns and `average_loss` are negative. Run-up and drawdown of single trades are gross.
    """

    closed_trades: int
    net_profit: float
    gross_profit: float
    gross_loss: float
    profit_factor: float | None
    winning_trades: int
    losing_trades: int
    even_trades: int
    win_rate: float | None
    average_trade: float | None
    average_win: float | None
    average_loss: float | None
    payoff_ratio: float | None
    expectancy: float | None
    largest_win: float | None
    largest_loss: float | None
    commission: float
    slippage: float
    trade_deviation: float | None
    worst_trade_drawdown: float | None
    best_trade_run_up: float | None
    longest_win_streak: int
    longest_loss_streak: int
    closed_drawdown: float | None
    closed_drawdown_at: datetime | None
    system_quality: float | None
    average_days_held: float | None
    contracts_traded: float


def trade_statistics(trades: TradeColumns, among: Bools | None = None) -> TradeStatistics:
    """Return the statistics of the closed trades, or of those `among` them.

    Streaks go by exit time; trades that end at the same time keep the order in which they come.

    Shapes: trades (n,) and `among` (n,) in, one record out.
    Units: see `TradeStatistics`.
    NaN: a run-up, drawdown or cost without a value is left out.
    Raises: nothing; without a trade counts and sums are 0 and all else is None.
    Source: TradeStation, Strategy Performance Report; Tharp (2008), Definitive Guide to Position Sizing, for
        `expectancy` (average trade over average loss) and `system_quality` (root of n x mean / deviation).
    """
    kept = np.flatnonzero(trades.closed if among is None else trades.closed & among)
    kept = kept[np.argsort(trades.exit_at[kept], kind="stable")]
    net, ends = trades.net[kept], trades.exit_at[kept]
    won, lost = net > 0, net < 0
    wins, losses, count = int(won.sum()), int(lost.sum()), int(net.size)
    total, gained, given = float(net.sum()), float(net[won].sum()), float(net[lost].sum())
    average = _ratio(total, count)
    average_win, average_loss = _ratio(gained, wins), _ratio(given, losses)
    deviation = float(np.std(net, ddof=1)) if count > 1 else None
    depth, depth_at = closed_drawdown(net, ends)
    return TradeStatistics(
        closed_trades=count,
        net_profit=total,
        gross_profit=gained,
        gross_loss=given,
        profit_factor=_ratio(gained, -given),
        winning_trades=wins,
        losing_trades=losses,
        even_trades=count - wins - losses,
        win_rate=_ratio(wins, count),
        average_trade=average,
        average_win=average_win,
        average_loss=average_loss,
        payoff_ratio=_over(average_win, average_loss),
        expectancy=_over(average, average_loss),
        largest_win=float(net.max()) if wins else None,
        largest_loss=float(net.min()) if losses else None,
        commission=float(np.nansum(trades.commission[kept])),
        slippage=float(np.nansum(trades.slippage[kept])),
        trade_deviation=deviation,
        worst_trade_drawdown=_extreme(trades.drawdown[kept], -1),
        best_trade_run_up=_extreme(trades.run_up[kept], 1),
        longest_win_streak=longest_run(won),
        longest_loss_streak=longest_run(lost),
        closed_drawdown=depth,
        closed_drawdown_at=depth_at,
        system_quality=average / deviation * sqrt(count) if average is not None and deviation else None,
        average_days_held=_days_held(trades.entry_at[kept], ends),
        contracts_traded=float(np.nansum(trades.contracts[kept])),
    )


def longest_run(flags: Bools) -> int:
    """Return how many true values follow one another at most.

    Shapes: (n,) in, scalar out.
    Units: count.
    NaN: flags have none.
    Raises: nothing.
    Source: definition.
    """
    breaks = np.flatnonzero(~flags)
    edges = np.concatenate([[-1], breaks, [flags.size]])
    return int(np.diff(edges).max()) - 1


def closed_drawdown(net: Floats, ends: Instants) -> tuple[float | None, datetime | None]:
    """Return the deepest fall of running closed profit below its peak, and when it was reached first.

    The start, 0, counts as a peak. Trades that end at the same time are summed first.

    Shapes: net (n,) and ends (n,) ascending in, a fall and its time out; nothing without a trade.
    Units: money, never positive.
    NaN: none is allowed.
    Raises: nothing.
    Source: TradeStation, maximum drawdown, trade close to trade close.
    """
    if not net.size:
        return None, None
    last = np.flatnonzero(np.append(ends[1:] != ends[:-1], True))
    running = np.cumsum(net)[last]
    fall = running - np.maximum.accumulate(np.maximum(running, 0.0))
    at = int(np.argmin(fall))
    return float(fall[at]), to_moment(ends[int(last[at])])


def _days_held(begins: Instants, ends: Instants) -> float | None:
    return float((ends - begins).mean() / np.timedelta64(1, "D")) if ends.size else None


def _extreme(values: Floats, sign: int) -> float | None:
    known = values[np.isfinite(values)]
    return sign * float((sign * known).max()) if known.size else None


def _over(one: float | None, loss: float | None) -> float | None:
    return None if one is None or loss is None else one / -loss


def _ratio(one: float, other: float) -> float | None:
    return one / other if other else None
