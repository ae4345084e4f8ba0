"""Lists with one row a trade: their cells become columns, whatever the headers were."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, Ints
from ballast_core.trades.entities import Cell, TradeColumns
from ballast_core.trades.parsing import cells
from ballast_core.trades.parsing.cells import Cells
from ballast_core.trades.parsing.faults import Faults, listed, quoted
from ballast_core.trades.parsing.lines import Spelling
from ballast_core.trades.parsing.signals import encode_signals

_SIDES = {
    **dict.fromkeys(("long", "buy", "l", "b", "1", "+1"), 1),
    **dict.fromkeys(("short", "sell", "sell short", "s", "-1"), -1),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """Columns of cells, one cell a trade, by our names; what a file does not have is not in it."""

    columns: Mapping[str, Cells]
    spelling: Spelling
    faults: Faults

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def floats(self, name: str, *, may_lack: Bools | None = None) -> Floats:
        """Return the numbers of a column; NaN when there is none, and where a trade may lack it."""
        found = self.columns.get(name)
        if found is None:
            return np.full(len(self), np.nan)
        read = self._read(found, self.spelling.number)
        if may_lack is None:
            return cells.floats(read, self.faults)
        known = cells.floats_or_absent(read, self.faults)
        for row in np.flatnonzero(np.isnan(known) & ~may_lack).tolist():
            if cells.is_absent(read.values[row]):
                self.faults.note(read.place(row), f"{read.what}: a number is expected in a closed trade")
        return known

    def optional(self, name: str) -> Floats:
        """Return the numbers of a column in which any cell may be empty."""
        return self.floats(name, may_lack=np.ones(len(self), np.bool_))

    def instants(self, name: str) -> Instants:
        """Return the moments of a column."""
        return cells.instants(self._read(self.columns[name], self.spelling.moment), self.faults)

    def instants_or_absent(self, name: str) -> Instants:
        """Return the moments of a column, NaT where a cell is empty, `n/a` or `Open`."""
        found = self._read(self.columns[name], self.spelling.moment)
        there = [row for row, cell in enumerate(found.values) if not is_open(cell)]
        stamps = np.full(len(found), np.datetime64("NaT", "us"))
        some = Cells([found.values[row] for row in there], found.what, lambda row: found.place(there[row]))
        stamps[there] = cells.instants(some, self.faults)
        return stamps

    def texts(self, name: str) -> list[Cell]:
        """Return the cells of a column as they are; empty when there is none."""
        found = self.columns.get(name)
        return [""] * len(self) if found is None else list(found.values)

    def single(self, name: str, what: str) -> str:
        """Return the one text that a column holds; several are a fault: a file is of one strategy."""
        values = {cells.text(cell): row for row, cell in reversed(list(enumerate(self.texts(name))))}
        if len(values) > 1:
            found = self.columns[name]
            said = f"there are several {what}: {listed(sorted(values))}; give each a file of its own"
            self.faults.note(found.place(max(values.values())), said)
        return next(iter(values), "")

    def sides(self) -> Ints:
        """Return +1 for long and -1 for short."""
        found = self.columns["side"]
        sides: list[int] = []
        for row, cell in enumerate(found.values):
            side = _SIDES.get(cells.text(cell).casefold())
            if side is None:
                self.faults.note(
                    found.place(row), f"{found.what}: {quoted(cell)!r} is neither Long nor Short"
                )
            sides.append(side or 0)
        return np.array(sides, np.int64)

    def numbers(self) -> Ints:
        """Return the numbers of the trades, each of them once; counted when the file has none."""
        if "number" not in self.columns:
            return np.arange(1, len(self) + 1)
        stated = self.floats("number")
        number = cells.whole(stated)
        found = self.columns["number"]
        seen: set[int] = set()
        for row, one in enumerate(number.tolist()):
            if np.isfinite(stated[row]) and one < 0:
                self.faults.note(found.place(row), f"{stated[row]:g} cannot be the number of a trade")
            elif one in seen and one >= 0:
                self.faults.note(found.place(row), f"trade {one} is there twice")
            seen.add(one)
        return number

    def _read(self, found: Cells, read: Callable[[Cell], Cell]) -> Cells:
        return Cells([read(cell) for cell in found.values], found.what, found.place)


def is_open(cell: Cell) -> bool:
    """Return whether a cell says that a trade has not ended."""
    return cells.is_absent(cell) or (isinstance(cell, str) and cell.strip().casefold() == "open")


def build_trades(table: Whole) -> TradeColumns:
    """Return the trades of a table; of gross profit, net profit and costs one may be missing and follows."""
    number, side = table.numbers(), table.sides()
    entry_at, exit_at = table.instants("entry_at"), table.instants_or_absent("exit_at")
    opened = np.isnat(exit_at) & np.array([is_open(cell) for cell in table.texts("exit_at")], np.bool_)
    contracts = table.floats("contracts") if "contracts" in table.columns else np.ones(len(table))
    gross, net, costs = _money(table, opened)
    commission, slippage = costs
    signals = encode_signals(table.texts("entry_signal"), table.texts("exit_signal"))
    columns = TradeColumns(
        number=number,
        side=side,
        contracts=contracts,
        entry_at=entry_at,
        exit_at=exit_at,
        entry_price=table.floats("entry_price"),
        exit_price=table.floats("exit_price"),
        gross=gross,
        net=net,
        commission=commission,
        slippage=slippage,
        run_up=abs(table.optional("run_up")),
        drawdown=-abs(table.optional("drawdown")) + 0.0,
        entry_signal=signals.entry,
        exit_signal=signals.exit,
        signals=signals.names,
    )
    check_trades(columns, table)
    return columns


def check_trades(columns: TradeColumns, table: Whole) -> None:
    """Enter what cannot be: an exit before its entry, or no contracts."""
    for row in np.flatnonzero(columns.exit_at < columns.entry_at).tolist():
        said = f"the exit is before the entry, {columns.entry_at[row].astype(object):%Y-%m-%d %H:%M}"
        table.faults.note(table.columns["exit_at"].place(row), said)
    for row in np.flatnonzero(columns.contracts <= 0).tolist():
        said = f"contracts: more than 0 is expected, not {columns.contracts[row]:g}"
        table.faults.note(table.columns["contracts"].place(row), said)


def _money(table: Whole, opened: Bools) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    gross, net = (np.where(opened, np.nan, table.floats(name, may_lack=opened)) for name in ("gross", "net"))
    commission, slippage = table.optional("commission"), table.optional("slippage")
    costs = np.nan_to_num(commission) + np.nan_to_num(slippage)
    if "commission" in table.columns or "slippage" in table.columns:
        gross = np.where(np.isnan(gross), net + costs, gross)
    if "net" not in table.columns:
        net = gross - costs
    return gross, net, (commission, slippage)
