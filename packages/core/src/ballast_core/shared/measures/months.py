"""Returns by calendar month and year."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Ints
from ballast_core.shared.series import Series


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Returns of a series, a row a year.

    Shapes: years (y,), every year from first to last; months (y, 12), January first; totals (y,).
    Units: fractions.
    NaN: a month, or a year, in which the series has no point.
    """

    years: Ints
    months: Floats
    totals: Floats


def month_returns(series: Series) -> tuple[Days, Floats]:
    """Return each month that has a point, and its last value against the last value before it, less 1.

    The first month counts from the first point. A move over months without a point falls into the month
    of the next point.

    Shapes: series (n,) in; months (m,) `datetime64[M]`, returns (m,) out.
    Units: fraction over the month; values must be positive.
    NaN: points without a value are dropped before anything else.
    Raises: nothing.
    Source: definition.
    """
    return _period_returns(series.finite(), "M")


def month_table(series: Series) -> MonthTable:
    """Return the monthly returns as year by month, with the return of each year.

    A year's return obeys the rule of `month_returns`, so the months of a year compound to it.

    Shapes: series (n,) in, see `MonthTable`.
    Units: fractions; values must be positive.
    NaN: points without a value are dropped before anything else.
    Raises: nothing.
    Source: definition.
    """
    kept = series.finite()
    month, by_month = _period_returns(kept, "M")
    year, by_year = _period_returns(kept, "Y")
    rows = int((year[-1] - year[0]).astype(np.int64)) + 1 if len(kept) else 0
    months = np.full((rows, 12), np.nan)
    totals = np.full(rows, np.nan)
    if rows:
        at = (month - year[0].astype("datetime64[M]")).astype(np.int64)
        months[at // 12, at % 12] = by_month
        totals[(year - year[0]).astype(np.int64)] = by_year
    years: Ints = 1970 + year[:1].astype(np.int64) + np.arange(rows)
    return MonthTable(years, months, totals)


def _period_returns(kept: Series, unit: str) -> tuple[Days, Floats]:
    period = kept.days.astype(f"datetime64[{unit}]")
    last = np.flatnonzero(np.concatenate([period[1:] != period[:-1], np.ones(min(period.size, 1), np.bool_)]))
    closes = kept.values[last]
    before = np.concatenate([kept.values[:1], closes[:-1]])
    with np.errstate(over="ignore"):
        return period[last], closes / before - 1
