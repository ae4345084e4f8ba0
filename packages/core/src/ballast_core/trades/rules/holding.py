"""The most that a side of a file, or of the portfolio, held at once, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Ints
from ballast_core.trades.rules.assembly import looked_at
from ballast_core.trades.rules.exposure import totals
from ballast_core.trades.rules.portfolio import Portfolio, Side, Steps
from ballast_core.trades.rules.positions import absolute

_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """The most contracts and margin held at once, None where a margin is unknown.

    `time` is the share of the time with a position, `longest_flat` the days of the longest time without one,
    None where nobody looks.
    """

    contracts: float
    margin: float | None
    time: float
    longest_flat: float | None


def held_by_file(portfolio: Portfolio, side: Side, file: int) -> Held:
    """Return what a file held on one side.

    Shapes: see `Portfolio`.
    Units: contracts, money, fraction of the time in which the file is looked at.
    NaN: none.
    Raises: nothing.
    Source: definition; margin is that of one contract times the most contracts.
    """
    steps = absolute(side.positions[file])
    most, margin = _most(steps), portfolio.margins.get(portfolio.files[file].symbol)
    needed = 0.0 if not most else None if margin is None else most * margin
    return _held(steps, needed, portfolio, [file])


def held_by_all(portfolio: Portfolio, side: Side) -> Held:
    """Return what the portfolio held on one side: contracts of a symbol net, symbols added without sign.

    Shapes: see `Portfolio`.
    Units: contracts, money, fraction of the time in which the portfolio is looked at.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    found = totals(portfolio, side)
    margin = 0.0 if not found.held.at.size else _most(found.margin) if found.margin else None
    return _held(found.held, margin, portfolio, range(len(portfolio.files)))


def _most(steps: Steps) -> float:
    return float(steps.value.max(initial=0.0))


def _held(steps: Steps, margin: float | None, portfolio: Portfolio, files: Sequence[int]) -> Held:
    held = [file for file in files if portfolio.chosen.positions[file].at.size]
    if not held:
        return Held(0.0, margin, 0.0, None)
    since, until = (at.astype("datetime64[us]").astype(np.int64) for at in looked_at(portfolio, held))
    edges = np.concatenate([[since], steps.at.view(np.int64), [until]])
    busy = np.concatenate([[False], steps.value != 0])
    lasted = np.maximum(edges[1:] - edges[:-1], 0)
    time = float((lasted * busy).sum()) / max(float(until - since), 1.0)
    return Held(_most(steps), margin, time, _longest(lasted, busy) / _DAY_US)


def _longest(lasted: Ints, busy: Bools) -> float:
    """Return the longest time that was not busy; steps between which nothing was held add up."""
    if not bool((~busy[1:] & ~busy[:-1]).any()):
        return float((lasted * ~busy).max(initial=0))
    starts = np.flatnonzero(np.append(np.True_, busy[1:] != busy[:-1]))
    spans = np.add.reduceat(lasted, starts)
    return float(spans[~busy[starts]].max(initial=0))
