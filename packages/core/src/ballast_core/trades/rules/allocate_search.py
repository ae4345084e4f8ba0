"""Looking for the best whole contracts: all vectors where they can be counted, else from step to step."""

from dataclasses import dataclass, replace

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Ints
from ballast_core.trades.rules.allocate import (
    AllocationObjective,
    Judged,
    Lot,
    joined,
    judge,
    margin_of,
    ranked,
)

MOST_VECTORS = 2_000_000
"""So many vectors are looked at one by one; that takes half a minute at most."""
_BEAM = 64
_MOST_STEPS = 2_000
_ROWS = 16


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
        count = int(lot.most[file] - lot.least[file]) + 1
        if len(found) * count > 4 * MOST_VECTORS:
            return None
        added = np.arange(count)
        more = (used[:, None, :] + added[None, :, None] * rows[None, None, :, file]).reshape(-1, len(rows))
        grown = np.repeat(found, count, axis=0)
        grown[:, file] += np.tile(added, len(found))
        kept = (more <= room).all(axis=1)
        found, used = grown[kept], more[kept]
        if len(found) > MOST_VECTORS:
            return None
    return found[found.any(axis=1)]


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
    Source: definition.
    """
    judged = judge(share.lot, share.vectors)
    return Finding(ranked(share.lot, judged, share.best), len(judged), len(share.vectors))


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
    return (vectors[:, None, :] + moves[None, :, :]).reshape(-1, vectors.shape[1])


def _new(vectors: Ints, lot: Lot, seen: set[bytes]) -> Ints:
    within: Bools = ((vectors >= lot.least) & (vectors <= lot.most)).all(axis=1) & vectors.any(axis=1)
    fresh: list[Ints] = []
    for vector in vectors[within]:
        key = vector.tobytes()
        if key not in seen:
            seen.add(key)
            fresh.append(vector)
    return np.array(fresh, np.int64).reshape(-1, vectors.shape[1])


def alone(lot: Lot) -> Floats:
    """Return the margin that one contract of each file needs when it is alone.

    Shapes: (k,) out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return margin_of(lot, np.eye(len(lot.least), dtype=np.int64))
