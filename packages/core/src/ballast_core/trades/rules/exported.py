"""Trades as they are exported, and how such an export is told and taken apart again."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ballast_core.shared.arrays import Bools
from ballast_core.shared.table import Column, Unit
from ballast_core.trades.entities import Selection, TradeBook, TradeColumns, TradeFile

FACTS = ("file", "symbol", "interval", "strategy")
_UNITS: dict[str, Unit] = {
    "number": "count",
    "side": "text",
    "contracts": "number",
    "entry_at": "instant",
    "exit_at": "instant",
    "entry_price": "number",
    "exit_price": "number",
    "gross": "money",
    "net": "money",
    "commission": "money",
    "slippage": "money",
    "run_up": "money",
    "drawdown": "money",
    "entry_signal": "text",
    "exit_signal": "text",
}
COLUMNS = (*FACTS, *_UNITS)
"""The columns of an export, in their order; these names stay, and the parsers know them."""

_HEADER = ",".join(COLUMNS).encode()
_ROW = re.compile(rb"([0-9a-f]{12}),([^,\n]*),([^,\n]*),([^\n]*)")
_MINUTES = re.compile(rb"(\d+) ?min")
_GUARDED = re.compile(rb"(?<=,)(\"?)'(?=[=+\-@\t\n])")
"""Before what a spreadsheet would run as a formula, our CSV puts an apostrophe."""
_SIDES = np.array(["short", "", "long"])


def is_exported(content: bytes) -> bool:
    """Return whether these bytes are an export of ours."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith((_HEADER + b"\n", _HEADER + b"\r\n"))


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files that an export holds, each as an export of its own; any other file as it is.

    The name of a piece says symbol, interval and strategy in the manner of TradeStation's own names.
    """
    if not is_exported(content):
        yield name, content
        return
    header, _, rest = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").partition(b"\n")
    groups: dict[bytes, list[bytes]] = {}
    lines: list[bytes] = []
    for line in rest.splitlines(keepends=True):
        if found := _ROW.match(line):
            lines = groups.setdefault(found[1], [])
        lines.append(line)
    for lines in groups.values():
        yield _name(lines[0]), b"\n".join((header, _GUARDED.sub(rb"\1", b"".join(lines))))
    if not groups:
        yield name, content


def kept(selection: Selection, file: TradeFile, book: TradeBook) -> Bools:
    """Return which trades a selection leaves, (n,): by direction, and by the day of their exit.

    An open trade stays unless the selection ends before the file does.
    """
    trades = book.trades
    keep = np.ones(len(trades), np.bool_)
    if selection.direction != "all":
        keep &= trades.side == (1 if selection.direction == "long" else -1)
    left = trades.exit_at.astype("datetime64[D]")
    if selection.start:
        keep &= ~trades.closed | (left >= np.datetime64(selection.start))
    if selection.end:
        lasts = file.last_day is None or selection.end >= file.last_day
        keep &= (left <= np.datetime64(selection.end)) | (~trades.closed & lasts)
    return keep


def export_columns(rows: Sequence[tuple[TradeFile, TradeBook, Bools]]) -> tuple[Column, ...]:
    """Return the chosen trades of files as the columns of an export."""
    facts = {
        "file": _repeated(rows, "id"),
        "symbol": _repeated(rows, "symbol"),
        "interval": _repeated(rows, "interval"),
        "strategy": _repeated(rows, "strategy"),
    }
    return (
        *(Column(name, values) for name, values in facts.items()),
        *(Column(name, _values(rows, name), unit) for name, unit in _UNITS.items()),
    )


def _repeated(rows: Sequence[tuple[TradeFile, TradeBook, Bools]], field: str) -> list[object]:
    return [value for file, _, keep in rows for value in [getattr(file, field)] * int(keep.sum())]


def _values(rows: Sequence[tuple[TradeFile, TradeBook, Bools]], name: str) -> list[object]:
    return [value for _, book, keep in rows for value in _column(book.trades, name)[keep].tolist()]


def _column(trades: TradeColumns, name: str) -> npt.NDArray[Any]:
    match name:
        case "side":
            return _SIDES[trades.side + 1]
        case "entry_signal":
            return _signals(trades)[trades.entry_signal]
        case "exit_signal":
            return _signals(trades)[trades.exit_signal]
        case _:
            values: npt.NDArray[Any] = getattr(trades, name)
            return values


def _signals(trades: TradeColumns) -> npt.NDArray[np.object_]:
    return np.array(trades.signals or ("",), np.object_)


def _name(row: bytes) -> str:
    found = _ROW.match(row)
    _, symbol, interval, rest = found.groups() if found else (b"", b"", b"", b"")
    minutes = _MINUTES.match(interval)
    strategy = rest.partition(b",")[0]
    parts = (b"tradeslist", symbol.strip(b"'\""), minutes[1] if minutes else b"", strategy.strip(b"'\""))
    return "_".join(part.decode(errors="replace") for part in parts if part) + ".csv"
