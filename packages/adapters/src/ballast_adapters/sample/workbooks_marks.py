"""Invented trades marked at the end of each calendar day."""

import numpy as np

from ballast_adapters.sample.workbooks_trades import Invented
from ballast_core.trades import DayColumns

_DAY = np.timedelta64(1, "D")


def mark_daily(invented: Invented, *, cut: bool) -> DayColumns:
    """Return what the trades made on each day on which one was open, Saturdays inside a position included.

    Entry costs fall on the day of entry, exit costs on the day of exit. With `cut` the first half of the
    days is left out.
    """
    bars, legs, trades = invented.bars, invented.legs, invented.trades
    first = bars.at[0].astype("datetime64[D]")
    day = ((bars.at.astype("datetime64[D]") - first) // _DAY).astype(np.int64)
    size = int(day[-1]) + 1
    last_bar = np.searchsorted(day, np.arange(size), side="right") - 1
    profit, held = np.zeros(size), np.zeros(size, np.bool_)
    value = legs.side * legs.contracts * invented.tick * invented.point_value
    paid = trades.commission + trades.slippage
    for row, (begin, end) in enumerate(zip(legs.begin.tolist(), legs.end.tolist(), strict=True)):
        days = slice(int(day[begin]), int(day[end]) + 1)
        bar = np.minimum(last_bar[days], end)
        running = (bars.ticks[bar] - bars.ticks[begin]) * value[row] - paid[row] / (2 - legs.is_open[row])
        running[-1] -= 0 if legs.is_open[row] else paid[row] / 2
        profit[days] += np.diff(running, prepend=0.0)
        held[days] = True
    days_held = np.flatnonzero(held)
    if cut:
        days_held = days_held[days_held.size // 2 :]
    return DayColumns(first + days_held * _DAY, np.round(profit[days_held], 2) + 0.0)
