"""Missing values as JSON has them: null instead of NaN."""

from math import isfinite

from ballast_core.shared.arrays import Floats


def with_gaps(values: Floats) -> list[float | None]:
    """Return values as a list in which a missing one is None."""
    return [value if isfinite(value) else None for value in values.tolist()]


def or_none(value: float) -> float | None:
    """Return the value as a plain number, or None where it is missing."""
    return float(value) if isfinite(value) else None
