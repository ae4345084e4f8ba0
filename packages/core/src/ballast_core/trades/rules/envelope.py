"""How far equity can have been below and above its end-of-day value within a day."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.rules.laid import Laid


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
    # One trade after the other: what was closed before a trade is the ground that it moves on.
    begin = _counted(trades.left + 1, days)  # the first trade that has not left before the day
    end = _counted(trades.entered, days)  # one past the last that has entered by its end
    busy = np.flatnonzero(begin < end)
    ground = np.cumsum(trades.net) - trades.net
    low, high = np.full(days, np.inf), np.full(days, -np.inf)
    if busy.size:
        edges = np.empty(2 * busy.size, np.int64)
        edges[::2], edges[1::2] = begin[busy], end[busy]
        low[busy] = _reduced(np.minimum, ground + trades.worst, edges)
        high[busy] = _reduced(np.maximum, ground + trades.best, edges)
    return low, high


def _at_once(trades: Laid, days: int) -> tuple[Floats, Floats]:
    closed = trades.closed_by_day(days)
    ground = np.cumsum(closed) - closed
    low, high = (_running(part, trades.entered, trades.left, days) for part in (trades.worst, trades.best))
    return ground + low, ground + high


def _counted(at: Ints, days: int) -> Ints:
    # How many of the days given, ascending or not, have come by each day.
    return np.cumsum(np.bincount(np.clip(at, 0, days), minlength=days + 1))[:-1]


def _running(values: Floats, entered: Ints, left: Ints, days: int) -> Floats:
    # Each value counts from the day of entry to that of exit, both included.
    begin, end = np.clip(entered, 0, days), np.clip(left + 1, 0, days)
    change = np.bincount(begin, weights=values, minlength=days + 1)
    return np.cumsum(change - np.bincount(end, weights=values, minlength=days + 1))[:-1]


def _reduced(reduce: np.ufunc, values: Floats, edges: Ints) -> Floats:
    padded = np.append(values, values[-1])  # an edge past the last value must exist
    return np.asarray(reduce.reduceat(padded, edges)[::2], np.float64)


def _level(trades: Laid, equity: Floats) -> float:
    # Where the file was last flat, marks and closed trades must agree: they differ by what marks lack.
    closed = np.cumsum(trades.closed_by_day(equity.size))
    at_end = _running(np.ones(len(trades)), trades.entered, trades.left - 1, equity.size)
    flat = np.flatnonzero(at_end == 0)
    return float(equity[flat[-1]] - closed[flat[-1]]) if flat.size else 0.0
