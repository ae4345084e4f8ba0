"""Vintages: what was known of a series on a day, what was known first, and how often that changed."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import Observations
from ballast_core.shared.arrays import Days, Floats, Ints


@dataclass(frozen=True, slots=True)
class KnownValues:
    """One value a period, as it was known.

    Shapes: all (n,), ascending by period. `since` is the first day of each value, `first` what was published
    first, `revisions` how many different values came after that. NaN: the source says there is none.
    """

    periods: Days
    values: Floats
    since: Days
    first: Floats
    revisions: Ints


@dataclass(frozen=True, slots=True)
class Revised:
    """Values that replaced others. Shapes: all (n,), ascending by period and vintage."""

    periods: Days
    since: Days
    values: Floats
    before: Floats


def known_values(observations: Observations, as_of: date | None = None) -> KnownValues:
    """Return what was known on a day, or what is known now."""
    told = observed(observations, as_of)
    begins = np.flatnonzero(_begins(told.periods))
    ends = np.append(begins[1:], len(told))[: begins.size] - 1
    changed = np.concatenate([[0], np.cumsum(_changes(told))])
    return KnownValues(
        periods=told.periods[begins],
        values=told.values[ends],
        since=told.vintages[_lasting(told, ends)],
        first=told.values[begins],
        revisions=(changed[ends + 1] - changed[begins]).astype(np.int64),
    )


def revised(observations: Observations) -> Revised:
    """Return every value that replaced another one of its period."""
    rows = np.flatnonzero(_changes(observations))
    return Revised(
        periods=observations.periods[rows],
        since=observations.vintages[rows],
        values=observations.values[rows],
        before=observations.values[rows - 1],
    )


def observed(observations: Observations, as_of: date | None) -> Observations:
    """Return the part of observations that was known on a day."""
    if as_of is None:
        return observations
    keep = observations.vintages <= np.datetime64(as_of, "D")
    return Observations(
        observations.series,
        observations.source,
        observations.periods[keep],
        observations.vintages[keep],
        observations.values[keep],
    )


def between(observations: Observations, start: date | None, end: date | None) -> Observations:
    """Return the part of observations whose periods begin within these days."""
    keep = np.ones(len(observations), dtype=np.bool_)
    if start is not None:
        keep &= observations.periods >= np.datetime64(start, "D")
    if end is not None:
        keep &= observations.periods <= np.datetime64(end, "D")
    return Observations(
        observations.series,
        observations.source,
        observations.periods[keep],
        observations.vintages[keep],
        observations.values[keep],
    )


def _begins(periods: Days) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    begins = np.ones(periods.size, dtype=np.bool_)
    begins[1:] = periods[1:] != periods[:-1]
    return begins


def _changes(told: Observations) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which rows have another value than the row before, of the same period."""
    values, changes = told.values, np.zeros(len(told), dtype=np.bool_)
    same = (values[1:] == values[:-1]) | (np.isnan(values[1:]) & np.isnan(values[:-1]))
    changes[1:] = ~same & ~_begins(told.periods)[1:]
    return changes


def _lasting(told: Observations, ends: Ints) -> Ints:
    """Return the row in which the last value of each period was told first."""
    starts = np.flatnonzero(_begins(told.periods) | _changes(told))
    return starts[np.searchsorted(starts, ends, side="right") - 1]
