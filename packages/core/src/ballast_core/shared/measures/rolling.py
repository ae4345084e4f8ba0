"""Figures over a window of calendar days that ends at each point."""

from math import sqrt

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Ints
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures.returns import simple_returns
from ballast_core.shared.series import Series


def rolling_return(series: Series, days: int) -> Floats:
    """Return each value against the last one at least `days` calendar days earlier, less 1.

    Shapes: series (n,) in, (n,) out.
    Units: fraction over the window.
    NaN: where the series is younger than the window.
    Raises: InvalidError if a point has no value or `days` is below 1.
    Source: definition.
    """
    start = _starts(series, days)
    return np.where(start >= 0, series.values / series.values[start] - 1, np.nan)


def rolling_volatility(series: Series, days: int, per_year: float) -> Floats:
    """Return the annualized standard deviation of the returns within the last `days` calendar days.

    Shapes: series (n,) in, (n,) out.
    Units: fraction a year; `per_year` is 252 or the observed number of returns a year.
    NaN: where the series is younger than the window, or fewer than two returns are in it.
    Raises: InvalidError if a point has no value or `days` is below 1.
    Source: definition, n - 1 in the denominator.
    """
    deviation = _moments(series, days)[1]
    return deviation * sqrt(per_year)


def rolling_sharpe(series: Series, days: int, per_year: float, *, rf: float = 0.0) -> Floats:
    """Return the annualized Sharpe ratio of the returns within the last `days` calendar days.

    Shapes: series (n,) in, (n,) out.
    Units: per square root of a year; `rf` a fraction a year, as in `sharpe`.
    NaN: where `rolling_volatility` is NaN, or all returns in the window are alike.
    Raises: InvalidError if a point has no value or `days` is below 1.
    Source: Sharpe (1994), Journal of Portfolio Management 21(1).
    """
    mean, deviation = _moments(series, days)
    deviation[deviation == 0] = np.nan
    return (mean - rf / per_year) / deviation * sqrt(per_year)


def rolling_drawdown(series: Series, days: int) -> Floats:
    """Return each value against the highest one within the last `days` calendar days, less 1.

    Shapes: series (n,) in, (n,) out.
    Units: fraction, never positive; values must be positive.
    NaN: where the series is younger than the window.
    Raises: InvalidError if a point has no value or `days` is below 1.
    Source: definition.
    """
    start = _starts(series, days)
    return np.where(start >= 0, series.values / _highest(series.values, start) - 1, np.nan)


def _starts(series: Series, days: int) -> Ints:
    """Position of the last point at least `days` before each point; -1 where there is none."""
    if days < 1:
        raise InvalidError(f"a window has at least 1 day, not {days}")
    if not bool(np.isfinite(series.values).all()):
        raise InvalidError("a rolling figure needs a value at every point; pass `series.finite()`")
    begin: Days = series.days - np.timedelta64(days, "D")
    return np.searchsorted(series.days, begin, side="right") - 1


def _moments(series: Series, days: int) -> tuple[Floats, Floats]:
    start = _starts(series, days)
    returns = simple_returns(series.values)
    center = float(returns.mean()) if returns.size else 0.0
    first = np.concatenate([[0.0], np.cumsum(returns - center)])  # return i leads to point i + 1
    second = np.concatenate([[0.0], np.cumsum((returns - center) ** 2)])
    size = (np.arange(len(series)) - start).astype(np.float64)
    size[(start < 0) | (size < 2)] = np.nan
    mean = (first - first[start]) / size
    variance = (second - second[start] - size * mean**2) / (size - 1)
    noise = second[-1] * np.finfo(np.float64).eps * 4  # of the running sums: below it all returns are alike
    variance[variance <= noise] = 0.0
    return mean + center, np.sqrt(variance)


def _highest(values: Floats, start: Ints) -> Floats:
    """Maximum of each values[start..i], from maxima over lengths of powers of two."""
    ends = np.arange(values.size)
    begins = np.maximum(start, 0)
    level = np.log2(ends - begins + 1).astype(np.int64)
    highest = np.empty_like(values)
    maxima = values
    for power in range(int(level.max(initial=0)) + 1):
        here = np.flatnonzero(level == power)
        highest[here] = np.maximum(maxima[begins[here]], maxima[ends[here] - 2**power + 1])
        maxima = np.maximum(maxima[: -(2**power)], maxima[2**power :])
    return highest
