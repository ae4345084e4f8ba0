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
            np.argpartition(drawdown[known], quarter)[:quarter],
            np.argpartition(-run_up[known], quarter)[:quarter],
        ]
    )
    chosen = np.zeros(known.size, np.bool_)
    chosen[far] = True
    rest = np.flatnonzero(~chosen)
    room = to - int(chosen.sum())
    chosen[rest[np.arange(room) * rest.size // max(room, 1)]] = True
    return known[chosen]
