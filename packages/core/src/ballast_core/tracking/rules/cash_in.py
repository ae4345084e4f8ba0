"""Money that is paid in, and returns that do not count it as gain."""

from collections.abc import Sequence

import numpy as np

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.series import Series
from ballast_core.tracking.entities import Snapshot
from ballast_core.tracking.rules.snapshots import effective


def cash_in(snapshots: Sequence[Snapshot]) -> Series:
    """Return the cumulative cash-in on each day whose snapshot states it.

    Shapes: snapshots in any order; (m,) out, often one point.
    Units: dollars since the beginning.
    NaN: none.
    Raises: nothing.
    Source: `cumulativecashin` of the holdings file; of several snapshots of a day the last statement counts.
    """
    stated = effective([snapshot for snapshot in snapshots if snapshot.cash_in_total is not None])
    return Series(
        np.array([snapshot.day for snapshot in stated], dtype="datetime64[D]"),
        np.array([snapshot.cash_in_total for snapshot in stated], dtype=np.float64),
    )


def flows(days: Days, cumulative: Series) -> Floats:
    """Return the money that was paid in after the day before and up to each day.

    What was paid in up to the first day is the capital to begin with, not a flow. So is the first statement
    when it comes later: it says what was in, not that it came in that day.

    Shapes: days (n,) ascending and cumulative (m,) in, (n,) out.
    Units: dollars; money taken out is negative.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    if not len(cumulative):
        return np.zeros(days.size)
    stated = np.searchsorted(cumulative.days, days, side="right") - 1
    total = cumulative.values[np.maximum(stated, 0)]
    return np.diff(total, prepend=total[:1])


def time_weighted_returns(values: Floats, flow: Floats) -> Floats:
    """Return each value without the flow of its step against the one before, less 1.

    A flow comes at the end of its step: it is in the value that closes the step and earned nothing in it.
    (A flow at the start of a step would belong to the value it is measured against.)

    Shapes: (n,) and (n,) in, (n - 1,) out; the first flow belongs to no step.
    Units: dollars in, fractions per step out.
    NaN: passed on; a step from a value that is not positive is NaN.
    Raises: nothing.
    Source: time-weighted return, chained at each point; Global Investment Performance Standards.
    """
    before = np.where(values[:-1] > 0, values[:-1], np.nan)
    return (values[1:] - flow[1:]) / before - 1
