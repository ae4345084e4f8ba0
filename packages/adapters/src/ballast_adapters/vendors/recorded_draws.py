"""Chance for the recorded source: the same draws for a name and a day, whatever span is asked for.

Only sums, products, quotients and roundings of exact draws are taken, one at a time, because these are the
same on every processor; exponentials and dot products are not.
"""

from datetime import date
from hashlib import sha256

import numpy as np

from ballast_core.shared.arrays import Days, Floats

EPOCH = np.datetime64("2006-01-02", "D")
"""The first day of which the recorded source knows anything, a Monday."""

DAY = np.timedelta64(1, "D")

_SEED = 20_060_102


def generator(name: str) -> np.random.Generator:
    """Return the draws that belong to a name."""
    number = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64([_SEED, number]))


def days_until(last: date | np.datetime64) -> Days:
    """Return every day from the epoch to this one."""
    return np.arange(EPOCH, np.datetime64(last, "D") + DAY)


def daily(name: str, days: int, draws: int) -> Floats:
    """Return draws from 0 to 1 for each day since the epoch, as many as `draws` each. Shape (days, draws)."""
    return generator(name).random((days, draws))


def bell(draws: Floats) -> Floats:
    """Return about normal values of mean 0 and deviation 1, at most 3. Shape (n, 3): three draws each."""
    return (draws[:, 0] + draws[:, 1] + draws[:, 2] - 1.5) * 2.0


def chance(name: str) -> float:
    """Return one draw from 0 to 1 that belongs to a name."""
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") / 2**32


def weekdays(days: Days) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which days are no Saturdays or Sundays."""
    weekday: np.ndarray[tuple[int], np.dtype[np.bool_]] = (days.astype(np.int64) + 3) % 7 < 5
    return weekday
