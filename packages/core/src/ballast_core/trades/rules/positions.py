"""Positions after each event, and what is made of them: sums, means, the most of a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Instants, Ints
from ballast_core.trades.rules.laid import Laid
from ballast_core.trades.rules.portfolio import Steps

_DIGITS = 9  # below a billionth of a contract lies only what adding fractions leaves


def positions(trades: Laid) -> Steps:
    """Return the signed contracts held after all events of each moment.

    Shapes: trades (k,) in, steps (m,) out, m <= 2 k.
    Units: contracts, long positive.
    NaN: an open trade has no exit and stays.
    Raises: nothing.
    Source: definition.
    """
    both, held = np.empty((len(trades), 2), "datetime64[us]"), np.empty((len(trades), 2))
    both[:, 0], both[:, 1] = trades.begin, trades.end
    held[:, 0], held[:, 1] = trades.size, -trades.size if trades.overlaps else 0.0
    at, value = both.ravel(), held.ravel()
    if not bool(trades.closed.all()):
        kept = np.column_stack([np.ones(len(trades), np.bool_), trades.closed]).ravel()
        at, value = at[kept], value[kept]
    if trades.overlaps:
        return _steps(at, value)
    last = _lasts(at)  # one trade after the other: what is held is the size of the last
    return Steps(at[last], value[last])


def added(parts: Sequence[Steps]) -> Steps:
    """Return the sum of several positions after each event of any of them.

    Shapes: steps (m1,), (m2,) ... in, steps (m,) out, m at most their sum.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Steps(np.array([], "datetime64[us]"), np.array([]))
    at = np.concatenate([part.at for part in parts])
    return _steps(at, np.concatenate([_changes(part.value) for part in parts]))


def added_by(parts: Sequence[Steps], *kinds: Callable[[int, Floats], Floats]) -> tuple[Steps, ...]:
    """Return several sums over the same positions, each of another kind of their values.

    Shapes: steps (m1,), (m2,) ... in, a sum (m,) a kind out; a kind is given a part's number and values.
    Units: those of the kind.
    NaN: not expected.
    Raises: nothing.
    Source: definition; putting events in order costs the most, and is done once.
    """
    if not any(part.at.size for part in parts):  # such as the short side of files that are only long
        return tuple(added([]) for _ in kinds)
    merge = _merge(np.concatenate([part.at for part in parts]))
    return tuple(
        merge(np.concatenate([_changes(kind(n, part.value)) for n, part in enumerate(parts)]))
        for kind in kinds
    )


def weighed(steps: Steps, by: float) -> Steps:
    """Return a position times a factor.

    Shapes: (m,) in, (m,) out.
    Units: contracts times the unit of the factor.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return steps if by == 1 else Steps(steps.at, steps.value * by)


def absolute(steps: Steps) -> Steps:
    """Return a position without its sign.

    Shapes: (m,) in, (m,) out.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    return Steps(steps.at, np.abs(steps.value))


def clipped(steps: Steps, since: np.datetime64 | None, until: np.datetime64 | None) -> Steps:
    """Return the part of a position from one moment to another, what is carried into it as its first step.

    Shapes: (m,) in, (j,) out, j <= m + 1.
    Units: as given.
    NaN: not expected; None leaves a side open.
    Raises: nothing.
    Source: definition; `until` itself lies outside.
    """
    begin = 0 if since is None else int(np.searchsorted(steps.at, since))
    end = steps.at.size if until is None else int(np.searchsorted(steps.at, until))
    at, value = steps.at[begin:end], steps.value[begin:end]
    carried = steps.value[begin - 1] if begin else 0.0
    if carried and since is not None and begin <= end and (not at.size or at[0] > since):
        at = np.concatenate([np.array([since], "datetime64[us]"), at])
        value = np.concatenate([[carried], value])
    return Steps(at, value)


def lasted(steps: Steps, until: np.datetime64) -> Floats:
    """Return for how many seconds each step held; the last one until a given moment.

    Shapes: (m,) in, (m,) out.
    Units: seconds.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    ends = np.append(steps.at[1:], np.datetime64(until, "us"))
    return np.maximum((ends - steps.at) / np.timedelta64(1, "s"), 0.0)


def time_mean(steps: Steps, since: np.datetime64, until: np.datetime64) -> float:
    """Return the mean over time, from one moment to another; 0 where that is no time at all.

    Shapes: (m,) in, scalar out.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: definition; before its first step a position is 0.
    """
    whole = float((until - since) / np.timedelta64(1, "s"))
    return float(steps.value @ lasted(steps, until)) / whole if whole > 0 else 0.0


def most_of_days(steps: Steps, days: Days) -> Floats:
    """Return the greatest value that held at some moment of each day.

    Shapes: steps (m,) and consecutive days (n,) in, (n,) out.
    Units: as given.
    NaN: not expected; before its first step a position is 0.
    Raises: nothing.
    Source: definition; what is closed at 00:00 was not held on the day that begins.
    """
    starts = np.searchsorted(steps.at, days.astype("datetime64[us]"), side="right")
    values = np.concatenate([[0.0], steps.value])
    most = values[starts]  # what is carried into the day
    own = (steps.at.astype("datetime64[D]") - days[0]).astype(np.int64) if days.size else np.array([], int)
    inside = (own >= 0) & (own < days.size)
    np.maximum.at(most, own[inside], steps.value[inside])
    return most


def means_of_days(steps: Steps, days: Days, until: np.datetime64) -> Floats:
    """Return the mean of each day over the time in which the value was not 0; 0 where it never was.

    Shapes: steps (m,) and consecutive days (n,) in, (n,) out.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: definition.
    """
    if not steps.at.size or not days.size:
        return np.zeros(days.size)
    edges = np.append(days, days[-1] + np.timedelta64(1, "D")).astype("datetime64[us]")
    seconds = lasted(steps, until)
    busy = np.where(steps.value != 0, seconds, 0.0)
    area, time = (_until(steps, part, edges, until) for part in (steps.value * seconds, busy))
    spent, held = np.diff(area), np.diff(time)
    return np.divide(spent, held, out=np.zeros(days.size), where=held > 0)


def _until(steps: Steps, parts: Floats, edges: Instants, until: np.datetime64) -> Floats:
    # What has been gathered by each edge: within a step it grows evenly.
    at = np.append(steps.at, max(np.datetime64(until, "us"), steps.at[-1])).astype(np.int64)
    gathered = np.concatenate([[0.0], np.cumsum(parts)])
    return np.asarray(np.interp(edges.astype(np.int64), at, gathered), np.float64)


def _changes(value: Floats) -> Floats:
    change = value.copy()
    change[1:] -= value[:-1]
    return change


def _steps(at: Instants, change: Floats) -> Steps:
    return _merge(at)(change) if at.size else Steps(at, change)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Events put in order, those of one moment together: the last of each stays, and is at `at`."""

    at: Instants
    order: Ints | None
    last: Ints

    def __call__(self, change: Floats) -> Steps:
        """Return the running sum of changes after each moment."""
        value = np.cumsum(change if self.order is None else change[self.order])[self.last]
        return Steps(self.at, _exact(value))


@dataclass(frozen=True, slots=True)
class _Counted:
    """Events of moments on an even grid: `cell` says in which each lies, `busy` which have one, at `at`."""

    at: Instants
    cell: Ints
    busy: Ints

    def __call__(self, change: Floats) -> Steps:
        """Return the running sum of changes after each moment."""
        value = np.cumsum(np.bincount(self.cell, weights=change))[self.busy]
        return Steps(self.at, _exact(value))


def _merge(at: Instants) -> _Sorted | _Counted:
    stamps = at.view(np.int64)
    if not bool((stamps[1:] < stamps[:-1]).any()):
        last = _lasts(at)
        return _Sorted(at[last], None, last)
    first, end = int(stamps.min()), int(stamps.max())
    cell = stamps - first
    unit = int(np.gcd.reduce(cell))
    if (end - first) // unit > at.size:  # a grid that is mostly empty is slower than sorting
        order = np.argsort(stamps, kind="stable")  # merges the runs that parts come in
        at = at[order]
        last = _lasts(at)
        return _Sorted(at[last], order, last)
    cell //= unit  # trades are made at the end of bars, so many of them share few moments
    busy = np.flatnonzero(np.bincount(cell))
    return _Counted((busy * unit + first).view("datetime64[us]"), cell, busy)


def _lasts(at: Instants) -> Ints:
    stamps = at.view(np.int64)
    return np.flatnonzero(np.append(stamps[1:] != stamps[:-1], np.True_)[: at.size])


def _exact(value: Floats) -> Floats:
    whole = bool((value == np.rint(value)).all())
    return value if whole else np.round(value, _DIGITS)
