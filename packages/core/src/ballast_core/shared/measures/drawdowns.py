"""How far, and how long, a value stood below its peak."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Floats, to_date
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures.returns import cagr
from ballast_core.shared.series import Series


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A fall from a peak and the way back.

    `depth` is the trough against the peak, less 1, so never positive. `peak_day` is the first day on which
    the running maximum was reached, `trough_day` the first day of the lowest point, `recovery_day` the first
    day at or above the peak, or nothing yet. All durations are calendar days: `days_to_trough` from the peak,
    `days_to_recovery` from the trough, `days` from the peak to the recovery, or so far.
    """

    depth: float
    peak_day: date
    trough_day: date
    recovery_day: date | None
    days_to_trough: int
    days_to_recovery: int | None
    days: int


def drawdowns(values: Floats) -> Floats:
    """Return each value against the highest so far, less 1.

    Shapes: (n,) in, (n,) out.
    Units: fraction, 0 at a peak, negative below; values must be positive.
    NaN: stays where it is and is no peak; so is all that comes before a positive value.
    Raises: nothing.
    Source: definition.
    """
    peaks = np.fmax.accumulate(values) if values.size else values
    return values / np.where(peaks > 0, peaks, np.nan) - 1


def max_drawdown(series: Series) -> Drawdown:
    """Return the deepest fall; of equal ones the first, and depth 0 on the first day if there is none.

    Shapes: series (n,) in, one record out.
    Units: see `Drawdown`; values must be positive.
    NaN: points without a value are dropped before anything else.
    Raises: InvalidError if no point is left.
    Source: definition.
    """
    kept = series.finite()
    if not len(kept):
        raise InvalidError("a drawdown needs at least one point")
    below = drawdowns(kept.values)
    return _record(kept, below, int(np.argmin(below)))


def underwater(series: Series, top: int | None = None) -> tuple[Drawdown, ...]:
    """Return every fall from a peak until its recovery, deepest first, the `top` deepest of them.

    Shapes: series (n,) in, records out; none if there was no fall.
    Units: see `Drawdown`; values must be positive.
    NaN: points without a value are dropped before anything else.
    Raises: nothing.
    Source: definition.
    """
    kept = series.finite()
    below = drawdowns(kept.values)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], below < 0, [0]])))  # begin, end, begin, end ...
    if not edges.size:
        return ()
    depths = np.minimum.reduceat(below, edges[edges < below.size])[::2]
    begins, ends = edges[::2], edges[1::2]
    deepest = np.argsort(depths, kind="stable")[:top]
    troughs = [int(begins[i] + np.argmin(below[begins[i] : ends[i]])) for i in deepest]
    return tuple(_record(kept, below, trough) for trough in troughs)


def underwater_share(values: Floats) -> float:
    """Return how many of the points lie below the highest so far.

    Shapes: (n,) in, scalar out.
    Units: fraction of the points.
    NaN: dropped before anything else.
    Raises: InvalidError if nothing is left.
    Source: definition.
    """
    kept = values[np.isfinite(values)]
    if not kept.size:
        raise InvalidError("a share under water needs at least one point")
    return float(np.mean(drawdowns(kept) < 0))


def calmar(series: Series) -> float:
    """Return growth a year over the depth of the maximum drawdown, both over the whole series.

    Shapes: series (n,) in, scalar out.
    Units: per year.
    NaN: points without a value are dropped before anything else.
    Raises: InvalidError where `cagr` does, or if there was no drawdown.
    Source: Young (1991), Futures 20(1), there over 36 months.
    """
    depth = max_drawdown(series).depth
    if depth == 0:
        raise InvalidError("a Calmar ratio needs a drawdown")
    return cagr(series) / -depth


def _record(kept: Series, below: Floats, trough: int) -> Drawdown:
    days, values = kept.days, kept.values
    peak = int(np.argmax(values[: trough + 1]))
    back = np.flatnonzero(values[trough:] >= values[peak])
    recovery = trough + int(back[0]) if back.size else None
    end = len(kept) - 1 if recovery is None else recovery
    at, low, last = (int(days[i].astype(np.int64)) for i in (peak, trough, end))
    return Drawdown(
        depth=float(below[trough]),
        peak_day=to_date(days[peak]),
        trough_day=to_date(days[trough]),
        recovery_day=None if recovery is None else to_date(days[recovery]),
        days_to_trough=low - at,
        days_to_recovery=None if recovery is None else last - low,
        days=last - at,
    )
