"""How much the day of the start mattered."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.rules.curves import equity

NEVER = -1


@dataclass(frozen=True, slots=True)
class Starts:
    """What became of a start on each day, seen from the last day.

    Shapes: all (n,). A start on a day has the profit of that day.
    Units: money; `worst_drawdown` is the deepest fall from a peak after the start, the start included, and
    `worst_loss` the lowest profit since, both never positive. `to_profit` counts the days until profit was
    first above 0, `to_safety` those until it stayed above 0 to the end; -1 if that never was.
    """

    profit: Floats
    worst_drawdown: Floats
    worst_loss: Floats
    to_profit: Ints
    to_safety: Ints


def starts(profit: Floats) -> Starts:
    """Return what became of a start on each day.

    Shapes: daily profit (n,) in; see `Starts`.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    level = np.concatenate([[0.0], equity(profit, 0.0)])  # start i has level[i] before its day
    lowest = np.minimum.accumulate(level[::-1])[::-1]
    falls = np.minimum.accumulate((lowest - level)[::-1])[::-1]
    begin = level[:-1]
    size = profit.size
    last_under = np.searchsorted(lowest, begin, side="right") - 1  # lowest never falls
    return Starts(
        profit=level[-1:] - begin,
        worst_drawdown=falls[:-1],
        worst_loss=lowest[:-1] - begin,
        to_profit=_first_above(level)[:-1],
        to_safety=np.where(last_under < size, last_under + 1 - np.arange(size), NEVER),
    )


def profits_after(profit: Floats, days: int) -> Floats:
    """Return what each start had earned after so many days, the first of them included.

    Shapes: daily profit (n,) in, (n - days + 1,) out, none if there are fewer days.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: definition.
    """
    level = np.concatenate([[0.0], equity(profit, 0.0)])
    earned: Floats = level[days:] - level[: max(level.size - days, 0)]
    return earned


def _first_above(level: Floats) -> Ints:
    """Count the steps from each point to the first one that is higher; `NEVER` if none is."""
    steps = np.full(level.size, NEVER)
    waiting: list[int] = []
    for at, value in enumerate(level.tolist()):
        while waiting and level[waiting[-1]] < value:
            since = waiting.pop()
            steps[since] = at - since
        waiting.append(at)
    return steps
