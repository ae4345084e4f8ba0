"""The layout of a TradeStation workbook: trades in pairs of rows, days newest first, settings as labels."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

import numpy as np

from ballast_adapters.sample.workbooks_excel import Page, open_book
from ballast_adapters.sample.workbooks_spec import WorkbookSpec
from ballast_core.shared.arrays import to_date, to_dates
from ballast_core.trades import START_CAPITAL, Cell, DayColumns, TradeColumns

_LIST = (
    *("#", "Type", "Date/Time", "Signal", "Price", "Roll Over Pips", "Shares/Ctrts - Profit/Loss"),
    *("Net Profit - Cum Net Profit", "% Profit", "Run-up/Drawdown", "Efficiency", "Total Eff."),
    *("Comm.", "Slippage"),
)
_PERIODS = ("Period", "Net Profit", "% Gain", "Profit Factor", "# Trades", "% Profitable")
_KINDS = {1: ("Buy", "Sell"), -1: ("Sell Short", "Buy to Cover")}
_NA = "n/a"
_OF_ENTRY = (*[""] * 7, "money", "percent", "money", "percent", "percent", "money", "money")
_OF_EXIT = (*[""] * 6, "money", "money", "percent", "money", "percent", "percent", "money", "money")
_OF_DAY = ("", "money", "percent", "", "", "percent")
_MORE_PERIODS = 30


def write_workbook(spec: WorkbookSpec, trades: TradeColumns, daily: DayColumns | None) -> bytes:
    """Return the bytes of the workbook."""
    made = BytesIO()
    with open_book(made) as add:
        _write_trades(add("Trades List"), spec, trades)
        if daily is not None:
            _write_daily(add("Daily"), daily)
        if spec.has_settings:
            _write_settings(add("Settings"), spec, daily)
    return made.getvalue()


def _write_trades(page: Page, spec: WorkbookSpec, trades: TradeColumns) -> None:
    for cells in (("TradeStation Trades List",), (), _LIST, ()):
        page.add(cells)
    entry_at: list[datetime] = trades.entry_at.astype(object).tolist()
    exit_at: list[datetime | None] = trades.exit_at.astype(object).tolist()
    total = np.round(np.cumsum(np.nan_to_num(trades.net)), 2)
    for row, (began, ended) in enumerate(zip(entry_at, exit_at, strict=True)):
        page.add(_entry(spec, trades, row, began), _OF_ENTRY)
        page.add(_exit(spec, trades, row, ended, float(total[row])), _OF_EXIT)


def _entry(spec: WorkbookSpec, trades: TradeColumns, row: int, began: datetime) -> Sequence[Cell]:
    gross, contracts, price = (
        float(column[row]) for column in (trades.gross, trades.contracts, trades.entry_price)
    )
    is_open = bool(np.isnan(gross))
    kind = _KINDS[int(trades.side[row])][0]
    best, worst = float(trades.run_up[row]), float(trades.drawdown[row])
    notional = price * contracts * spec.market.point_value
    signal = trades.signals[int(trades.entry_signal[row])]
    return (
        *(float(trades.number[row]), kind, began, signal, price, "" if is_open else 0.0, contracts),
        *((_NA, _NA) if is_open else (float(trades.net[row]), round(gross / notional, 4))),
        *(best, _NA if is_open else _part(best, best - worst), "", spec.commission, spec.slippage),
    )


def _exit(
    spec: WorkbookSpec, trades: TradeColumns, row: int, ended: datetime | None, total: float
) -> Sequence[Cell]:
    kind, price = _KINDS[int(trades.side[row])][1], float(trades.exit_price[row])
    best, worst = float(trades.run_up[row]), float(trades.drawdown[row])
    if ended is None:
        return ("", kind, "Open", _NA, price, "", _NA, _NA, "", worst, _NA, _NA, _NA, _NA)
    gross = float(trades.gross[row])
    return (
        *("", kind, ended, trades.signals[int(trades.exit_signal[row])], price, "", gross, total, "", worst),
        *(_part(gross - worst, best - worst), _part(gross, best - worst)),
        *(spec.commission, spec.slippage),
    )


def _part(some: float, whole: float) -> float:
    """Return an efficiency: how much of the way between worst and best was taken."""
    return round(some / whole, 4) if whole else 0.0


def _write_daily(page: Page, daily: DayColumns) -> None:
    for title in ("TradeStation Periodical Returns:Daily", "Mark-To-Market Period Analysis:"):
        page.add((title,))
    page.add(_PERIODS)
    before = START_CAPITAL + np.cumsum(daily.profit) - daily.profit
    gain = np.round(daily.profit / np.maximum(before, 1.0), 4)
    days, profits = to_dates(daily.days)[::-1], daily.profit[::-1].tolist()
    for day, profit, part in zip(days, profits, gain[::-1].tolist(), strict=True):
        page.add((day, profit, part, 0.0 if profit < 0 else _NA, 1, 1.0 if profit > 0 else 0.0), _OF_DAY)
    for cells in ((), ("Mark-To-Market Rolling Period Analysis:",), _PERIODS):
        page.add(cells)
    _write_rolling(page, daily)


def _write_rolling(page: Page, daily: DayColumns) -> None:
    """Write one row for each calendar day back from the last: the profit from it to the last."""
    if not len(daily):
        return
    last = to_date(daily.days[-1])
    size = int((daily.days[-1] - daily.days[0]).astype(np.int64)) + 1 + _MORE_PERIODS
    profit = np.zeros(size)
    profit[(daily.days[-1] - daily.days).astype(np.int64)] = daily.profit
    running = np.round(np.cumsum(profit), 2).tolist()
    for back, total in enumerate(running):
        begin = last - timedelta(days=back)
        period = f"{begin.month}/{begin.day}/{begin.year} - {last.month}/{last.day}/{last.year}"
        page.add((period, total, round(total / START_CAPITAL, 4), _NA, len(daily), 0.5), _OF_DAY)


def _write_settings(page: Page, spec: WorkbookSpec, daily: DayColumns | None) -> None:
    begin = datetime.combine(spec.first_day, datetime.min.time())
    end = begin + timedelta(days=spec.days)
    periods = 4_000
    if daily is not None and spec.daily == "truncated":
        periods = (end.date() - to_date(daily.days[0])).days
    rows: tuple[tuple[Cell, ...], ...] = (
        (),
        ("TradeStation Chart Settings",),
        ("Symbol", f"@{spec.market.symbol}"),
        ("Description", spec.market.description),
        ("Interval", f"{spec.minutes} min."),
        ("Start Date/Time", begin),
        ("End Date/Time", end),
        (),
        ("TradeStation Strategies Applied",),
        (f"{spec.strategy}-{spec.market.symbol}(On)",),
        (),
        ("TradeStation Strategy Inputs",),
        (),
        ("TradeStation Strategy Settings",),
        ("Costs/Capitalization",),
        ("Initial Capital", START_CAPITAL),
        ("Commission", spec.commission, "per Share/Contract"),
        ("Slippage", spec.slippage, "per Share/Contract"),
        ("Interest Rate", 0.0),
        (),
        ("Back-testing Resolution",),
        ("Look-Inside-Bar Back-Testing", "Disabled"),
        ("MaxBarsBack", 250.0),
        (),
        ("Position Limits",),
        (f"{spec.at_once} entries in one direction",),
        (),
        ("Max. shares/contracts per pos.", 65_000.0),
        (),
        ("Trade Size",),
        ("Fixed Shares/Contracts:", float(spec.contracts)),
        (),
        ("TradeStation Report Settings",),
        ("Display Periods", float(periods)),
        ("Standard Deviations", 1.0),
    )
    for cells in rows:
        page.add(cells)
