"""The array types that rules speak in."""

from datetime import date, datetime

import numpy as np
import numpy.typing as npt

type Days = npt.NDArray[np.datetime64]
"""Days, dtype `datetime64[D]`."""
type Instants = npt.NDArray[np.datetime64]
"""Moments without a zone, dtype `datetime64[us]`."""
type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Bools = npt.NDArray[np.bool_]


def to_date(day: np.datetime64) -> date:
    """Return one numpy day as a `date`."""
    return day.astype("datetime64[D]").astype(object)  # type: ignore[no-any-return]


def to_dates(days: Days) -> list[date]:
    """Return numpy days as `date` objects."""
    return days.astype("datetime64[D]").astype(object).tolist()  # type: ignore[no-any-return]


def to_moment(at: np.datetime64) -> datetime:
    """Return one numpy moment as a `datetime`."""
    return at.astype("datetime64[us]").astype(object)  # type: ignore[no-any-return]


def to_moments(at: Instants) -> list[datetime]:
    """Return numpy moments as `datetime` objects."""
    return at.astype("datetime64[us]").astype(object).tolist()  # type: ignore[no-any-return]
