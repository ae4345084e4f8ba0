"""Bars of several sessions put together into one."""

from dataclasses import replace

import numpy as np

from ballast_core.market.entities import BarSeries
from ballast_core.shared.arrays import Floats


def together(series: BarSeries, sessions: int) -> BarSeries:
    """Return bars of so many sessions each, known by the last of them; the first has what is left over.

    It opens as the first that has an open and closes as the last that has a close; highs, lows and volumes
    are those of all. Its source is that of the last. A weighted price and trade counts are not told.
    """
    if sessions <= 1 or not len(series):
        return series
    ends = np.arange(len(series) - 1, -1, -sessions)[::-1]
    begins = np.concatenate(([0], ends[:-1] + 1))
    unknown = np.full(ends.size, np.nan)
    return replace(
        series,
        days=series.days[ends],
        open=_first(series.open, begins, ends),
        high=np.fmax.reduceat(series.high, begins),
        low=np.fmin.reduceat(series.low, begins),
        close=_first(series.close[::-1], series.close.size - 1 - ends, series.close.size - 1 - begins),
        volume=_sums(series.volume, begins),
        vwap=unknown,
        trades=unknown,
        source=series.source[ends],
    )


def _first(values: Floats, begins: np.ndarray, ends: np.ndarray) -> Floats:
    """Return the first value between each begin and end that is there."""
    at = np.arange(values.size)
    there = np.where(np.isfinite(values), at, values.size)
    following = np.minimum.accumulate(there[::-1])[::-1][begins]
    found = values[np.minimum(following, values.size - 1)]
    return np.where(following <= ends, found, np.nan)


def _sums(values: Floats, begins: np.ndarray) -> Floats:
    known = np.isfinite(values)
    sums: Floats = np.add.reduceat(np.where(known, values, 0.0), begins)
    return np.where(np.logical_or.reduceat(known, begins), sums, np.nan)
