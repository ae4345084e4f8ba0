"""The moving-average overlay: its signal, what it makes of a base series, what the program wrote of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.shared.measures import simple_returns
from ballast_core.tracking.entities import StatusColumns
from ballast_core.tracking.rules.daily import daily

_LOOK_BACKS = (5, 9, 13, 17)
_MEAN_POINTS = 6
_SIX_DIGITS = 1e-6


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How much of what a file says of the overlay follows from its own base values.

    `records` have a signal and a traded value; `signal` and `traded` are the shares of them that the rule
    gives again, NaN when there are none.
    """

    records: int
    signal: float
    traded: float


def signals(base: Floats) -> Floats:
    """Return the signal of each point; it looks at that point and those before it.

    A channel is the mean, over four look-backs, of the lowest and of the highest value of the last points.
    Where the middle of the channel is below its own mean over six points, the signal is 0, else 1. The first
    point is in no look-back, and its signal is 1.

    Shapes: (n,) in, one value a date; (n,) out.
    Units: base dollars; a signal is 1 (hold) or 0 (cash).
    NaN: not accepted, a window with one gives 1.
    Raises: nothing.
    Source: PyTAAA, functions/config_accessors.py, compute_long_hold_signal.
    """
    return _signals(base, np.arange(base.size), base)


def overlay(base: Floats, signal: Floats, *, lag: Literal[0, 1] = 0) -> Floats:
    """Return the value of a portfolio that earns the return of base where the signal is 1.

    With lag 0 a signal meets the return that leads to its own point, which nobody can trade: hindsight.
    With lag 1 it meets the next one. The first signal meets no return, then the one to the second point.

    Shapes: (n,) and (n,) in, (n,) out; it starts at the first base value.
    Units: dollars.
    NaN: not accepted.
    Raises: nothing.
    Source: lag 0 PyTAAA, functions/config_accessors.py, compute_long_hold_signal; lag 1 ours.
    """
    active = signal[1:] if lag == 0 else signal[:-1]
    factors = np.concatenate([base[:1], 1 + simple_returns(base) * active])
    return np.cumprod(factors)


def overlay_at_records(status: StatusColumns) -> tuple[Floats, Floats]:
    """Return the signal and the traded value that the program writes with each record.

    Both describe the records before it: the last value of each earlier date, and of the date of the record
    before whatever value it had by then. Dates are taken to ascend, as they do in every file.

    Shapes: status (n,) in; signal (n,) and traded (n,) out.
    Units: a signal is 1 or 0; traded in dollars.
    NaN: the first record has nothing before it.
    Raises: nothing.
    Source: PyTAAA, functions/config_accessors.py, put_status.
    """
    points = daily(status)
    date = np.searchsorted(points.days, status.at.astype("datetime64[D]"))
    signal = _signals(points.base, date, status.base)
    last = np.zeros(len(points), np.int64)
    last[date] = np.arange(len(status))  # of the records of one date the last stays
    closed = overlay(points.base, signal[last])
    before = np.maximum(date - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):  # a base of 0 has no return from it
        step = status.base / points.base[before] - 1
    traded = np.where(date == 0, status.base, closed[before] * (1 + step * signal))
    nothing = np.full(min(len(status), 1), np.nan)
    return np.concatenate([nothing, signal[:-1]]), np.concatenate([nothing, traded[:-1]])


def reproduction(status: StatusColumns, tolerance: float = _SIX_DIGITS) -> Reproduction:
    """Return the shares of stored signals and traded values that follow from the file itself.

    Shapes: status (n,) in, one record out.
    Units: shares are fractions; `tolerance` is relative, of a traded value.
    NaN: records without a traded value do not count.
    Raises: nothing.
    Source: see `overlay_at_records`.
    """
    signal, traded = overlay_at_records(status)
    stored = np.isfinite(status.traded)
    size = int(stored.sum())
    if not size:
        return Reproduction(0, np.nan, np.nan)
    same_signal = signal[stored] == status.signal[stored]
    same_traded = np.isclose(traded[stored], status.traded[stored], rtol=tolerance, atol=0)
    return Reproduction(size, float(same_signal.mean()), float(same_traded.mean()))


def _signals(closes: Floats, date: Ints, now: Floats) -> Floats:
    """Signal at each value of `now`, which belongs to position `date` of `closes`, one value a date."""
    middle = _middles(closes, date, now)
    padded = np.concatenate([np.zeros(_MEAN_POINTS - 1), _middles(closes, np.arange(closes.size), closes)])
    sums_before = sliding_window_view(padded, _MEAN_POINTS - 1).sum(axis=1)
    mean = (sums_before[date] + middle) / (np.minimum(date, _MEAN_POINTS - 1) + 1)
    return np.where((mean > middle) & (date > 0), 0.0, 1.0)


def _middles(closes: Floats, date: Ints, now: Floats) -> Floats:
    low: Floats = np.minimum(_lowest_before(closes)[:, date], now).mean(axis=0)
    high: Floats = np.maximum(-_lowest_before(-closes)[:, date], now).mean(axis=0)
    return (low + high) / 2


def _lowest_before(closes: Floats) -> Floats:
    """Lowest close in each look-back before each one, without the very first; infinite where none is left."""
    size, longest = closes.size, max(_LOOK_BACKS)
    padded = np.concatenate([np.full(longest + min(size, 1), np.inf), closes[1:]])
    lowest = np.full(size, np.inf)
    rows: list[Floats] = []
    for back in range(1, longest + 1):
        lowest = np.minimum(lowest, padded[longest - back : longest - back + size])
        if back in _LOOK_BACKS:
            rows.append(lowest)
    return np.array(rows)
