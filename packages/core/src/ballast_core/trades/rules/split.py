"""Daily marks, and their exact split between the long and the short trades of a file."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Ints
from ballast_core.trades.rules.laid import Laid, entered_by_day

_CENT = 0.01


@dataclass(frozen=True, slots=True)
class Held:
    """Which trade a file held at the end of each day, and what that one has made so far.

    Shapes: all (n,). `trade` is the last trade entered by the end of the day, -1 before the first, counted in
    the order of entry; `open` tells that it was still held then. `profit` is what it has been given until
    then, in dollars; on a day that ended flat the cents that no trade accounts for.
    """

    trade: Ints
    open: Bools
    profit: Floats


def held(trades: Laid, marks: Floats) -> Held | None:
    """Return what was held at the end of each day, or None where marks cannot be divided between trades.

    What the marks have added up to, less what trades have netted when they closed, is what the position held
    now has received. That is exact: a closing trade gets what is left of its net, and the rest of the day
    belongs to the position held at its end.

    Shapes: trades (k,) and marks of n calendar days in, one record of (n,) out.
    Units: dollars.
    NaN: none.
    Raises: nothing. None: trades overlap, lie outside the marks, or leave more than cents on flat days.
    Source: an identity: marks of a day add up to the profit of the trades that were held on it.
    """
    if trades.overlaps or not len(trades):
        return None
    inside = (trades.entered >= 0) & (trades.entered < marks.size) & (trades.left >= 0)
    if not bool((inside & (~trades.closed | (trades.left < marks.size))).all()):
        return None
    day = np.arange(marks.size)
    last = entered_by_day(trades, marks.size) - 1
    still = (last >= 0) & (trades.left[last] > day)
    found = Held(last, still, np.cumsum(marks - trades.closed_by_day(marks.size)))
    return found if _only_cents(found) else None


def split(trades: Laid, marks: Floats) -> tuple[Floats, Floats] | None:
    """Return the daily profit of the long and of the short trades, or None where `held` is None.

    Shapes: trades (k,) and marks of n calendar days in, two (n,) out; they add up to the marks.
    Units: dollars.
    NaN: none; open trades count by their marks.
    Raises: nothing.
    Source: see `held`.
    """
    found = held(trades, marks)
    if found is None:
        return None
    side = np.where(found.trade >= 0, np.sign(trades.size[found.trade]), 0.0)
    long, short = (
        np.diff(
            np.cumsum(trades.closed_by_day(marks.size, sign)) + np.where(side == sign, found.profit, 0.0),
            prepend=0.0,
        )
        for sign in (1, -1)
    )
    return long, short


def _only_cents(found: Held) -> bool:
    # Every mark and every net is rounded to the cent, so flat stretches may drift apart by a cent a row.
    flat = np.flatnonzero(~found.open)
    if not flat.size:
        return True
    rows = flat + found.trade[flat] + 1
    profit = found.profit[flat]
    drift = np.abs(profit[1:] - profit[:-1])
    apart = _CENT * (1 + rows[1:] - rows[:-1])
    return bool((drift <= apart).all()) and bool(abs(profit[0]) <= _CENT * (1 + rows[0]))
