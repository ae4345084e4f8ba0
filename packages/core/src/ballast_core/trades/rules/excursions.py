"""How far trades went against and for their holder before they ended."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints


def scattered(drawdown: Floats, run_up: Floats, to: int) -> Ints:
    """Return the positions of at most `to` trades that keep the outline of a scatter.

    The farthest trades by drawdown and by run-up stay, a quarter of the room each; the others are taken
    evenly from the rest in their order.

    Shapes: (n,) and (n,) in, (m,) ascending positions out, m <= to.
    Units: money.
    NaN: a trade without either is never chosen.
    Raises: nothing.
    Source: definition.
    """
    known = np.flatnonzero(np.isfinite(drawdown) & np.isfinite(run_up))
    if known.size <= to:
        return known
    quarter = to // 4
    far = np.concatenate(
        [
            np.argsort(drawdown[known], kind="stable")[:quarter],
            np.argsort(-run_up[known], kind="stable")[:quarter],
        ]
    )
    chosen = np.zeros(known.size, np.bool_)
    chosen[far] = True
    rest = np.flatnonzero(~chosen)
    room = to - int(chosen.sum())
    chosen[rest[np.arange(room) * rest.size // max(room, 1)]] = True
    return known[chosen]


def efficiency(gross: Floats, drawdown: Floats, run_up: Floats) -> Floats:
    """Return gross profit as a fraction of the way from the worst to the best open profit.

    Shapes: (n,) each in, (n,) out.
    Units: fraction; 1 for an exit at the best point of a trade that was never under water.
    NaN: where a figure is missing or there was no way.
    Raises: nothing.
    Source: TradeStation, total efficiency, with money in place of prices.
    """
    way = run_up - drawdown
    return gross / np.where(way > 0, way, np.nan)
