"""What other costs would have made of trades, exactly: gross profit and costs are known apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Instants
from ballast_core.trades.entities import TradeColumns

_DECIMALS = 9
"""What binary fractions leave when they are subtracted lies below this."""


@dataclass(frozen=True, slots=True)
class OtherCosts:
    """Money for each side and contract in place of what a file has, where given, and what comes on top."""

    commission: float | None = None
    slippage: float | None = None
    extra: float = 0.0


def with_costs(trades: TradeColumns, costs: OtherCosts) -> TradeColumns:
    """Return the trades as they would have been with other costs; what is extra counts as slippage.

    Shapes: trades (n,) in and out.
    Units: money, and what comes to nothing is exactly 0, neither won nor lost; a closed trade has two sides,
        an open one only its entry.
    NaN: costs that are not known count 0 where they are replaced or added to.
    Raises: nothing.
    Source: net = gross - commission - slippage.
    """
    sides = np.where(trades.closed, 2.0, 1.0) * trades.contracts
    commission = trades.commission if costs.commission is None else costs.commission * sides
    slippage = trades.slippage if costs.slippage is None else costs.slippage * sides
    slippage = slippage + costs.extra * sides if costs.extra else slippage
    more = _known(commission) + _known(slippage) - _known(trades.commission) - _known(trades.slippage)
    net = np.round(trades.net - more, _DECIMALS)
    return replace(trades, commission=commission, slippage=slippage, net=net)


def saved_by_day(before: TradeColumns, after: TradeColumns, days: Days, *, at_exit: bool = False) -> Floats:
    """Return by how much other costs better each day: half at the entry of a trade, half at its exit.

    What falls outside the days is left out. `at_exit` books both sides of closed trades on the day of exit,
    and nothing of open ones, as closed profit does.

    Shapes: trades (n,) twice and days (m,) dense, m > 0, in, (m,) out.
    Units: money.
    NaN: unknown costs count 0.
    Raises: nothing.
    Source: definition; daily marks bear a side's costs on the day of that side.
    """
    costs = [_known(one.commission) + _known(one.slippage) for one in (before, after)]
    saved, closed = costs[0] - costs[1], before.closed
    entry = np.where(closed, saved / 2, saved)
    if at_exit:
        return _booked(before.exit_at[closed], saved[closed], days)
    return _booked(before.entry_at, entry, days) + _booked(before.exit_at[closed], entry[closed], days)


def break_even(parts: Sequence[TradeColumns]) -> float | None:
    """Return the cost of a side of a contract at which the closed trades of some files earn nothing.

    Shapes: trades (n1,), (n2,) ... in, scalar out; None without a closed trade.
    Units: money for each side and contract.
    NaN: none is allowed in gross profit of closed trades.
    Raises: nothing.
    Source: definition, gross profit over sides.
    """
    sides = 2 * sum(float(part.contracts[part.closed].sum()) for part in parts)
    return sum(float(part.gross[part.closed].sum()) for part in parts) / sides if sides else None


def _known(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, 0.0)


def _booked(at: Instants, money: Floats, days: Days) -> Floats:
    place = (at.astype("datetime64[D]") - days[0]).astype(np.int64)
    inside = (place >= 0) & (place < days.size)
    return np.bincount(place[inside], money[inside], days.size)
