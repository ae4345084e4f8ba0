"""How far equity can have been below and above its end-of-day value within a day."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.rules.laid import Laid, entered_by_day


def bounds(trades: Laid, profit: Floats, *, lacking: bool = False) -> tuple[Floats, Floats]:
    """Return how far below and above its end-of-day value equity can have been at some moment of each day.

    A list of trades tells how far each one was down and up, not when. So every day on which a trade was held
    is taken to have seen both: bounds that no true course of the day can pass. Where trades overlap, all
    those of a day are taken at their worst, or best, at once. `lacking` tells that the daily profit leaves
    out days on which trades were held.

    Shapes: trades (k,) and daily profit (n,) of their calendar in, two (n,) out, never negative.
    Units: dollars; run-up and drawdown are gross, so the costs of entry are taken off both.
    NaN: none.
    Raises: nothing.
    Source: definition; the excursions of Sweeney (1996), "Maximum Adverse Excursion", laid on days.
    """
    equity = np.cumsum(profit)
    before = np.concatenate([[0.0], equity[:-1]])
    least, most = np.minimum(equity, before), np.maximum(equity, before)
    if len(trades):
        reach = _at_once if trades.overlaps else _in_turn
        low, high = reach(trades, equity.size)
        shift = _level(trades, equity) if lacking else 0.0
        np.minimum(least, low + shift, out=least)
        np.maximum(most, high + shift, out=most)
    return equity - least, most - equity


def _in_turn(trades: Laid, days: int) -> tuple[Floats, Floats]:
    # One trade after the other: what was closed before a trade is the ground that it moves on. A day has
    # seen the trades that left on it, and the one that it ended with.
    ground = np.cumsum(trades.net) - trades.net
    worst, best = ground + trades.worst, ground + trades.best
    low, high = np.full(days, np.inf), np.full(days, -np.inf)
    inside = slice(*np.searchsorted(trades.left, [0, days]))  # an open trade never leaves
    left = trades.left[inside]
    if left.size:
        starts = np.flatnonzero(np.append(np.True_, left[1:] != left[:-1]))
        low[left[starts]] = np.minimum.reduceat(worst[inside], starts)
        high[left[starts]] = np.maximum.reduceat(best[inside], starts)
    last = entered_by_day(trades, days) - 1
    still = np.flatnonzero((last >= 0) & (trades.left[last] > np.arange(days)))
    low[still] = np.minimum(low[still], worst[last[still]])
    high[still] = np.maximum(high[still], best[last[still]])
    return low, high


def _at_once(trades: Laid, days: int) -> tuple[Floats, Floats]:
    closed = trades.closed_by_day(days)
    ground = np.cumsum(closed) - closed
    low, high = (_running(part, trades.entered, trades.left, days) for part in (trades.worst, trades.best))
    return ground + low, ground + high


def _running(values: Floats, entered: Ints, left: Ints, days: int) -> Floats:
    # Each value counts from the day of entry to that of exit, both included.
    begin, end = np.clip(entered, 0, days), np.clip(left + 1, 0, days)
    change = np.bincount(begin, weights=values, minlength=days + 1)
    return np.cumsum(change - np.bincount(end, weights=values, minlength=days + 1))[:-1]


def _level(trades: Laid, equity: Floats) -> float:
    # Where the file was last flat, marks and closed trades must agree: they differ by what marks lack.
    closed = np.cumsum(trades.closed_by_day(equity.size))
    at_end = _running(np.ones(len(trades)), trades.entered, trades.left - 1, equity.size)
    flat = np.flatnonzero(at_end == 0)
    return float(equity[flat[-1]] - closed[flat[-1]]) if flat.size else 0.0
