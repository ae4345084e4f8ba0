"""Looking for the best whole contracts: all vectors where they can be counted, else from step to step."""

from dataclasses import dataclass, replace

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Ints
from ballast_core.trades.rules.allocate import (
    AllocationObjective,
    Judged,
    Lot,
    drawdowns_of,
    joined,
    judge,
    judge_within,
    margin_of,
    ranked,
    scores_of,
    within_cap,
)

MOST_VECTORS = 1_000_000
"""So many vectors at most are looked at all."""
_BEAM = 64
_MOST_STEPS = 2_000
_ROWS = 16
_FEW, _SAMPLE = 1_000, 200
_HAIR = 1e-12


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a search: what is searched, some of the vectors, and how many of the best are wanted."""

    lot: Lot
    vectors: Ints
    best: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The best of a part, how many were within every limit, and how many were looked at."""

    best: Judged
    feasible: int
    looked_at: int


def listed(lot: Lot) -> Ints | None:
    """Return all vectors that may be within the margin cap, the empty one apart; None for too many of them.

    Shapes: (m, k) out, m <= MOST_VECTORS.
    Units: contracts.
    NaN: none.
    Raises: nothing.
    Source: definition. Where files of a symbol are never on opposite sides, margin only grows with every
    contract, and a vector that is beyond the cap before it is complete is dropped there.
    """
    rows, least = _rows(lot), lot.least.astype(np.float64)
    room = lot.cap * (1 + 1e-12) - rows @ least
    if (room < 0).any():
        return np.empty((0, len(lot.least)), np.int64)
    found, used = lot.least[None, :].copy(), np.zeros((1, len(rows)))
    for file in range(len(lot.least)):
        able: list[tuple[int, Ints]] = []
        for added in range(int(lot.most[file] - lot.least[file]) + 1):
            able.append((added, np.flatnonzero((used + added * rows[:, file] <= room).all(axis=1))))
            if sum(len(which) for _, which in able) > MOST_VECTORS:
                return None
        grown = np.concatenate([found[which] for _, which in able])
        grown[:, file] += np.repeat([added for added, _ in able], [len(which) for _, which in able])
        used = np.concatenate([used[which] + added * rows[:, file] for added, which in able])
        found = grown
    return np.asarray(found[found.any(axis=1)], np.int64)


def _rows(lot: Lot) -> Floats:
    # Dollars of margin a contract at the moments that can bind; none where files of a symbol offset.
    if _offsets(lot):
        return np.zeros((0, len(lot.least)))
    rows = np.unique(np.abs(lot.held) * lot.margin, axis=0)
    order = np.argsort(-rows.sum(axis=1), kind="stable")
    kept: list[Floats] = []
    for row in rows[order]:
        if not any((row <= other).all() for other in kept):
            kept.append(row)
        if len(kept) == _ROWS:  # what the others would drop, the margin of each vector drops later
            break
    return np.array(kept).reshape(-1, len(lot.least))


def _offsets(lot: Lot) -> bool:
    for symbol in np.unique(lot.symbols):
        own = lot.held[:, lot.symbols == symbol]
        if ((own > 0).any(axis=1) & (own < 0).any(axis=1)).any():
            return True
    return False


def search(share: Share) -> Finding:
    """Return the best of given vectors.

    Shapes: vectors (m, k) in.
    Units: contracts and dollars.
    NaN: none.
    Raises: nothing.
    Source: every vector is judged, but those that cannot be among the best by a bound: on some of the days
    alone a drawdown is no deeper, and a score no worse, than on all.
    """
    lot = share.lot
    vectors, margin = within_cap(lot, share.vectors)
    hopeful = _hopeful(lot, vectors, margin, share.best) if len(vectors) > _FEW else slice(None)
    judged = judge_within(lot, vectors[hopeful], margin[hopeful])
    budgeted = lot.objective is AllocationObjective.DRAWDOWN_BUDGET
    feasible = len(judged) if budgeted else len(vectors)
    return Finding(ranked(lot, judged, share.best), feasible, len(share.vectors))


def _hopeful(lot: Lot, vectors: Ints, margin: Floats, best: int) -> Ints:
    curves = lot.curves[_telling(lot, vectors)]
    shallow = drawdowns_of(curves, vectors)
    if lot.objective is AllocationObjective.DRAWDOWN_BUDGET:
        return np.flatnonzero(shallow <= lot.budget * (1 + _HAIR))
    use = np.minimum(margin, lot.enough if lot.objective is AllocationObjective.USE_OF_MARGIN else 0.0)
    floor = np.partition(use, -best)[-best]
    able = np.flatnonzero(use >= floor * (1 - _HAIR))
    if use[able].min() < use[able].max():
        return able
    profit = np.asarray(vectors[able] @ lot.curves[-1], np.float64)
    ceiling = np.where(profit > 0, scores_of(lot, profit, shallow[able]), 0.0)
    first = able[np.argsort(-ceiling, kind="stable")[:_FEW]]
    tried = np.sort(judge_within(lot, vectors[first], margin[first]).score)
    if len(tried) < best:
        return able
    hopeful: Ints = able[ceiling >= tried[-best] - _HAIR**0.5 * abs(tried[-best])]
    return hopeful


def _telling(lot: Lot, vectors: Ints) -> Ints:
    # The days on which some of the vectors were at the peak and the bottom of their deepest drawdown.
    some = vectors[:: max(1, len(vectors) // _SAMPLE)].astype(np.float64)
    days = len(lot.curves)
    curve = np.asarray(some @ lot.curves.T, np.float64)
    peaks = np.maximum(np.maximum.accumulate(curve, axis=1), 0.0)
    bottoms = np.asarray((peaks - curve).argmax(axis=1), np.int64)
    before = np.tile(np.arange(days), (len(some), 1)) <= bottoms[:, None]
    tops = np.where(before, curve, -np.inf).argmax(axis=1)
    return np.unique(np.concatenate([tops, bottoms, [days - 1]]))


def least_drawdown(share: Share) -> float:
    """Return the drawdown of the calmest of given vectors within the margin cap.

    Shapes: vectors (m, k) in.
    Units: dollars.
    NaN: none; infinite without any vector.
    Raises: nothing.
    Source: definition.
    """
    unlimited = replace(share.lot, objective=AllocationObjective.RETURN_OVER_DRAWDOWN)
    return float(judge(unlimited, share.vectors).drawdown.min(initial=np.inf))


def climb(share: Share) -> Finding:
    """Return the best vectors met on the way up, contract by contract, with the best kept side by side.

    Shapes: vectors (m, k) are where it starts from.
    Units: contracts and dollars.
    NaN: none.
    Raises: nothing.
    Source: beam search; then single contracts of the best are added, taken away and exchanged as long as
    that is better. What it finds need not be the best that there is.
    """
    lot, seen, looked_at = share.lot, set[bytes](), 0
    frontier, best = share.vectors, judge(lot, share.vectors[share.vectors.any(axis=1)])
    feasible = len(best)
    for _ in range(_MOST_STEPS):
        grown = _new(_grown(frontier) if len(frontier) else frontier, lot, seen)
        if not len(grown):
            break
        judged = judge(lot, grown)
        looked_at, feasible = looked_at + len(grown), feasible + len(judged)
        frontier = ranked(lot, judged, _BEAM).contracts
        best = ranked(lot, joined([best, judged]), max(share.best, _BEAM))
    while len(best):
        near = _new(_near(best.part(np.arange(min(share.best, len(best)))).contracts), lot, seen)
        judged = judge(lot, near)
        looked_at, feasible = looked_at + len(near), feasible + len(judged)
        better = ranked(lot, joined([best, judged]), max(share.best, _BEAM))
        if np.array_equal(better.contracts, best.contracts):
            break
        best = better
    return Finding(ranked(lot, best, share.best), feasible, looked_at)


def _grown(vectors: Ints) -> Ints:
    ones = np.eye(vectors.shape[1], dtype=np.int64)
    return (vectors[:, None, :] + ones[None, :, :]).reshape(-1, vectors.shape[1])


def _near(vectors: Ints) -> Ints:
    ones = np.eye(vectors.shape[1], dtype=np.int64)
    swaps = (ones[:, None, :] - ones[None, :, :]).reshape(-1, vectors.shape[1])
    moves = np.concatenate([ones, -ones, swaps])
    return np.asarray((vectors[:, None, :] + moves[None, :, :]).reshape(-1, vectors.shape[1]), np.int64)


def _new(vectors: Ints, lot: Lot, seen: set[bytes]) -> Ints:
    within: Bools = ((vectors >= lot.least) & (vectors <= lot.most)).all(axis=1) & vectors.any(axis=1)
    fresh: list[Ints] = []
    for vector in vectors[within]:
        key = vector.tobytes()
        if key not in seen:
            seen.add(key)
            fresh.append(vector)
    found: Ints = np.array(fresh, np.int64).reshape(-1, vectors.shape[1])
    return found


def alone(lot: Lot) -> Floats:
    """Return the margin that one contract of each file needs when it is alone.

    Shapes: (k,) out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return margin_of(lot, np.eye(len(lot.least), dtype=np.int64))
