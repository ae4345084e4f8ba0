"""NinjaTrader's grid of trades: one row a trade, profit with or without commission, all as text."""

from collections.abc import Mapping

import numpy as np

from ballast_core.shared.arrays import Floats
from ballast_core.trades.entities import Cell, Rows, Source
from ballast_core.trades.parsing import cells
from ballast_core.trades.parsing.cells import Cells
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.grid import Header, below, demand, find_header
from ballast_core.trades.parsing.lines import Spelling, find_decimal, find_form
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.plain import parse_whole
from ballast_core.trades.parsing.whole import Whole

_NAMES = {
    "number": ("trade number", "trade-#", "trade #"),
    "symbol": ("instrument",),
    "strategy": ("strategy",),
    "side": ("market pos.", "market pos", "market position"),
    "contracts": ("qty", "quantity"),
    "entry_price": ("entry price",),
    "exit_price": ("exit price",),
    "entry_at": ("entry time",),
    "exit_at": ("exit time",),
    "entry_signal": ("entry name",),
    "exit_signal": ("exit name",),
    "profit": ("profit",),
    "cumulative": ("cum. net profit", "cum. profit", "cumulative net profit", "cumulative profit"),
    "commission": ("commission",),
    "clearing": ("clearing fee",),
    "exchange": ("exchange fee",),
    "ip": ("ip fee",),
    "nfa": ("nfa fee",),
    "drawdown": ("mae",),
    "run_up": ("mfe",),
}
_REQUIRED = ("symbol", "side", "contracts", "entry_price", "exit_price", "entry_at", "exit_at", "profit")
_FEES = ("clearing", "exchange", "ip", "nfa")
_NUMBERS = ("entry_price", "exit_price", "profit", "cumulative", "commission", *_FEES, "drawdown", "run_up")
_FEWEST = 8
_CENT = 0.0051


def grid_header(sheet: str, rows: Rows) -> Header | None:
    """Return the header of a grid of trades, or None."""
    header = find_header(sheet, rows, _NAMES, _FEWEST)
    return header if header and {"symbol", "side"} <= header.columns.keys() else None


def parse_ninjatrader(name: str, header: Header, sheets: Mapping[str, Rows], delimiter: str) -> ParsedFile:
    """Read a grid of trades. Raises `BadWorkbookError` with all that is wrong, by cell or line."""
    faults = Faults(name)
    demand(header, _NAMES, _REQUIRED, faults)
    grid = below(header, sheets[header.sheet])
    columns = {key: grid.column(key, _NAMES[key][0].capitalize()) for key in _NAMES if key in header.columns}
    columns["symbol"] = _roots(columns["symbol"])
    texts = {
        key: ["" if not isinstance(cell, str) or cells.is_absent(cell) else cell for cell in column.values]
        for key, column in columns.items()
    }
    decimal = find_decimal((text for key in _NUMBERS for text in texts.get(key, ())), delimiter, faults)
    spelling = Spelling(decimal, find_form(texts["entry_at"], texts["exit_at"], faults))
    if "strategy" in columns and not any(texts["strategy"]):
        del columns["strategy"]
    table = _settle(Whole(columns, spelling, faults))
    return parse_whole(name, table, Source.NINJATRADER, faults)


def _roots(column: Cells) -> Cells:
    """Return instruments without their month: `MNQ` of `MNQ 12-26`."""
    roots: list[Cell] = [cells.text(cell).split(" ")[0] for cell in column.values]
    return Cells(roots, column.what, column.place)


def _settle(table: Whole) -> Whole:
    """Return the table with net profit and all fees as commission.

    The program states profit with or without commission, as its user has set; the running net profit tells
    which. Without a running profit it is taken as net.
    """
    profit = table.floats("profit")
    fees = sum((np.nan_to_num(table.optional(fee)) for fee in ("commission", *_FEES)), np.zeros(len(table)))
    steps = np.diff(np.nan_to_num(table.optional("cumulative")), prepend=0.0)
    is_gross = "cumulative" in table.columns and _agree(steps, profit - fees) > _agree(steps, profit)
    place = table.columns["profit"].place
    columns = dict(table.columns)
    net = profit - fees if is_gross else profit
    columns["net"] = Cells(net.tolist(), "Profit", place)
    if {"commission", *_FEES} & table.columns.keys():
        columns["commission"] = Cells(fees.tolist(), "Commission", place)
    return Whole(columns, table.spelling, table.faults)


def _agree(one: Floats, other: Floats) -> int:
    return int((abs(one - other) < _CENT).sum())
