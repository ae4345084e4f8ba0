"""Profit by calendar month, and the rates of return that commodity trading advisors report."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats
from ballast_core.trades.rules.curves import equity

VAMI_START = 1_000.0


@dataclass(frozen=True, slots=True)
class Months:
    """Profit of an account by calendar month.

    Shapes: month (m,) `datetime64[M]`, every month from first to last; profit, begin, rate, vami, decline
    and partial (m,).
    Units: `begin` is equity when the month began; `rate` the profit as a fraction of it; `vami` what 1,000
    at the start have become; `decline` the fall of month-end equity from its highest, the start included.
    NaN: rate and vami once equity at the beginning of a month was not positive.
    """

    month: Days
    profit: Floats
    begin: Floats
    rate: Floats
    vami: Floats
    decline: Floats
    partial: Bools


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall of month-end equity: positions of its peak, valley and recovery; the start is -1.

    `peak` is the last month end at the peak, `recovery` the first one back at it, or None.
    """

    decline: float
    peak: int
    valley: int
    recovery: int | None


def months_of(days: Days, profit: Floats, capital: float) -> Months:
    """Return what an account earned month by month.

    Shapes: days (n,) dense and profit (n,) in; see `Months`.
    Units: money.
    NaN: see `Months`; none is allowed in profit.
    Raises: nothing.
    Source: 17 CFR 4.35(a)(6): net performance over beginning net asset value; 17 CFR 4.10(l) for the decline.
    """
    month = days.astype("datetime64[M]")
    firsts = np.flatnonzero(np.append(np.ones(min(month.size, 1), np.bool_), month[1:] != month[:-1]))
    ends = equity(np.add.reduceat(profit, firsts) if firsts.size else profit, capital)
    begin = np.concatenate([[capital], ends])[:-1]
    earned = ends - begin
    rate = earned / np.where(begin > 0, begin, np.nan)
    kept = month[firsts]
    return Months(
        month=kept,
        profit=earned,
        begin=begin,
        rate=rate,
        vami=VAMI_START * np.cumprod(1 + rate),
        decline=ends / np.maximum(np.maximum.accumulate(ends), capital) - 1,
        partial=_partial(days, kept),
    )


def worst_fall(rate: Floats) -> Fall | None:
    """Return the greatest decline of month-end equity, the start included; of equal ones the first.

    Shapes: monthly rates (m,) in, one record out; nothing if there was no fall.
    Units: fraction of the peak.
    NaN: a month without a rate and all after it are left out.
    Raises: nothing.
    Source: 17 CFR 4.10(k) and (l): worst peak-to-valley drawdown on month ends.
    """
    known = np.isfinite(rate)
    kept = rate if bool(known.all()) else rate[: int(np.argmin(known))]
    level = np.concatenate([[1.0], np.cumprod(1 + kept)])
    peaks = np.maximum.accumulate(level)
    decline = level / peaks - 1
    valley = int(np.argmin(decline))
    if decline[valley] >= 0:
        return None
    # Rates multiplied come back to a level only within rounding; a flat month keeps it exactly.
    peak = int(np.flatnonzero(level[:valley] == peaks[valley])[-1])
    back = np.flatnonzero(level[valley:] >= peaks[valley])
    recovery = valley + int(back[0]) - 1 if back.size else None
    return Fall(float(decline[valley]), peak - 1, valley - 1, recovery)


def years_of(months: Months) -> tuple[Days, Floats, Floats]:
    """Return each calendar year, its profit, and its months' rates compounded.

    Shapes: see `Months`; years (y,) `datetime64[Y]`, profits (y,), rates (y,) out.
    Units: money, and a fraction over the year.
    NaN: a rate where one of its months has none.
    Raises: nothing.
    Source: 17 CFR 4.35(a)(6): annual rate computed on a compounded monthly basis.
    """
    year = months.month.astype("datetime64[Y]")
    firsts = np.flatnonzero(np.append(np.ones(min(year.size, 1), np.bool_), year[1:] != year[:-1]))
    if not firsts.size:
        return year, months.profit, months.rate
    profits = np.add.reduceat(months.profit, firsts)
    return year[firsts], profits, np.multiply.reduceat(1 + months.rate, firsts) - 1


def rolling(months: Months, size: int) -> tuple[Floats, Floats, Floats]:
    """Return profit, compounded rate and worst decline of the `size` months that end with each.

    Shapes: see `Months`; three of (m,) out.
    Units: money, fraction, fraction never positive.
    NaN: before `size` months have passed; rate and decline where a month in the window has no rate.
    Raises: nothing; `size` is at least 1.
    Source: definition; the decline on month ends, the beginning of the window included.
    """
    count = months.month.size
    profit, rate, worst = (np.full(count, np.nan) for _ in range(3))
    if count >= size:
        windows = np.lib.stride_tricks.sliding_window_view
        growth = windows(1 + months.rate, size)
        level = np.cumprod(growth, axis=1)
        profit[size - 1 :] = windows(months.profit, size).sum(axis=1)
        rate[size - 1 :] = level[:, -1] - 1
        peaks = np.maximum(np.maximum.accumulate(level, axis=1), 1.0)
        worst[size - 1 :] = np.minimum((level / peaks - 1).min(axis=1), 0.0)
    return profit, rate, worst


def _partial(days: Days, months: Days) -> Bools:
    partial = np.zeros(months.size, np.bool_)
    if days.size:
        after = (months[-1] + np.timedelta64(1, "M")).astype("datetime64[D]")
        partial[0] |= days[0] > months[0].astype("datetime64[D]")
        partial[-1] |= days[-1] + np.timedelta64(1, "D") < after
    return partial
