"""Status records that cannot be right: jumps, and what does not follow from the records before."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ballast_core.shared.arrays import Bools, Floats
from ballast_core.tracking.entities import StatusColumns
from ballast_core.tracking.rules.overlay import overlay_at_records

JUMP_FLOOR = 0.15
SAME_DAY_FLOOR = 0.10
"""Between two records of one day the same shares are valued twice, so less is needed to be odd."""
SPREADS = 10.0
"""A jump also has to be this many robust standard deviations from the usual."""


class AnomalyKind(StrEnum):
    """What is wrong with a record."""

    BASE_JUMP = "base_jump"
    TRADED_JUMP = "traded_jump"
    TRADED_DISAGREES = "traded_disagrees"
    SIGNAL_DISAGREES = "signal_disagrees"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One odd figure: `value` stands in the file, `reference` is what it was compared with.

    `row` is the position among the records, from 0, `line` the line of the file. For a jump the reference is
    the record before, else what follows from the records before. `size` is value against reference, less 1;
    against a reference of 0 the value itself. So a signal that should be 0 has size 1, the other -1.
    """

    kind: AnomalyKind
    row: int
    line: int
    value: float
    reference: float
    size: float


def anomalies(status: StatusColumns, tolerance: float = 1e-6) -> tuple[Anomaly, ...]:
    """Return the odd figures, by row and kind.

    A jump is a change from the record before by a factor above 1 + `JUMP_FLOOR` (on one day 1 +
    `SAME_DAY_FLOOR`), up or down, whose logarithm is also more than `SPREADS` robust standard deviations
    (1.4826 times the median absolute deviation) from the median. So a wrong record shows twice: where it
    begins and where it ends. A disagreement is a stored signal that differs from the one that follows from
    the records before, or a traded value that is off by more than `tolerance`.

    Shapes: status (n,) in.
    Units: sizes are fractions; `tolerance` is relative.
    NaN: a figure that is missing is not odd.
    Raises: nothing.
    Source: floors chosen on the public files; see `overlay_at_records` for what should follow.
    """
    signal, traded = overlay_at_records(status)
    found = [
        *_jumps(AnomalyKind.BASE_JUMP, status, status.base),
        *_jumps(AnomalyKind.TRADED_JUMP, status, status.traded),
        *_disagreements(AnomalyKind.TRADED_DISAGREES, status, status.traded, traded, tolerance),
        *_disagreements(AnomalyKind.SIGNAL_DISAGREES, status, status.signal, signal, 0.0),
    ]
    return tuple(sorted(found, key=lambda anomaly: anomaly.row))


def _jumps(kind: AnomalyKind, status: StatusColumns, values: Floats) -> list[Anomaly]:
    if values.size < 2:
        return []
    day = status.at.astype("datetime64[D]")
    floor = np.log1p(np.where(day[1:] == day[:-1], SAME_DAY_FLOOR, JUMP_FLOOR))
    change: Floats = np.diff(np.log(np.where(values > 0, values, np.nan)))
    known = change[np.isfinite(change)]
    middle = _median(known)
    spread = 1.4826 * _median(np.abs(known - middle))
    odd: Bools = (np.abs(change) > floor) & (np.abs(change - middle) > SPREADS * spread)
    before = np.concatenate([values[:1], values[:-1]])
    return _rows(kind, status, np.concatenate([[False], odd]), values, before)


def _median(values: Floats) -> float:
    """Upper median; `np.median` would load masked arrays, which costs more than all the rest."""
    half = values.size // 2
    return float(np.partition(values, half)[half]) if values.size else 0.0


def _disagreements(
    kind: AnomalyKind, status: StatusColumns, stored: Floats, follows: Floats, tolerance: float
) -> list[Anomaly]:
    both = np.isfinite(stored) & np.isfinite(follows)
    odd = both & ~np.isclose(stored, follows, rtol=tolerance, atol=0)
    return _rows(kind, status, odd, stored, follows)


def _rows(
    kind: AnomalyKind, status: StatusColumns, odd: Bools, value: Floats, reference: Floats
) -> list[Anomaly]:
    rows = np.flatnonzero(odd)
    columns = (rows, status.line[rows], value[rows], reference[rows])
    return [
        Anomaly(kind, row, line, one, other, one / other - 1 if other else one)
        for row, line, one, other in zip(*(column.tolist() for column in columns), strict=True)
    ]
