"""How far equity can have been below and above its end-of-day value within a day."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.entities import TradeColumns
from ballast_core.trades.rules.split import by_entry, closed_by_day, days_of, ends_of, overlap


def bounds(
    trades: TradeColumns, first: np.datetime64, profit: Floats, *, lacking: bool = False
) -> tuple[Floats, Floats]:
    """Return how far below and above its end-of-day value equity can have been at some moment of each day.

    A list of trades tells how far each one was down and up, not when. So every day on which a trade was held
    is taken to have seen both: bounds that no true course of the day can pass. Where trades overlap, all
    those of a day are taken at their worst, or best, at once. `lacking` tells that the daily profit leaves
    out days on which trades were held.

    Shapes: trades (k,) and daily profit (n,) from `first` on in, two (n,) out, never negative.
    Units: dollars; run-up and drawdown are gross, so the costs of entry are taken off both.
    NaN: a trade without a run-up or drawdown counts by its net alone.
    Raises: nothing.
    Source: definition; the excursions of Sweeney (1996), "Maximum Adverse Excursion", laid on days.
    """
    equity = np.cumsum(profit)
    before = np.concatenate([[0.0], equity[:-1]])
    least, most = np.minimum(equity, before), np.maximum(equity, before)
    if len(trades):
        reach = _at_once if overlap(trades) else _in_turn
        low, high = reach(trades, first, equity)
        shift = _level(trades, first, equity) if lacking else 0.0
        least, most = np.minimum(least, low + shift), np.maximum(most, high + shift)
    return equity - least, most - equity


def worst_and_best(trades: TradeColumns) -> tuple[Floats, Floats]:
    """Return the least and the greatest open profit of each trade, costs of entry off, its net included.

    Shapes: (k,) in, two (k,) out; the first never positive, the second never negative.
    Units: dollars.
    NaN: what is missing counts as nothing.
    Raises: nothing.
    Source: definition; the costs of a closed trade are those of two sides.
    """
    costs = np.nan_to_num(trades.commission) + np.nan_to_num(trades.slippage)
    entry = np.where(trades.closed, costs / 2, costs)
    net = np.nan_to_num(trades.net)
    worst = np.minimum(np.nan_to_num(trades.drawdown) - entry, net)
    best = np.maximum(np.nan_to_num(trades.run_up) - entry, net)
    return np.minimum(worst, 0.0), np.maximum(best, 0.0)


def _in_turn(trades: TradeColumns, first: np.datetime64, equity: Floats) -> tuple[Floats, Floats]:
    # One trade after the other: what was closed before a trade is the ground that it moves on.
    order = by_entry(trades)
    worst, best = (part[order] for part in worst_and_best(trades))
    net = np.nan_to_num(trades.net[order])
    entered, left = _stay(trades, first, order)
    day = np.arange(equity.size)
    begin = np.searchsorted(left, day)  # the first trade that has not left before the day
    end = np.searchsorted(entered, day, side="right")  # one past the last that has entered by its end
    busy = np.flatnonzero(begin < end)
    ground = np.cumsum(net) - net
    low, high = np.full(equity.size, np.inf), np.full(equity.size, -np.inf)
    if busy.size:
        edges = np.column_stack([begin[busy], end[busy]]).ravel()
        low[busy] = _reduced(np.minimum, ground + worst, edges)
        high[busy] = _reduced(np.maximum, ground + best, edges)
    return low, high


def _at_once(trades: TradeColumns, first: np.datetime64, equity: Floats) -> tuple[Floats, Floats]:
    closed = closed_by_day(trades, first, equity.size)
    ground = np.cumsum(closed) - closed
    order = np.arange(len(trades))
    entered, left = _stay(trades, first, order)
    worst, best = worst_and_best(trades)
    low, high = (_running(part, entered, left, equity.size) for part in (worst, best))
    return ground + low, ground + high


def _stay(trades: TradeColumns, first: np.datetime64, order: Ints) -> tuple[Ints, Ints]:
    entered = (days_of(trades.entry_at[order]) - first).astype(np.int64)
    return entered, (days_of(ends_of(trades)[order]) - first).astype(np.int64)


def _running(values: Floats, entered: Ints, left: Ints, days: int) -> Floats:
    # Each value counts from the day of entry to that of exit, both included.
    begin, end = np.clip(entered, 0, days), np.clip(left + 1, 0, days)
    change = np.bincount(begin, weights=values, minlength=days + 1)
    return np.cumsum(change - np.bincount(end, weights=values, minlength=days + 1))[:-1]


def _reduced(reduce: np.ufunc, values: Floats, edges: Ints) -> Floats:
    padded = np.append(values, values[-1])  # an edge past the last value must exist
    return np.asarray(reduce.reduceat(padded, edges)[::2], np.float64)


def _level(trades: TradeColumns, first: np.datetime64, equity: Floats) -> float:
    # Where the file was last flat, marks and closed trades must agree: they differ by what marks lack.
    closed = np.cumsum(closed_by_day(trades, first, equity.size))
    entered, left = _stay(trades, first, np.arange(len(trades)))
    flat = np.flatnonzero(_running(np.ones(len(trades)), entered, left - 1, equity.size) == 0)
    return float(equity[flat[-1]] - closed[flat[-1]]) if flat.size else 0.0
