"""Steps that change more often than a screen has columns: what they were on average, at most and at least."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

import numpy as np

from ballast_core.shared.arrays import Floats, Instants, to_date, to_moments

FEW = 320
"""So many changes are drawn one by one."""
_STRETCHES = 160
_LENGTHS = {1: "a day", 7: "a week", 28: "4 weeks", 91: "a quarter", 364: "a year", 3_640: "10 years"}
_DAY = np.timedelta64(86_400, "s")


@dataclass(frozen=True, slots=True)
class Closer:
    """Days that a person looks at more closely than at the others."""

    first: date
    last: date

    def bounds(self) -> tuple[np.datetime64, np.datetime64]:
        """Return when these days begin, and when they are over."""
        return np.datetime64(self.first, "s"), np.datetime64(self.last, "s") + _DAY

    @classmethod
    def read(cls, said: str) -> Self | None:
        """Return the days of an address, as `2023-01-01..2023-06-30`; nothing where it names none."""
        first, _, last = said.partition("..")
        try:
            return cls(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Stretches:
    """A line of steps by stretches of time: when each begins, its mean over time, and its extremes."""

    at: list[datetime]
    mean: Floats
    most: Floats
    least: Floats


def stretch_days(first: date, last: date) -> int:
    """Return how long stretches are that make this span readable."""
    days = (last - first).days + 1
    return next((one for one in _LENGTHS if days <= one * _STRETCHES), max(_LENGTHS))


def stretch_name(days: int) -> str:
    """Return the length of stretches as people say it."""
    return _LENGTHS[days]


def stretches(
    at: Sequence[date], values: Sequence[float], days: int, closer: Closer | None = None
) -> Stretches:
    """Return a line by stretches of so many days, but finer or as it is where one looks closer.

    Each value holds until the next point, so a mean is one over time. `at` is not empty.
    """
    when, held = np.array(at, "datetime64[s]"), np.asarray(values, np.float64)
    edges = np.maximum(_edges(np.datetime64(to_date(when[0]), "s"), when[-1], days), when[:1])
    if closer is not None:
        edges = _closer(edges, when, closer)
    times = np.unique(np.concatenate((when, edges[edges <= when[-1]])))
    now = held[np.searchsorted(when, times, "right") - 1]
    lasts = np.append(np.diff(times), np.timedelta64(1, "s")).astype(np.float64)
    begins = np.unique(np.searchsorted(times, edges[edges <= when[-1]]))
    total: Floats = np.add.reduceat(now * lasts, begins)
    return Stretches(
        to_moments(times[begins]),
        total / np.add.reduceat(lasts, begins),
        np.maximum.reduceat(now, begins),
        np.minimum.reduceat(now, begins),
    )


def changes_within(at: Sequence[date], closer: Closer) -> int:
    """Return how many points of a line are on these days."""
    when = np.array(at, "datetime64[s]")
    first, end = closer.bounds()
    return int(np.count_nonzero((when >= first) & (when < end)))


def _edges(first: np.datetime64, last: np.datetime64, days: int) -> Instants:
    length = days * _DAY
    return first + np.arange((last - first) // length + 1) * length


def _closer(edges: Instants, when: Instants, closer: Closer) -> Instants:
    """Return edges that are finer within some days: every change, or stretches that fit them."""
    first, end = closer.bounds()
    inside = when[(when >= first) & (when <= end)]
    if inside.size > FEW:
        inside = _edges(first, end, stretch_days(closer.first, closer.last))
    outside = edges[(edges < first) | (edges > end)]
    return np.unique(np.maximum(np.concatenate((outside, inside, np.array([first, end]))), when[:1]))
