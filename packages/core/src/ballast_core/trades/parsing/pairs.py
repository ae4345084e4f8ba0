"""The Trades List sheet of TradeStation: two rows a trade, whose columns mean different things."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, Ints
from ballast_core.trades.entities import Rows, TradeColumns
from ballast_core.trades.parsing import cells
from ballast_core.trades.parsing.cells import Cells
from ballast_core.trades.parsing.faults import Faults, quoted
from ballast_core.trades.parsing.grid import Grid, Header, below, demand, find_header, folded
from ballast_core.trades.parsing.parsed import Claims
from ballast_core.trades.parsing.signals import encode_signals

_NAMES = {
    "number": ("#", "trade #", "no."),
    "type": ("type",),
    "at": ("date/time", "date / time"),
    "signal": ("signal", "signal name"),
    "price": ("price",),
    "gross": (
        *("shares/ctrts - profit/loss", "shares/ctrts/units - profit/loss", "ctrts - profit/loss"),
        *("shares/contracts - profit/loss", "contracts - profit/loss", "shares - profit/loss"),
    ),
    "net": ("net profit - cum net profit", "net profit - cum. net profit"),
    "percent": ("% profit",),
    "bounds": ("run-up/drawdown", "run-up / drawdown"),
    "commission": ("comm.", "commission"),
    "slippage": ("slippage",),
}
_REQUIRED = ("number", "type", "at", "price", "gross", "net")
_FEWEST = 5
_PAIRS = {("buy", "sell"): 1, ("sell short", "buy to cover"): -1}
_ENTRIES = dict(_PAIRS.keys())
_ENTRY, _EXIT = slice(0, None, 2), slice(1, None, 2)


def trades_header(sheet: str, rows: Rows) -> Header | None:
    """Return the header of a sheet that is a list of trades, or None."""
    header = find_header(sheet, rows, _NAMES, _FEWEST)
    return header if header and {"gross", "net"} & header.columns.keys() else None


def read_pairs(header: Header, rows: Rows, faults: Faults) -> tuple[TradeColumns, Claims]:
    """Read all trades of a sheet; whatever cannot be understood is a fault."""
    demand(header, _NAMES, _REQUIRED, faults)
    grid = below(header, rows)
    side = _pair(grid, faults)
    faults.raise_any()  # from here on each trade has its two rows
    table = _Table(grid, _open_trades(grid), faults)
    contracts = table.numbers("gross", "Contracts", _ENTRY)
    signals = encode_signals(table.cells("signal", _ENTRY).values, table.cells("signal", _EXIT).values)
    columns = TradeColumns(
        number=_numbers(table),
        side=side,
        contracts=contracts,
        entry_at=cells.instants(table.cells("at", _ENTRY), faults),
        exit_at=_exits(table),
        entry_price=table.numbers("price", "Price", _ENTRY),
        exit_price=table.numbers("price", "Price", _EXIT),
        gross=table.closed_only("gross", "Profit/Loss", _EXIT),
        net=table.closed_only("net", "Net Profit", _ENTRY),
        commission=_cost(table, "commission") * contracts,
        slippage=_cost(table, "slippage") * contracts,
        run_up=table.where_closed("bounds", "Run-up", _ENTRY),
        drawdown=table.where_closed("bounds", "Drawdown", _EXIT),
        entry_signal=signals.entry,
        exit_signal=signals.exit,
        signals=signals.names,
    )
    cumulative = table.closed_only("net", "Cum Net Profit", _EXIT)
    percent = table.closed_only("percent", "% Profit", _ENTRY)
    _check(columns, table)
    return columns, Claims(cumulative, percent)


@dataclass(frozen=True, slots=True)
class _Table:
    """The paired rows, and which of their trades are open."""

    grid: Grid
    is_open: Bools
    faults: Faults

    def cells(self, name: str, half: slice, what: str = "") -> Cells:
        return self.grid.column(name, what or _NAMES[name][0].capitalize(), half)

    def numbers(self, name: str, what: str, half: slice) -> Floats:
        return cells.floats(self.cells(name, half, what), self.faults)

    def where_closed(self, name: str, what: str, half: slice) -> Floats:
        """Return numbers that an open trade may lack; NaN throughout when the file has no such column."""
        column = self.cells(name, half, what)
        if name not in self.grid.header.columns:
            return np.full(len(column), np.nan)
        if not self.is_open.any():
            return cells.floats(column, self.faults)
        known = cells.floats_or_absent(column, self.faults)
        for row in np.flatnonzero(np.isnan(known) & ~self.is_open).tolist():
            if cells.is_absent(column.values[row]):
                self.faults.note(column.place(row), f"{what}: a number is expected in a closed trade")
        return known

    def closed_only(self, name: str, what: str, half: slice) -> Floats:
        """Return numbers of closed trades, and NaN for those that are open."""
        return np.where(self.is_open, np.nan, self.where_closed(name, what, half))


def _pair(grid: Grid, faults: Faults) -> Ints:
    """Return the side of each trade, once every entry row has its exit row under it."""
    column = grid.column("type", "Type")
    kinds = [folded(kind) for kind in column.values]
    pairs = list(zip(kinds[_ENTRY], kinds[_EXIT], strict=False))
    if len(pairs) * 2 != len(kinds) or not set(pairs) <= _PAIRS.keys():
        _name_strays(column, kinds, faults)
    return np.array([_PAIRS.get(pair, 0) for pair in pairs], np.int64)


def _name_strays(column: Cells, kinds: Sequence[str], faults: Faults) -> None:
    """Enter every row that is neither the entry nor the exit that its neighbors ask for."""
    wanted = ""
    for row, (kind, cell) in enumerate(zip(kinds, column.values, strict=True)):
        where, said = column.place(row), quoted(cell)
        if kind not in _ENTRIES and kind not in _ENTRIES.values():
            faults.note(where, f"Type: {said!r} is none of Buy, Sell, Sell Short, Buy to Cover")
        elif not wanted and kind not in _ENTRIES:
            faults.note(where, f"an exit ({said}) without its entry in the row above")
        elif wanted and kind != wanted:
            faults.note(where, f"an exit by {wanted!r} is expected here, not {said!r}")
        wanted = "" if kind == wanted else _ENTRIES.get(kind, "")
    if wanted:
        faults.note(column.place(len(column) - 1), "an entry without its exit in the row below")


def _numbers(table: _Table) -> Ints:
    """Return the numbers of the trades, each of them once; an exit row has none, or its trade's own."""
    column = table.cells("number", _ENTRY, "#")
    stated = cells.floats(column, table.faults)
    number = cells.whole(stated)
    for row in np.flatnonzero(np.isfinite(stated) & (number < 0)).tolist():
        table.faults.note(column.place(row), f"#: {stated[row]:g} cannot be the number of a trade")
    order = np.argsort(number, kind="stable")
    again = order[1:][number[order][1:] == number[order][:-1]]
    for row in again[number[again] >= 0].tolist():
        table.faults.note(column.place(row), f"#: trade {number[row]} is there twice")
    below_it = table.cells("number", _EXIT, "#")
    for row, cell in enumerate(below_it.values):
        if not cells.is_empty(cell) and cell != stated[row]:
            table.faults.note(below_it.place(row), f"#: an exit row has no number, not {quoted(cell)}")
    return number


def _open_trades(grid: Grid) -> Bools:
    ends = grid.column("at", "Date/Time", _EXIT)
    return np.array([isinstance(cell, str) and folded(cell) == "open" for cell in ends.values], np.bool_)


def _exits(table: _Table) -> Instants:
    column = table.cells("at", _EXIT)
    closed = np.flatnonzero(~table.is_open).tolist()
    stamps = np.full(len(column), np.datetime64("NaT", "us"))
    ends = Cells([column.values[row] for row in closed], column.what, lambda row: column.place(closed[row]))
    stamps[closed] = cells.instants(ends, table.faults)
    return stamps


def _cost(table: _Table, name: str) -> Floats:
    """Return what one contract paid on both sides; of an open trade on its entry side."""
    what = _NAMES[name][0].capitalize()
    entry = table.where_closed(name, what, _ENTRY)
    leaving = table.closed_only(name, what, _EXIT)
    return entry + np.where(table.is_open, 0.0, leaving)


def _check(columns: TradeColumns, table: _Table) -> None:
    """Enter what cannot be: an exit before its entry, or no contracts."""
    note = table.faults.note
    early = np.flatnonzero(columns.exit_at < columns.entry_at).tolist()
    for row in early:
        said = f"the exit is before the entry, {columns.entry_at[row].astype(object):%Y-%m-%d %H:%M}"
        note(table.cells("at", _EXIT).place(row), said)
    for row in np.flatnonzero(columns.contracts <= 0).tolist():
        said = f"Contracts: more than 0 is expected, not {columns.contracts[row]:g}"
        note(table.cells("gross", _ENTRY).place(row), said)
