"""What can be added up of closed trades, whatever their order, and what their order decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, Ints, to_moment
from ballast_core.trades.entities import TradeColumns

_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums and extremes of closed trades; an extreme without a value is minus or plus infinity.

    Money is net of costs but for the excursions. `spread` is the sum of squared distances from the mean,
    `days` that of days held.
    """

    trades: int
    won: int
    lost: int
    net: float
    gained: float
    given: float
    spread: float
    best: float
    worst: float
    commission: float
    slippage: float
    deepest: float
    highest: float
    days: float
    contracts: float


@dataclass(frozen=True, slots=True)
class Course:
    """What the order of exits decides: most wins and losses in a row, and the deepest fall of closed profit.

    The fall is never positive and counts from 0; without a trade there is none.
    """

    wins: int
    losses: int
    drawdown: float | None
    drawdown_at: datetime | None


def in_order(trades: TradeColumns, among: Bools | None = None) -> slice | Ints:
    """Return where the closed trades lie by exit time; those of one time keep the order they have.

    Shapes: trades (n,) and `among` (n,) in; positions (m,), or a slice for all as they are, out.
    Units: positions.
    NaN: an open trade is left out.
    Raises: nothing.
    Source: definition.
    """
    counted = trades.closed if among is None else trades.closed & among
    every = bool(counted.all())
    ends = trades.exit_at.view(np.int64)
    ends = ends if every else ends[counted]
    if bool((ends[1:] >= ends[:-1]).all()):
        return slice(None) if every else np.flatnonzero(counted)
    order = np.argsort(ends, kind="stable")
    return order if every else np.flatnonzero(counted)[order]


def tally(trades: TradeColumns, kept: slice | Ints) -> Tally:
    """Return sums and extremes of some closed trades.

    Shapes: trades (n,) and positions (m,) in, one record out.
    Units: money; see `Tally`.
    NaN: a run-up, drawdown, cost or size without a value is left out.
    Raises: nothing.
    Source: definition.
    """
    net = trades.net[kept]
    begins, ends = (at[kept].view(np.int64) for at in (trades.entry_at, trades.exit_at))
    total, gained = float(net.sum()), float(np.maximum(net, 0.0).sum())
    away = net - total / net.size if net.size else net
    return Tally(
        trades=net.size,
        won=int(np.count_nonzero(net > 0)),
        lost=int(np.count_nonzero(net < 0)),
        net=total,
        gained=gained,
        given=float(np.minimum(net, 0.0).sum()),
        spread=float(away @ away),
        best=_most(net),
        worst=-_most(-net),
        commission=_sum(trades.commission[kept]),
        slippage=_sum(trades.slippage[kept]),
        deepest=-_most(-trades.drawdown[kept]),
        highest=_most(trades.run_up[kept]),
        days=float((ends - begins).sum()) / _DAY_US,
        contracts=_sum(trades.contracts[kept]),
    )


def tally_of(parts: Sequence[Tally]) -> Tally:
    """Return the sums and extremes of several lists of trades together.

    Shapes: k records in, one out; there is at least one.
    Units: as given.
    NaN: none.
    Raises: nothing.
    Source: Chan, Golub & LeVeque (1979), updating formulae for the spread.
    """
    trades, net = sum(part.trades for part in parts), sum(part.net for part in parts)
    mean = net / trades if trades else 0.0
    apart = sum(part.trades * (part.net / part.trades - mean) ** 2 for part in parts if part.trades)
    return Tally(
        trades=trades,
        won=sum(part.won for part in parts),
        lost=sum(part.lost for part in parts),
        net=net,
        gained=sum(part.gained for part in parts),
        given=sum(part.given for part in parts),
        spread=sum(part.spread for part in parts) + apart,
        best=max(part.best for part in parts),
        worst=min(part.worst for part in parts),
        commission=sum(part.commission for part in parts),
        slippage=sum(part.slippage for part in parts),
        deepest=min(part.deepest for part in parts),
        highest=max(part.highest for part in parts),
        days=sum(part.days for part in parts),
        contracts=sum(part.contracts for part in parts),
    )


def course_of(net: Floats, ends: Instants) -> Course:
    """Return streaks and the deepest fall of closed profit; trades that end together are summed for it.

    Shapes: net (n,) and ends (n,) ascending in, one record out.
    Units: money.
    NaN: none is allowed.
    Raises: nothing.
    Source: TradeStation, maximum drawdown, trade close to trade close.
    """
    if not net.size:
        return Course(0, 0, None, None)
    stamps = ends.view(np.int64)
    last = np.flatnonzero(np.append(stamps[1:] != stamps[:-1], np.True_))
    running = np.cumsum(net)[last]
    fall = running - np.maximum.accumulate(np.maximum(running, 0.0))
    at = int(np.argmin(fall))
    moment = to_moment(ends[int(last[at])]) if fall[at] < 0 else None
    return Course(longest_run(net > 0), longest_run(net < 0), float(fall[at]), moment)


def longest_run(flags: Bools) -> int:
    """Return how many true values follow one another at most.

    Shapes: (n,) in, scalar out.
    Units: count.
    NaN: flags have none.
    Raises: nothing.
    Source: definition.
    """
    breaks = np.flatnonzero(~flags)
    if not breaks.size:
        return flags.size
    inner = int((breaks[1:] - breaks[:-1]).max(initial=1)) - 1
    return max(int(breaks[0]), inner, flags.size - 1 - int(breaks[-1]))


def _most(values: Floats) -> float:
    return float(np.fmax.reduce(values, initial=-np.inf))


def _sum(values: Floats) -> float:
    total = float(values.sum())
    return float(np.nansum(values)) if isnan(total) else total
