"""What a search for whole contracts starts from: what is given, made ready, and the vectors it allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.rules.allocate import AllocationObjective, Lot, turning
from ballast_core.trades.rules.allocate_search import alone, listed
from ballast_core.trades.rules.portfolio import Steps

_MOST_CELLS = 20_000_000
_MOST_HELD = 5_000


@dataclass(frozen=True, slots=True)
class Given:
    """Files and limits as they are asked for.

    Shapes: profit (n, k) daily dollars of one contract; positions k of them; margin, symbols, least and most
    (k,) as in `Lot`. Dollars.
    """

    profit: Floats
    positions: tuple[Steps, ...]
    margin: Floats
    symbols: Ints
    least: Ints
    most: Ints
    years: float
    cap: float
    budget: float
    enough: float
    objective: AllocationObjective


@dataclass(frozen=True, slots=True)
class Ready:
    """A lot, the vectors that it allows (None: too many), and what it was simplified by.

    Shapes: own (k,) dollars of margin of one contract alone.
    `bound` tells that margins were added up as if all files were in the market at once.
    """

    lot: Lot
    vectors: Ints | None
    own: Floats
    bound: bool


def prepare(given: Given) -> Ready:
    """Return what a search starts from.

    Shapes: see `Given` and `Ready`.
    Units: dollars and contracts.
    NaN: none.
    Raises: nothing.
    Source: a file has no more contracts than the cap allows it alone, and those it must have if it was never
    in the market.
    """
    held, bound = _held(given.positions)
    lot = Lot(
        curves=turning(np.cumsum(given.profit, axis=0)),
        held=held,
        margin=given.margin,
        symbols=given.symbols,
        least=given.least,
        most=given.most,
        years=given.years,
        cap=given.cap,
        budget=given.budget,
        enough=given.enough,
        objective=given.objective,
    )
    own = alone(lot)
    affordable = np.where(own > 0, np.floor(given.cap * (1 + 1e-12) / np.where(own > 0, own, 1.0)), 0)
    most = np.maximum(np.minimum(given.most, affordable.astype(np.int64)), given.least)
    lot = replace(lot, most=most)
    return Ready(lot, listed(lot), own, bound)


def _held(positions: Sequence[Steps]) -> tuple[Floats, bool]:
    # Rows of net positions, each combination that ever was once; where that is too much, the most of each
    # file at once: never less than what was needed.
    count, events = len(positions), sum(steps.at.size for steps in positions)
    most = np.array([[np.abs(steps.value).max(initial=0.0) for steps in positions]])
    if events * count > _MOST_CELLS:
        return most, True
    moments = np.unique(np.concatenate([steps.at for steps in positions]))
    rows = np.zeros((moments.size, count))
    for file, steps in enumerate(positions):
        if steps.at.size:
            at = np.searchsorted(steps.at, moments, side="right") - 1
            rows[:, file] = np.where(at >= 0, steps.value[np.maximum(at, 0)], 0.0)
    found = np.unique(rows, axis=0)
    return (most, True) if len(found) > _MOST_HELD else (found, False)
