"""Daily marks, and their exact split between the long and the short trades of a file."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats, Instants, Ints
from ballast_core.trades.entities import DayColumns, TradeColumns

_CENT = 0.01
_NEVER = np.datetime64("9999-12-31", "us")


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


def days_of(instants: Instants) -> Days:
    """Return the calendar days of moments; that of no moment is no day.

    Shapes: (n,) in, (n,) `datetime64[D]` out.
    Units: days.
    NaN: NaT stays NaT.
    Raises: nothing.
    Source: definition; a moment of 00:00 belongs to the day that begins.
    """
    return instants.astype("datetime64[D]")


def by_entry(trades: TradeColumns) -> Ints:
    """Return the positions of trades in the order of entry, then exit; open ones after those that closed.

    Shapes: (n,) out.
    Units: none.
    NaN: a missing exit is later than any other.
    Raises: nothing.
    Source: definition.
    """
    return np.lexsort((ends_of(trades), trades.entry_at))


def ends_of(trades: TradeColumns) -> Instants:
    """Return the moment in which each trade ended, for an open one a moment that never comes.

    Shapes: (n,) out.
    Units: `datetime64[us]`.
    NaN: NaT becomes the last day of the calendar.
    Raises: nothing.
    Source: definition.
    """
    return np.where(np.isnat(trades.exit_at), _NEVER, trades.exit_at)


def overlap(trades: TradeColumns) -> bool:
    """Tell whether two trades were held at once; a reversal at one moment is none.

    Shapes: trades (n,).
    Units: none.
    NaN: an open trade is held for good.
    Raises: nothing.
    Source: definition.
    """
    order = by_entry(trades)
    ends = np.maximum.accumulate(ends_of(trades)[order]) if order.size else trades.exit_at
    return bool((trades.entry_at[order][1:] < ends[:-1]).any())


def dense(daily: DayColumns) -> Floats:
    """Return the profit of every calendar day from the first to the last mark; a day without a mark made 0.

    Shapes: daily (n,) in, (m,) out, m >= n >= 1.
    Units: dollars.
    NaN: passed on.
    Raises: nothing.
    Source: definition; a file leaves out days on which it was flat.
    """
    at = (daily.days - daily.days[0]).astype(np.int64)
    profit = np.zeros(int(at[-1]) + 1)
    profit[at] = daily.profit
    return profit


def closed_by_day(trades: TradeColumns, first: np.datetime64, days: int) -> Floats:
    """Return the net profit of the trades that closed on each calendar day.

    Shapes: trades (k,) in, (days,) out, from `first` on; exits outside are left out.
    Units: dollars.
    NaN: open trades have no net and count on no day.
    Raises: nothing.
    Source: definition.
    """
    kept = trades.closed
    at = (days_of(trades.exit_at[kept]) - first).astype(np.int64)
    inside = (at >= 0) & (at < days)
    return np.bincount(at[inside], weights=trades.net[kept][inside], minlength=days)


def held(trades: TradeColumns, daily: DayColumns) -> Held | None:
    """Return what was held at the end of each day, or None where marks cannot be divided between trades.

    What the marks have added up to, less what trades have netted when they closed, is what the position held
    now has received. That is exact: a closing trade gets what is left of its net, and the rest of the day
    belongs to the position held at its end.

    Shapes: trades (k,) and daily (m,) in, one record of (n,) out, n calendar days.
    Units: dollars.
    NaN: open trades have no net yet.
    Raises: nothing. None: trades overlap, lie outside the marks, or leave more than cents on flat days.
    Source: an identity: marks of a day add up to the profit of the trades that were held on it.
    """
    if overlap(trades) or not len(daily):
        return None
    marks, first = dense(daily), daily.days[0]
    order = by_entry(trades)
    entered = (days_of(trades.entry_at[order]) - first).astype(np.int64)
    left = (days_of(ends_of(trades)[order]) - first).astype(np.int64)
    closed = trades.closed[order]
    if (entered < 0).any() or (entered >= marks.size).any() or (left[closed] >= marks.size).any():
        return None
    day = np.arange(marks.size)
    last = np.searchsorted(entered, day, side="right") - 1
    still = (last >= 0) & (left[last] > day) if order.size else np.zeros(day.size, np.bool_)
    profit = np.cumsum(marks) - np.cumsum(closed_by_day(trades, first, marks.size))
    found = Held(last, still, profit)
    return found if _only_cents(found) else None


def split(trades: TradeColumns, daily: DayColumns) -> tuple[Floats, Floats] | None:
    """Return the daily profit of the long and of the short trades, or None where `held` is None.

    Shapes: trades (k,) and daily (m,) in, two (n,) out, over the calendar days from first to last mark; they
    add up to the marks.
    Units: dollars.
    NaN: open trades have no net yet, and count by their marks.
    Raises: nothing.
    Source: see `held`.
    """
    found = held(trades, daily)
    if found is None:
        return None
    side = np.append(trades.side[by_entry(trades)], 0)[found.trade]  # -1 finds the 0: nothing was held yet
    first, days = daily.days[0], side.size
    curves: list[Floats] = []
    for sign in (1, -1):
        closed = np.cumsum(closed_by_day(of_side(trades, sign), first, days))
        curves.append(np.diff(closed + np.where(side == sign, found.profit, 0.0), prepend=0.0))
    return curves[0], curves[1]


def of_side(trades: TradeColumns, sign: int) -> TradeColumns:
    """Return the trades of one side, +1 or -1.

    Shapes: (k,) in, (j,) out, j <= k; no copy where all are of that side.
    Units: as given.
    NaN: passed on.
    Raises: nothing.
    Source: definition.
    """
    kept = trades.side == sign
    return trades if bool(kept.all()) else picked(trades, kept)


def picked(trades: TradeColumns, kept: Bools | Ints) -> TradeColumns:
    """Return some of the trades.

    Shapes: (k,) in, (j,) out.
    Units: as given.
    NaN: passed on.
    Raises: nothing.
    Source: definition.
    """
    return TradeColumns(
        number=trades.number[kept],
        side=trades.side[kept],
        contracts=trades.contracts[kept],
        entry_at=trades.entry_at[kept],
        exit_at=trades.exit_at[kept],
        entry_price=trades.entry_price[kept],
        exit_price=trades.exit_price[kept],
        gross=trades.gross[kept],
        net=trades.net[kept],
        commission=trades.commission[kept],
        slippage=trades.slippage[kept],
        run_up=trades.run_up[kept],
        drawdown=trades.drawdown[kept],
        entry_signal=trades.entry_signal[kept],
        exit_signal=trades.exit_signal[kept],
        signals=trades.signals,
    )


def _only_cents(found: Held) -> bool:
    # Every mark and every net is rounded to the cent, so flat stretches may drift apart by a cent a row.
    flat = np.flatnonzero(~found.open)
    if not flat.size:
        return True
    rows = flat + found.trade[flat] + 1
    drift = np.abs(np.diff(found.profit[flat], prepend=0.0))
    return bool((drift <= _CENT * (1 + np.diff(rows, prepend=0))).all())
