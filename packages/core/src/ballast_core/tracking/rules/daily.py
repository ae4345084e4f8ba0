"""One value a date out of all status records, and the series that follow from it."""

from typing import Literal

import numpy as np

from ballast_core.shared.series import Series
from ballast_core.tracking.entities import DailyColumns, StatusColumns

type StoredSeries = Literal["base", "traded", "traded_only"]
"""`traded` is base where a record has no traded value; `traded_only` leaves such days out."""


def daily(status: StatusColumns) -> DailyColumns:
    """Return the last record of each calendar date, in the order of the file; no date is left out.

    Shapes: status (n,) in; (m,) out, days strictly ascending.
    Units: as `StatusColumns`.
    NaN: passed on.
    Raises: nothing.
    Source: the program keeps one value a date, the last one.
    """
    day = status.at.astype("datetime64[D]")
    order = np.argsort(day, kind="stable")
    ordered = day[order]
    last = order[np.flatnonzero(np.append(ordered[1:] != ordered[:-1], np.ones(min(day.size, 1), np.bool_)))]
    return DailyColumns(day[last], status.base[last], status.signal[last], status.traded[last])


def series_of(points: DailyColumns, which: StoredSeries) -> Series:
    """Return one of the stored series.

    Shapes: points (n,) in; (n,) out, fewer for `traded_only`.
    Units: dollars.
    NaN: only if base has it.
    Raises: nothing.
    Source: definition.
    """
    if which == "base":
        return Series(points.days, points.base)
    if which == "traded_only":
        return Series(points.days, points.traded).finite()
    return Series(points.days, np.where(np.isnan(points.traded), points.base, points.traded))
