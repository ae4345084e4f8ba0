"""Closed trades in groups."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Instants, Ints

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Groups:
    """Figures by group. Shapes: all (g,). NaN: largest win or loss of a group that has none."""

    trades: Ints
    won: Ints
    net: Floats
    gained: Floats
    given: Floats
    largest_win: Floats
    largest_loss: Floats


def grouped(net: Floats, group: Ints, size: int) -> Groups:
    """Return figures of trades by group.

    Shapes: net (n,) and group (n,), within 0 and `size`, in; see `Groups`.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    won, lost = net > 0, net < 0
    best, worst = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(best, group[won], net[won])
    np.minimum.at(worst, group[lost], net[lost])
    return Groups(
        trades=np.bincount(group, minlength=size),
        won=np.bincount(group[won], minlength=size),
        net=np.bincount(group, net, size),
        gained=np.bincount(group[won], net[won], size),
        given=np.bincount(group[lost], net[lost], size),
        largest_win=np.where(np.isfinite(best), best, np.nan),
        largest_loss=np.where(np.isfinite(worst), worst, np.nan),
    )


def weekdays(at: Instants) -> Ints:
    """Return the weekday of moments, Monday 0.

    Shapes: (n,) in, (n,) out.
    Units: days since Monday.
    NaN: a moment that is none has no weekday; none is allowed.
    Raises: nothing.
    Source: January 1, 1970 was a Thursday.
    """
    return (at.astype("datetime64[D]").astype(np.int64) + 3) % 7


def hours(at: Instants) -> Ints:
    """Return the hour of the day of moments.

    Shapes: (n,) in, (n,) out.
    Units: hours since midnight.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    return at.astype("datetime64[h]").astype(np.int64) % 24


def months(at: Instants) -> Ints:
    """Return the month of the year of moments, January 0.

    Shapes: (n,) in, (n,) out.
    Units: months since January.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    return at.astype("datetime64[M]").astype(np.int64) % 12


def years(at: Instants) -> Ints:
    """Return the calendar year of moments.

    Shapes: (n,) in, (n,) out.
    Units: years.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    return at.astype("datetime64[Y]").astype(np.int64) + 1970
