"""Trades laid on the calendar of their file: what split, bounds and positions work with."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats, Instants, Ints
from ballast_core.trades.entities import TradeColumns

_DAY_US = 86_400_000_000
NEVER = np.datetime64("9999-12-31", "us")
"""When an open trade ends: after everything else."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Trades in the order of entry, then exit.

    Shapes: all (k,). `size` is signed contracts. `entered` and `left` count days from the first of the
    calendar; an open trade leaves on a day that never comes, and its `net` is 0. `worst` (never positive)
    and `best` (never negative) bound what the trade had made at any moment, costs of entry off, its net
    included; what the file does not tell counts as nothing. `overlaps` tells that two were held at once; a
    reversal at one moment is none.
    """

    begin: Instants
    end: Instants
    size: Floats
    entered: Ints
    left: Ints
    closed: Bools
    net: Floats
    worst: Floats
    best: Floats
    overlaps: bool

    def __len__(self) -> int:
        return int(self.begin.size)

    def of_side(self, sign: int) -> "Laid":
        """Return the trades of one side, +1 or -1."""
        kept = np.flatnonzero(self.size * sign > 0)  # positions are quicker to take by than a mask
        if kept.size == len(self):
            return self
        begin, end = self.begin[kept], self.end[kept]
        return Laid(
            begin=begin,
            end=end,
            size=self.size[kept],
            entered=self.entered[kept],
            left=self.left[kept],
            closed=self.closed[kept],
            net=self.net[kept],
            worst=self.worst[kept],
            best=self.best[kept],
            overlaps=self.overlaps and _overlap(begin, end),
        )

    def closed_by_day(self, days: int, sign: int = 0) -> Floats:
        """Return the net of the trades, or of one side, that closed on each of so many days."""
        net = np.where(self.size * sign > 0, self.net, 0.0) if sign else self.net
        # All that lies outside counts on a day past the last; below 0 is far above it without a sign.
        at = np.minimum(self.left.view(np.uint64), np.uint64(days)).view(np.int64)
        return np.bincount(at, weights=net, minlength=days)[:days]


def days_of(instants: Instants) -> Days:
    """Return the calendar days of moments; that of no moment is no day.

    Shapes: (n,) in, (n,) `datetime64[D]` out.
    Units: days.
    NaN: NaT stays NaT.
    Raises: nothing.
    Source: definition; a moment of 00:00 belongs to the day that begins.
    """
    days = (instants.view(np.int64) // _DAY_US).view("datetime64[D]")  # several times as fast as a cast
    none = np.isnat(instants)
    return np.where(none, np.datetime64("NaT", "D"), days) if bool(none.any()) else days


def ends_of(trades: TradeColumns) -> Instants:
    """Return the moment in which each trade ended, for an open one a moment that never comes.

    Shapes: (n,) out.
    Units: `datetime64[us]`.
    NaN: NaT becomes the last day of the calendar.
    Raises: nothing.
    Source: definition.
    """
    still = np.isnat(trades.exit_at)
    return np.where(still, NEVER, trades.exit_at) if bool(still.any()) else trades.exit_at


def entered_by_day(trades: Laid, days: int) -> Ints:
    """Return how many trades were entered by the end of each day.

    Shapes: trades (k,) in, (days,) out.
    Units: count.
    NaN: none.
    Raises: nothing.
    Source: definition; those of before the calendar count from its first day.
    """
    return np.cumsum(np.bincount(np.clip(trades.entered, 0, days), minlength=days + 1))[:-1]


def lay(trades: TradeColumns, first: np.datetime64) -> Laid:
    """Return trades on a calendar that begins on `first`.

    Shapes: trades (k,) in, see `Laid`.
    Units: dollars, contracts, days.
    NaN: what is missing counts as nothing.
    Raises: nothing.
    Source: definition; the costs of a closed trade are those of two sides, half of them is that of entry.
    """
    end, closed = ends_of(trades), trades.closed
    costs = _or_nothing(trades.commission) + _or_nothing(trades.slippage)
    entry = np.where(closed, costs / 2, costs)
    net = _or_nothing(trades.net)
    worst = np.minimum(np.minimum(_or_nothing(trades.drawdown) - entry, net), 0.0)
    best = np.maximum(np.maximum(_or_nothing(trades.run_up) - entry, net), 0.0)
    size = trades.side * trades.contracts
    begin = trades.entry_at
    entered = (days_of(begin) - first).astype(np.int64)
    left = (days_of(end) - first).astype(np.int64)
    if bool((begin[1:] <= begin[:-1]).any()):
        order = np.lexsort((end, begin))
        begin, end, closed, size = begin[order], end[order], closed[order], size[order]
        entered, left, net = entered[order], left[order], net[order]
        worst, best = worst[order], best[order]
    return Laid(begin, end, size, entered, left, closed, net, worst, best, _overlap(begin, end))


def _overlap(begin: Instants, end: Instants) -> bool:
    # No trade ends before it begins, so where none begins before the former ends, ends go forth in time.
    return bool((begin.view(np.int64)[1:] < end.view(np.int64)[:-1]).any())


def _or_nothing(values: Floats) -> Floats:
    lacking = np.isnan(values)
    return np.where(lacking, 0.0, values) if bool(lacking.any()) else values
