"""Whole contracts under a margin cap: what a vector of them earns, risks and needs, and which is best."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Ints

_CELLS = 4_000_000
_SAME = 9
_HAIR = 1e-12


class AllocationObjective(StrEnum):
    """What the contracts are to achieve.

    `return_over_drawdown` wants the most profit a year for each dollar of the deepest drawdown;
    `use_of_margin` wants the same of those that use most of the cap; `drawdown_budget` wants the most profit
    a year whose drawdown stays within a budget.
    """

    RETURN_OVER_DRAWDOWN = "return_over_drawdown"
    USE_OF_MARGIN = "use_of_margin"
    DRAWDOWN_BUDGET = "drawdown_budget"


@dataclass(frozen=True, slots=True)
class Lot:
    """What is known of one contract of each of k files.

    Shapes: curves (n, k), running profit in dollars without the start at 0; held (p, k), the different net
    positions at any moment in contracts; margin (k,) dollars a contract; symbols (k,), files with the same
    number net each other; least and most (k,) contracts. `years` are those of the curves; `cap`, `budget`
    and `enough` (the margin that `use_of_margin` wants used) are dollars.
    """

    curves: Floats
    held: Floats
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
class Judged:
    """Vectors of contracts and what they come to.

    Shapes: contracts (m, k); profit, drawdown and margin (m,) dollars, drawdown positive; `score` profit a
    year divided by drawdown, infinite for a profit without any.
    """

    contracts: Ints
    profit: Floats
    drawdown: Floats
    margin: Floats
    score: Floats

    def __len__(self) -> int:
        return len(self.contracts)

    def part(self, which: Ints | Bools) -> "Judged":
        """Return some of the vectors."""
        return Judged(
            self.contracts[which],
            self.profit[which],
            self.drawdown[which],
            self.margin[which],
            self.score[which],
        )


def turning(curves: Floats) -> Floats:
    """Return only the rows of running profits that any portfolio of them can turn at.

    Shapes: (n, k) in, (m, k) out, m <= n; the last value stays.
    Units: as given.
    NaN: not expected.
    Raises: nothing.
    Source: between two steps that all files make in one direction no weighted sum with weights >= 0 has an
    extreme, so peaks, valleys and with them drawdowns are the same without that row.
    """
    steps = np.diff(curves, axis=0, prepend=0.0)
    moves = steps.any(axis=1)
    if not moves.any():
        return curves[-1:]
    curves, steps = curves[moves], steps[moves]  # a flat step would go with either direction
    up, down = (steps >= 0).all(axis=1), (steps <= 0).all(axis=1)
    passing = (up[:-1] & up[1:]) | (down[:-1] & down[1:])
    return np.asarray(curves[np.append(~passing, True)], np.float64)


def margin_of(lot: Lot, contracts: Ints) -> Floats:
    """Return the greatest margin that vectors of contracts need at one moment.

    Shapes: contracts (m, k) in, (m,) out.
    Units: dollars.
    NaN: not expected.
    Raises: nothing.
    Source: definition; of each symbol the net position without sign times its margin, summed over symbols.
    """
    found = np.empty(len(contracts))
    step = max(1, _CELLS // max(1, len(lot.held)))
    for begin in range(0, len(contracts), step):
        some = contracts[begin : begin + step].astype(np.float64)
        need = np.zeros((len(some), len(lot.held)))
        for symbol in np.unique(lot.symbols):
            own = lot.symbols == symbol
            need += np.abs(some[:, own] @ lot.held[:, own].T) * lot.margin[own].max()
        found[begin : begin + step] = need.max(axis=1, initial=0.0)
    return found


def within_cap(lot: Lot, contracts: Ints) -> tuple[Ints, Floats]:
    """Return the vectors that need no more margin than the cap, and their margins.

    Shapes: contracts (m, k) in, (j, k) and (j,) out, in their order, j <= m.
    Units: contracts and dollars.
    NaN: none.
    Raises: nothing.
    Source: `margin_of`.
    """
    margin = margin_of(lot, contracts)
    within = margin <= lot.cap * (1 + _HAIR)
    return contracts[within], margin[within]


def drawdowns_of(curves: Floats, contracts: Ints) -> Floats:
    """Return the deepest drawdown of the running profit of each vector.

    Shapes: curves (n, k) and contracts (m, k) in, (m,) out, positive.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: from the highest value so far of the daily marked curve, which starts at 0. Of some of its rows
    alone it is never deeper than of all.
    """
    found = np.empty(len(contracts))
    step = max(1, _CELLS // max(1, len(curves)))
    across = np.ascontiguousarray(curves.T)
    for begin in range(0, len(contracts), step):
        curve = contracts[begin : begin + step].astype(np.float64) @ across
        peak = np.maximum(np.maximum.accumulate(curve, axis=1), 0.0)
        found[begin : begin + step] = (peak - curve).max(axis=1, initial=0.0)
    return found


def scores_of(lot: Lot, profit: Floats, drawdown: Floats) -> Floats:
    """Return profit a year divided by drawdown, infinite for a profit without any.

    Shapes: (m,) in and out.
    Units: none.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    risky = drawdown > 0
    calm = np.where(profit > 0, np.inf, 0.0)
    return np.where(risky, profit / lot.years / np.where(risky, drawdown, 1.0), calm)


def judge(lot: Lot, contracts: Ints) -> Judged:
    """Return what vectors of contracts come to, those beyond the margin cap or the budget left out.

    Shapes: contracts (m, k) in; m or fewer out, in their order.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return judge_within(lot, *within_cap(lot, contracts))


def judge_within(lot: Lot, contracts: Ints, margin: Floats) -> Judged:
    """Return what vectors within the margin cap come to, those beyond the budget left out.

    Shapes: contracts (m, k) and margin (m,) in; m or fewer out, in their order.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    profit = np.asarray(contracts @ lot.curves[-1], np.float64)
    drawdown = drawdowns_of(lot.curves, contracts)
    found = Judged(contracts, profit, drawdown, margin, scores_of(lot, profit, drawdown))
    if lot.objective is AllocationObjective.DRAWDOWN_BUDGET:
        return found.part(drawdown <= lot.budget * (1 + _HAIR))
    return found


def ranked(lot: Lot, judged: Judged, best: int) -> Judged:
    """Return the best vectors, the best first.

    Shapes: m vectors in, `best` or fewer out.
    Units: as given.
    NaN: none.
    Raises: nothing.
    Source: by the objective; of equals the one with more profit, then the one that needs less margin.
    """
    return judged.part(np.lexsort(_keys(lot, judged)[::-1])[:best])


def _keys(lot: Lot, judged: Judged) -> Sequence[Floats]:
    # Rounded, so that a vector and its double, which have one ratio, are equals to the last digit.
    score = -_rounded(judged.score)
    profit, margin = -_rounded(judged.profit), _rounded(judged.margin)
    if lot.objective is AllocationObjective.DRAWDOWN_BUDGET:
        return profit, margin
    if lot.objective is AllocationObjective.USE_OF_MARGIN:
        # All that use enough are equal in that; of the others the one that uses most is first.
        use = -np.minimum(judged.margin, lot.enough)
        return _rounded(use), score, profit, margin
    return score, profit, margin


def _rounded(values: Floats) -> Floats:
    finite = np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
    digits = 10.0 ** (_SAME - np.ceil(np.log10(finite)))
    return np.where(np.isfinite(values), np.round(values * digits) / digits, values)


def joined(parts: Sequence[Judged]) -> Judged:
    """Return the vectors of several parts, one after the other.

    Shapes: m1, m2 ... vectors in, their sum out; one part at least.
    Units: as given.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return Judged(
        np.concatenate([part.contracts for part in parts]),
        np.concatenate([part.profit for part in parts]),
        np.concatenate([part.drawdown for part in parts]),
        np.concatenate([part.margin for part in parts]),
        np.concatenate([part.score for part in parts]),
    )
