"""Lists with one row for each entry and each exit, as TradingView and MultiCharts write them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballast_core.trades.entities import Cell, Rows, Source
from ballast_core.trades.parsing import cells, names
from ballast_core.trades.parsing.cells import Cells
from ballast_core.trades.parsing.faults import Faults, quoted
from ballast_core.trades.parsing.grid import Grid, Header, below, demand, find_header, folded
from ballast_core.trades.parsing.lines import Spelling, find_decimal, find_form
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.plain import parse_whole
from ballast_core.trades.parsing.whole import Whole

_NAMES = {
    "number": ("trade #", "trade number", "trade no.", "#"),
    "type": ("type",),
    "at": ("date/time", "date and time", "date / time"),
    "day": ("date",),
    "time": ("time",),
    "signal": ("signal", "signal name"),
    "price": ("price",),
    "contracts": (
        *("contracts", "size (qty)", "position size (qty)", "qty", "quantity"),
        *("contracts/shares", "shares/ctrts", "shares"),
    ),
    "net": ("profit", "net p&l", "net pnl", "net profit", "p&l", "profit/loss"),
    "run_up": ("run-up", "run up", "favorable excursion", "max. trade profit", "mfe"),
    "drawdown": ("drawdown", "adverse excursion", "max. trade drawdown", "mae"),
    "commission": ("commission", "comm."),
    "slippage": ("slippage",),
}
_REQUIRED = ("number", "type", "price", "net")
_FEWEST = 5
_UNIT = re.compile(r"(.*[^%]) (?:\([^()%]{1,4}\)|\$|€|£|[a-z]{3,5})")
_TYPES = {
    "entrylong": ("long", True),
    "entryshort": ("short", True),
    "exitlong": ("long", False),
    "exitshort": ("short", False),
}
_VIEWED = re.compile(
    r"(?P<strategy>.+?)_(?P<exchange>[A-Z][A-Z0-9]*(?:_(?:MINI|DL|DLY|EOD|GBX))?)_(?P<symbol>[A-Z0-9.!]+)"
    r"_\d{4}-\d\d-\d\d(?:_[0-9A-Za-z]{1,8})?"
)
_FRONT_MONTH = re.compile(r"\d!$")
_PLACED = ("day", "time")


@dataclass(frozen=True, slots=True)
class _Leg:
    """One row: whose trade it is, on which side, and whether it begins it."""

    row: int
    side: str
    is_entry: bool


def legs_header(sheet: str, rows: Rows) -> Header | None:
    """Return the header of a list whose `Type` column says `Entry long`, `ExitShort` and so on, or None."""
    header = find_header(sheet, rows, _NAMES, _FEWEST, reduce=_without_unit)
    if header is None or not {"number", "type"} <= header.columns.keys():
        return None
    column = header.columns["type"]
    kinds = [_kind(row[column]) for row in rows[header.row + 1 : header.row + 12]]
    return header if any(kind in _TYPES for kind in kinds) else None


def parse_legs(name: str, header: Header, sheets: Mapping[str, Rows], delimiter: str) -> ParsedFile:
    """Read a list of entries and exits. Raises `BadWorkbookError` with all that is wrong, by cell or line."""
    faults = Faults(name)
    demand(header, _NAMES, _REQUIRED, faults)
    if "at" not in header.columns and not set(_PLACED) <= header.columns.keys():
        faults.refuse("", "the header has no column `Date/Time`, nor `Date` and `Time`")
    grid = below(header, sheets[header.sheet])
    pairs = _pair(grid, faults)
    faults.raise_any()  # from here on each trade has its two rows
    table = _table(grid, pairs, delimiter, faults)
    multicharts = "number" in header.columns and _is_joined(grid)
    source = Source.MULTICHARTS if multicharts else Source.TRADINGVIEW
    table = Whole({**table.columns, **_named(name, sheets)}, table.spelling, faults)
    return parse_whole(name, table, source, faults)


def _without_unit(label: str) -> str:
    """Return a header without its currency: `price usd` and `profit ($)` are `price` and `profit`."""
    found = _UNIT.fullmatch(label)
    return found[1] if found else label


def _kind(cell: Cell) -> str:
    return folded(cell).replace(" ", "")


def _is_joined(grid: Grid) -> bool:
    """Return whether types are written as one word, `EntryLong`, as MultiCharts does."""
    kinds = grid.column("type", "Type").values
    return bool(kinds) and " " not in str(kinds[0]).strip()


def _pair(grid: Grid, faults: Faults) -> list[tuple[_Leg, _Leg]]:
    """Return entry and exit of each trade, by its number, oldest first; they may stand in either order."""
    types, numbers = grid.column("type", "Type"), grid.column("number", "Trade #")
    legs: dict[str, list[_Leg]] = {}
    number = ""
    for row, cell in enumerate(types.values):
        number = cells.text(numbers.values[row]) or number
        kind = _TYPES.get(_kind(cell))
        if kind is None:
            said = f"Type: {quoted(cell)!r} is neither Entry nor Exit of Long or Short"
            faults.note(types.place(row), said)
        else:
            legs.setdefault(number, []).append(_Leg(row, *kind))
    pairs: list[tuple[_Leg, _Leg]] = []
    for number, found in legs.items():
        found.sort(key=lambda leg: not leg.is_entry)
        entry, leaving = found[0], found[-1]
        place = types.place(min(leg.row for leg in found))
        if len(found) != 2 or not entry.is_entry or leaving.is_entry:
            faults.note(place, f"trade {number} has not one entry and one exit")
        elif entry.side != leaving.side:
            faults.note(place, f"trade {number} is entered {entry.side} and left {leaving.side}")
        pairs.append((entry, leaving))
    if len(pairs) > 1 and _newest_first(grid, pairs):
        pairs.reverse()
    return pairs


def _newest_first(grid: Grid, pairs: Sequence[tuple[_Leg, _Leg]]) -> bool:
    number = [cells.text(grid.column("number", "").values[pair[0].row]) for pair in (pairs[0], pairs[-1])]
    return all(one.isdecimal() for one in number) and int(number[0]) > int(number[1])


def _table(grid: Grid, pairs: Sequence[tuple[_Leg, _Leg]], delimiter: str, faults: Faults) -> Whole:
    """Return one row a trade: each column from the entry's row or the exit's."""
    entry, leaving = ([pair[end].row for pair in pairs] for end in (0, 1))
    at = _moments(grid)
    columns = {
        "number": _pick(grid.column("number", "Trade #"), entry),
        "side": Cells([pair[0].side for pair in pairs], "Type", lambda row: grid.place(entry[row])),
        "entry_at": _pick(at, entry),
        "exit_at": _exits(grid, at, leaving),
        "entry_price": _pick(grid.column("price", "Price"), entry),
        "exit_price": _pick(grid.column("price", "Price"), leaving),
        "entry_signal": _pick(grid.column("signal", "Signal"), entry),
        "exit_signal": _pick(grid.column("signal", "Signal"), leaving),
        "net": _filled(grid.column("net", "Profit"), leaving, entry),
    }
    for name in ("contracts", "run_up", "drawdown"):
        if name in grid.header.columns:
            columns[name] = _filled(grid.column(name, name.capitalize()), entry, leaving)
    numbers = [columns[name] for name in columns.keys() & {"entry_price", "exit_price", "net", "contracts"}]
    texts = [cell for column in numbers for cell in column.values if _is_written(cell)]
    begun, ended = (
        [str(cell) if _is_written(cell) else "" for cell in columns[name].values]
        for name in ("entry_at", "exit_at")
    )
    decimal = find_decimal([str(text) for text in texts], delimiter, faults)
    return Whole(columns, Spelling(decimal, find_form(begun, ended, faults)), faults)


def _moments(grid: Grid) -> Cells:
    """Return when each row happened: one column, or the texts of day and time put together."""
    if "at" in grid.header.columns:
        return grid.column("at", "Date/Time")
    day, time = (grid.column(name, name.capitalize()) for name in _PLACED)
    joined = [
        f"{date} {clock}" if _is_written(date) and _is_written(clock) else date
        for date, clock in zip(day.values, time.values, strict=True)
    ]
    return Cells(joined, "Date", day.place)


def _exits(grid: Grid, at: Cells, rows: Sequence[int]) -> Cells:
    """Return when each trade ended; a trade whose exit has the signal `Open` has not."""
    signals = grid.column("signal", "Signal").values
    values = ["Open" if folded(signals[row]) == "open" else at.values[row] for row in rows]
    return Cells(values, at.what, lambda row: at.place(rows[row]))


def _pick(column: Cells, rows: Sequence[int]) -> Cells:
    return Cells([column.values[row] for row in rows], column.what, lambda row: column.place(rows[row]))


def _filled(column: Cells, rows: Sequence[int], other: Sequence[int]) -> Cells:
    """Return cells of one row of each trade, and of its other row where that one is empty."""
    chosen = [
        one if not cells.is_empty(column.values[one]) else two for one, two in zip(rows, other, strict=True)
    ]
    return _pick(column, chosen)


def _is_written(cell: Cell) -> bool:
    """Return whether a cell is a text that spells something."""
    return isinstance(cell, str) and not cells.is_absent(cell) and folded(cell) != "open"


def _named(name: str, sheets: Mapping[str, Rows]) -> dict[str, Cells]:
    """Return symbol, interval and strategy of TradingView's sheet of properties, or of its file name."""
    known = {
        folded(row[0]): cells.text(row[1]) for rows in sheets.values() for row in rows[:60] if len(row) > 1
    }
    viewed = _VIEWED.fullmatch(names.stem(name))
    found = {
        "symbol": known.get("symbol") or (viewed["symbol"] if viewed else ""),
        "interval": known.get("timeframe", ""),
        "strategy": viewed["strategy"] if viewed else "",
    }
    found["symbol"] = _FRONT_MONTH.sub("", found["symbol"].rpartition(":")[2])
    return {key: Cells([text], key, lambda _: "") for key, text in found.items() if text}
