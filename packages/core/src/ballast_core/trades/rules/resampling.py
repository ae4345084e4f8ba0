"""Futures drawn from the days there were, in blocks that keep what follows on what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Ints

_CELLS = 2_000_000  # paths times days at once: some 60 MB of floats


@dataclass(frozen=True, slots=True)
class Draw:
    """A part of a simulation: what is drawn from, how, and with which chance.

    Shapes: profit (n,) by day, looks (l,) days of the horizon to look at equity, ascending from 1.
    Units: money; `block_days` is the mean (stationary) or fixed length of a block.
    """

    profit: Floats
    capital: float
    paths: int
    horizon_days: int
    block_days: int
    stationary: bool
    looks: Ints
    seed: np.random.SeedSequence


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a part came to, by path.

    Shapes: all (p,) but `equity`, (p, l): equity on the days that were looked at.
    Units: money; `drawdown` and `drawdown_share` are the deepest falls from a peak, never positive, in
    money and as a fraction of the peak; `lowest` is the lowest equity, the start included.
    """

    profit: Floats
    drawdown: Floats
    drawdown_share: Floats
    lowest: Floats
    equity: Floats


def draw(part: Draw) -> Drawn:
    """Return futures drawn with replacement in blocks of days; the same part gives the same futures.

    A block that runs past the last day goes on with the first.

    Shapes: see `Draw` and `Drawn`.
    Units: money.
    NaN: none is allowed.
    Raises: nothing; there is at least one day.
    Source: Politis & Romano (1994), Journal of the American Statistical Association 89, stationary bootstrap;
        Künsch (1989), Annals of Statistics 17(3), moving blocks, here around the end.
    """
    chance = np.random.Generator(np.random.PCG64(part.seed))
    at_once = max(1, _CELLS // part.horizon_days)
    counts = [min(at_once, part.paths - done) for done in range(0, part.paths, at_once)]
    return put_together([_drawn(part, chance, count) for count in counts])


def put_together(drawn: Sequence[Drawn]) -> Drawn:
    """Return several parts as one, in their order.

    Shapes: p1, p2 ... paths in, p of them out.
    Units: as given.
    NaN: none.
    Raises: nothing; there is at least one part.
    Source: definition.
    """
    return Drawn(
        profit=np.concatenate([one.profit for one in drawn]),
        drawdown=np.concatenate([one.drawdown for one in drawn]),
        drawdown_share=np.concatenate([one.drawdown_share for one in drawn]),
        lowest=np.concatenate([one.lowest for one in drawn]),
        equity=np.concatenate([one.equity for one in drawn]),
    )


def _drawn(part: Draw, chance: np.random.Generator, paths: int) -> Drawn:
    equity = part.profit[_days(part, chance, paths)]
    np.cumsum(equity, axis=1, out=equity)
    equity += part.capital
    peaks = np.maximum(np.maximum.accumulate(equity, axis=1), part.capital)
    fall = equity - peaks
    return Drawn(
        profit=equity[:, -1] - part.capital,
        drawdown=fall.min(axis=1),
        drawdown_share=np.divide(fall, peaks, out=fall).min(axis=1),
        lowest=np.minimum(equity.min(axis=1), part.capital),
        equity=equity[:, part.looks - 1],
    )


def _days(part: Draw, chance: np.random.Generator, paths: int) -> Ints:
    """Positions of the days that are drawn, (paths, horizon)."""
    size, horizon = part.profit.size, part.horizon_days
    starts = chance.integers(0, size, (paths, horizon))
    steps = np.arange(horizon)
    if part.stationary:
        new = chance.random((paths, horizon)) < 1 / part.block_days
        new[:, 0] = True
    else:
        new = np.broadcast_to(steps % part.block_days == 0, (paths, horizon))
    begun = np.maximum.accumulate(np.where(new, steps, 0), axis=1)  # the step at which its block began
    return (np.take_along_axis(starts, begun, axis=1) + steps - begun) % size
