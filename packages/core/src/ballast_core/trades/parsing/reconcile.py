"""The check of a file of trades: does what it says in one place agree with what it says in another."""

from collections.abc import Iterator

import numpy as np

from ballast_core.shared.arrays import Bools, Floats
from ballast_core.trades.entities import ContractTable, FileFinding, TradeColumns
from ballast_core.trades.parsing.findings import finding
from ballast_core.trades.parsing.parsed import ParsedFile, overlapping
from ballast_core.trades.parsing.reconcile_daily import check_daily
from ballast_core.trades.parsing.reconcile_rules import of_trades
from ballast_core.trades.parsing.reconcile_settings import check_settings

_CENT = 0.0051
_FOURTH_PLACE = 0.000051


def reconcile(parsed: ParsedFile, contracts: ContractTable) -> tuple[FileFinding, ...]:
    """Return what the reader found and what does not agree; what is worse comes first.

    Half a cent is let pass. What a file does not state is not checked.
    """
    point_value, said = _point_value(parsed, contracts)
    found = [
        *parsed.findings,
        *said,
        *_check_money(parsed.book.trades, parsed.claims.cumulative),
        *_check_prices(parsed.book.trades, parsed.claims.percent, point_value),
        *_check_bounds(parsed.book.trades),
        *_check_sequence(parsed.book.trades),
        *check_daily(parsed, point_value),
        *check_settings(parsed),
    ]
    order = ["error", "warning", "note"]
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def implied_point_value(trades: TradeColumns) -> float | None:
    """Return the money a point that all closed trades agree on, or None."""
    moved = (trades.exit_price - trades.entry_price) * trades.side * trades.contracts
    known = np.isfinite(trades.gross) & (abs(moved) > 0)
    if not known.any():
        return None
    widest = int(np.argmax(np.where(known, abs(moved), 0.0)))
    value = float(f"{trades.gross[widest] / moved[widest]:.6g}")
    fits = abs(trades.gross - moved * value)[known] < _CENT
    return value if value > 0 and fits.all() else None


def _point_value(
    parsed: ParsedFile, contracts: ContractTable
) -> tuple[float | None, tuple[FileFinding, ...]]:
    """Return the point value to check with: the table's, else what the file itself implies."""
    symbol = parsed.facts.symbol
    if symbol in contracts:
        return contracts[symbol].point_value, ()
    implied = implied_point_value(parsed.book.trades)
    fits = "" if implied is None else f"; all trades fit {implied:g} a point"
    message = f"{symbol} is not in the table of contracts, so gross profit cannot be checked with it{fits}"
    return implied, (finding("contracts.unknown", message, symbol),)


def _check_money(trades: TradeColumns, cumulative: Floats) -> Iterator[FileFinding]:
    costs = np.nan_to_num(trades.commission) + np.nan_to_num(trades.slippage)
    yield from of_trades(
        "net.costs",
        trades,
        _differ(trades.net, trades.gross - costs),
        "the net profit is not the gross profit less costs",
        (trades.gross - costs, trades.net),
    )
    stated = np.flatnonzero(np.isfinite(cumulative))
    running = np.full(len(trades), np.nan)
    running[stated] = np.cumsum(np.nan_to_num(trades.net))[stated]
    wrong = _differ(cumulative, running)
    # one slip shifts all that follow; only where the step is wrong is a fault of its own
    steps = np.diff(np.where(wrong, cumulative - running, 0.0), prepend=0.0)
    yield from of_trades(
        "net.cumulative",
        trades,
        wrong & (abs(steps) > _CENT),
        "the cumulative net profit is not the sum of the net profits so far",
        (running, cumulative),
    )


def _check_prices(trades: TradeColumns, percent: Floats, point_value: float | None) -> Iterator[FileFinding]:
    if point_value is None:
        return
    moved = (trades.exit_price - trades.entry_price) * trades.side * trades.contracts
    yield from of_trades(
        "gross.prices",
        trades,
        _differ(trades.gross, moved * point_value),
        f"the gross profit is not the way of the price at {point_value:g} a point",
        (moved * point_value, trades.gross),
    )
    notional = trades.entry_price * trades.contracts * point_value
    fraction = np.divide(trades.gross, notional, out=np.full(len(trades), np.nan), where=notional > 0)
    yield from of_trades(
        "trades.percent",
        trades,
        _differ(percent, fraction, _FOURTH_PLACE),
        "the percent profit is not gross profit over notional",
        (fraction, percent),
    )


def _check_bounds(trades: TradeColumns) -> Iterator[FileFinding]:
    low, high = np.nan_to_num(trades.drawdown, nan=-np.inf), np.nan_to_num(trades.run_up, nan=np.inf)
    gross = np.nan_to_num(trades.gross)
    yield from of_trades(
        "trades.run_up",
        trades,
        (high < -_CENT) | (gross > high + _CENT),
        "the run-up is negative or less than the gross profit",
        (gross, high),
    )
    yield from of_trades(
        "trades.drawdown",
        trades,
        (low > _CENT) | (gross < low - _CENT),
        "the drawdown is positive or above the gross profit",
        (gross, low),
    )


def _check_sequence(trades: TradeColumns) -> Iterator[FileFinding]:
    number = np.sort(trades.number)
    gaps = number[1:][np.diff(number) > 1]
    if gaps.size:
        message = f"numbers are missing before trade {gaps[0]}: trades may have been deleted"
        yield finding("trades.gap", message, f"trade {gaps[0]}")
    order = np.argsort(trades.number, kind="stable")
    entries = trades.entry_at[order]
    back = np.flatnonzero(entries[1:] < entries[:-1]) + 1
    if back.size:
        first = trades.number[order][back[0]]
        message = f"trade {first} was entered before the one that is numbered before it"
        yield finding("trades.order", message, f"trade {first}")
    together = overlapping(trades)
    if together.any():
        message = (
            f"{int(together.sum())} of {len(trades)} trades were entered while another was open: "
            "daily marks cannot be divided between them"
        )
        yield finding("trades.overlap", message, f"trade {trades.number[together][0]}")


def _differ(stated: Floats, expected: Floats, tolerance: float = _CENT) -> Bools:
    """Return where two figures that are both there differ."""
    with np.errstate(invalid="ignore"):
        differ: Bools = abs(stated - expected) > tolerance
    return differ
