"""Curves of an account: equity, how far below its peak, and the bounds of each day."""

import numpy as np

from ballast_core.shared.arrays import Floats

_DECIMALS = 6
"""Amounts are cents; what binary fractions leave when they are added up lies far below this."""


def equity(profit: Floats, capital: float) -> Floats:
    """Return the account at the end of each day, so that equal amounts are equal numbers.

    Shapes: daily profit (n,) in, (n,) out.
    Units: dollars, to a millionth.
    NaN: not expected.
    Raises: nothing.
    Source: definition; capital plus the running sum.
    """
    return np.round(capital + np.cumsum(profit), _DECIMALS)


def peaks(values: Floats, start: float) -> Floats:
    """Return the highest so far, where the account started being the first peak.

    Shapes: (n,) in, (n,) out.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return np.maximum(np.maximum.accumulate(values), start) if values.size else values


def drawdown(values: Floats, start: float) -> Floats:
    """Return how far each value is below the highest so far, the start included.

    Shapes: (n,) in, (n,) out, never positive.
    Units: dollars.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return values - peaks(values, start)


def drawdown_of_peak(values: Floats, start: float) -> Floats:
    """Return each value against the highest so far, the start included, less 1.

    Shapes: (n,) in, (n,) out, never positive.
    Units: fraction of the peak; below -1 once more than the peak is lost.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return values / peaks(values, start) - 1


def intraday_drawdown(values: Floats, below: Floats, above: Floats, start: float) -> Floats:
    """Return the deepest that the account can have been below its peak on each day.

    Peak and valley within a day have an unknown order, so the peak may lie on the same day: a worst case
    that is never milder than the drawdown at the end of the day.

    Shapes: three (n,) in, (n,) out, never positive.
    Units: dollars.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return values - below - peaks(values + above, start)


def intraday_drawdown_of_peak(values: Floats, below: Floats, above: Floats, start: float) -> Floats:
    """Return the deepest fraction of its peak that the account can have been below it on each day.

    Above 0 dollars that is the lowest possible of the highest possible peak. Once the account can have been
    lost a higher peak makes the fraction milder, so then it is that of the peak at the end of days.

    Shapes: three (n,) in, (n,) out, never above the drawdown of the peak at the end of the day.
    Units: fraction of the peak; below -1 once more than the peak is lost.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    lowest = values - below
    return lowest / np.where(lowest < 0, peaks(values, start), peaks(values + above, start)) - 1


def on_margin(profit: Floats, margin: Floats) -> Floats:
    """Return daily profit against the margin in use on the day; 0 on a day without any.

    Shapes: two (n,) in, (n,) out.
    Units: fraction of margin. It is no return on the account: margin changes from day to day.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return np.divide(profit, margin, out=np.zeros(profit.size), where=margin > 0)
