"""The check of daily marks against trades."""

from collections.abc import Iterator

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats, Ints
from ballast_core.trades.entities import DayColumns, FileFinding, TradeColumns
from ballast_core.trades.parsing.findings import finding
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.reconcile_rules import of_trades

_CENT = 0.0051
_DAY = np.timedelta64(1, "D")


def check_daily(parsed: ParsedFile, point_value: float | None) -> Iterator[FileFinding]:
    """Yield where the marks are not those of these trades."""
    trades, daily = parsed.book.trades, parsed.book.daily
    open_profit = value_open(trades, point_value)
    yield from _tell_open(trades, open_profit)
    if daily is None or not len(daily):
        return
    first, last = _days_held(trades, daily)
    cut = first.min() < daily.days[0]
    if cut:
        yield _truncated(parsed, first, daily)
    else:
        yield from _check_total(trades, daily, open_profit)
    yield from _check_alone(trades, daily, first, last)
    yield from _check_days(daily, first, last)


def value_open(trades: TradeColumns, point_value: float | None) -> Floats:
    """Return each open trade's profit at its last price less its entry costs; 0 for closed trades, (n,).

    NaN where the point value is not known.
    """
    costs = np.nan_to_num(trades.commission) + np.nan_to_num(trades.slippage)
    moved = (trades.exit_price - trades.entry_price) * trades.side * trades.contracts
    value = np.nan if point_value is None else point_value
    return np.where(trades.closed, 0.0, moved * value - costs)


def _tell_open(trades: TradeColumns, open_profit: Floats) -> Iterator[FileFinding]:
    for row in np.flatnonzero(~trades.closed).tolist():
        number, since = int(trades.number[row]), trades.entry_at[row].astype(object)
        at = f"its last price is {trades.exit_price[row]:g}"
        profit = float(open_profit[row])
        worth = f", at which it has {profit:+,.2f}" if np.isfinite(profit) else ""
        message = f"trade {number} is open since {since:%Y-%m-%d %H:%M}; {at}{worth}"
        yield finding(
            "trades.open", message, f"trade {number}", found=profit if np.isfinite(profit) else None
        )


def _days_held(trades: TradeColumns, daily: DayColumns) -> tuple[Days, Days]:
    """Return the first and last day of each trade; an open one is held to the last mark."""
    first = trades.entry_at.astype("datetime64[D]")
    last = trades.exit_at.astype("datetime64[D]")
    return first, np.where(trades.closed, last, np.maximum(first, daily.days[-1]))


def _truncated(parsed: ParsedFile, first: Days, daily: DayColumns) -> FileFinding:
    periods, last_bar = parsed.facts.display_periods, parsed.facts.last_bar
    begin = daily.days[0]
    reason = ""
    if periods and last_bar and first.min() < np.datetime64(last_bar.date()) - periods * _DAY:
        reason = f": the report shows {periods:,} periods only (Display Periods)"
    cut = int((first < begin).sum())
    message = (
        f"daily marks begin on {begin}, but the first trade on {first.min()}{reason}; "
        f"{cut} trades have no marks from their beginning, and equity starts too late"
    )
    return finding("daily.truncated", message, str(begin))


def _check_total(trades: TradeColumns, daily: DayColumns, open_profit: Floats) -> Iterator[FileFinding]:
    if not np.isfinite(open_profit).all() or not np.isfinite(trades.net[trades.closed]).all():
        message = "the open trade cannot be valued, so the sum of the daily marks could not be checked"
        yield finding("daily.unchecked", message)
        return
    expected = float(trades.net[trades.closed].sum() + open_profit.sum())
    found = float(daily.profit.sum())
    if abs(found - expected) > _CENT + _CENT * np.sqrt(len(daily)):
        message = (
            f"daily marks add up to {found:,.2f}, closed and open profit to {expected:,.2f}: "
            "the sheet is truncated, or of another run"
        )
        yield finding("daily.total", message, expected=expected, found=found)


def _check_alone(trades: TradeColumns, daily: DayColumns, first: Days, last: Days) -> Iterator[FileFinding]:
    """Check the trades that share none of their days with another: their marks are theirs alone."""
    alone = trades.closed & np.isfinite(trades.net) & (first >= daily.days[0]) & _are_alone(first, last)
    running = np.concatenate([[0.0], np.cumsum(daily.profit)])
    begin = np.searchsorted(daily.days, first)
    end = np.searchsorted(daily.days, last, side="right")
    marked = running[end] - running[begin]
    tolerance = _CENT * (1 + np.sqrt(np.maximum(end - begin, 1)))
    wrong = alone & (abs(marked - np.nan_to_num(trades.net)) > tolerance)
    message = "the marks of its days do not add up to its net profit"
    yield from of_trades("daily.trade", trades, wrong, message, (trades.net, marked))


def _are_alone(first: Days, last: Days) -> Bools:
    order: Ints = np.lexsort((last, first))
    begin, end = first[order].astype(np.int64), last[order].astype(np.int64)
    before = np.concatenate([[np.iinfo(np.int64).min], np.maximum.accumulate(end)[:-1]])
    after = np.concatenate([begin[1:], [np.iinfo(np.int64).max]])
    alone = np.zeros(first.size, np.bool_)
    alone[order] = (begin > before) & (end < after)
    return alone


def _check_days(daily: DayColumns, first: Days, last: Days) -> Iterator[FileFinding]:
    """Check that there are marks on the days with a position, and on no others."""
    start = min(first.min(), daily.days[0])
    size = int((max(last.max(), daily.days[-1]) - start) // _DAY) + 1
    change = np.zeros(size + 1, np.int64)
    np.add.at(change, ((first - start) // _DAY).astype(np.int64), 1)
    np.add.at(change, ((last - start) // _DAY).astype(np.int64) + 1, -1)
    held = np.cumsum(change)[:size] > 0
    at = ((daily.days - start) // _DAY).astype(np.int64)
    stray = np.flatnonzero(~held[at] & (abs(daily.profit) > _CENT))
    if stray.size:
        day, profit = daily.days[stray[0]], float(daily.profit[stray[0]])
        message = f"{stray.size} days have a profit though no trade was open, first {day}"
        yield finding("daily.flat_day", message, str(day), expected=0.0, found=profit)
    marked = np.zeros(size, np.bool_)
    marked[at] = True
    absent = np.flatnonzero(held & ~marked)
    absent = absent[absent >= at[0]]
    if absent.size:
        day = start + int(absent[0]) * _DAY
        message = f"{absent.size} days of a position have no mark, first {day}; they count as 0"
        yield finding("daily.absent_day", message, str(day))
