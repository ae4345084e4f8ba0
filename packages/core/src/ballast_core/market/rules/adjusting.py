"""Prices as they compare over time: adjusted for splits, and for dividends where that is asked for.

Bars are stored as they were quoted. Prices before the day of a split are divided by its ratio, and volumes
multiplied by it. For the total return prices before an ex-date are also multiplied by 1 - dividend / the
close before. A dividend is one of the shares of its day, so the close before is adjusted for a split on it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ballast_core.market.entities import Adjust, BarSeries, Dividend, Split
from ballast_core.shared.arrays import Days, Floats


def split_factors(days: Days, splits: Sequence[Split]) -> Floats:
    """Return by what prices of these days are multiplied for the splits after them.

    Shapes: days (n,) in any order; (n,) out.
    Units: new price per old price: 0.25 before one for four.
    NaN: none.
    Raises: nothing.
    Source: Center for Research in Security Prices, cumulative factor to adjust prices.
    """
    inverse = [1 / split.ratio for split in splits]
    return _after(days, np.array([split.day for split in splits], "datetime64[D]"), np.array(inverse))


def dividend_factors(series: BarSeries, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Floats:
    """Return by what prices are multiplied for the dividends after them, beside splits.

    A dividend before the first bar changes nothing, nor does one that is not less than the close before.

    Shapes: series (n,); (n,) out.
    Units: fraction of a price that was left on the ex-date, multiplied up.
    NaN: a close that is missing is passed over for the one before.
    Raises: nothing.
    Source: as `split_factors`; the factor of a dividend is 1 - amount / the close before.
    """
    known = np.isfinite(series.close) & (series.close > 0)
    days, closes = series.days[known], series.close[known]
    on = np.array([dividend.day for dividend in dividends], "datetime64[D]")
    before = np.searchsorted(days, on) - 1
    has = before >= 0
    if not has.any():
        return np.ones(len(series))
    on, before = on[has], before[has]
    amounts = np.array([dividend.amount for dividend in dividends])[has]
    # What the close before would have been in shares of the ex-date: over a split between the two.
    scale = split_factors(days[before], splits) / split_factors(on, splits)
    left = 1 - amounts / (closes[before] * scale)
    fits = left > 0
    return _after(series.days, on[fits], left[fits])


def adjusted(
    series: BarSeries, adjust: Adjust, splits: Sequence[Split] = (), dividends: Sequence[Dividend] = ()
) -> BarSeries:
    """Return bars as they compare over time; `splits` and `dividends` are those known on the day of asking.

    For `total_return` the bars must reach the present, as later dividends need the closes before them.
    """
    if adjust == "none":
        return series
    shares = split_factors(series.days, splits)
    prices = shares
    if adjust == "total_return":
        prices = shares * dividend_factors(series, splits, dividends)
    return replace(
        series,
        open=series.open * prices,
        high=series.high * prices,
        low=series.low * prices,
        close=series.close * prices,
        volume=series.volume / shares,
        vwap=series.vwap * prices,
    )


def _after(days: Days, on: Days, factors: Floats) -> Floats:
    """Return for each day the product of the factors of later days."""
    order = np.argsort(on, kind="stable")
    products = np.concatenate((np.cumprod(factors[order][::-1])[::-1], [1.0]))
    return products[np.searchsorted(on[order], days, side="right")]
