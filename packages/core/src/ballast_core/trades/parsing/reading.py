"""One door for every kind of file: which program wrote it is told by its content."""

from collections.abc import Mapping

from ballast_core.trades.entities import ColumnMapping, Rows
from ballast_core.trades.errors import BadWorkbookError
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.legs import legs_header, parse_legs
from ballast_core.trades.parsing.lines import DELIMITERS, decode, head, split_rows
from ballast_core.trades.parsing.ninjatrader import grid_header, parse_ninjatrader
from ballast_core.trades.parsing.paired_text import typed_rows
from ballast_core.trades.parsing.pairs import trades_header
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.plain import BALLAST, is_ballast, parse_plain
from ballast_core.trades.parsing.tradestation import HEADER, is_tradestation, parse_tradestation

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1_000_000
"""Bytes in which the header of a text file is looked for."""


def is_workbook(content: bytes) -> bool:
    """Return whether a file is for the `SheetReader`, which refuses what it cannot read; else it is text."""
    return content.startswith((_ZIP, _OLE))


def read_trades(
    name: str, content: bytes | Mapping[str, Rows], mapping: ColumnMapping | None = None
) -> ParsedFile:
    """Read a file of trades: the sheets of a workbook, or the bytes of a text file.

    Without `mapping` the program that wrote the file is recognized by its header; with one, a text file is
    read as a plain CSV of these columns. Raises `BadWorkbookError` with all that is wrong, by place.
    """
    if not isinstance(content, bytes):
        return _read_sheets(name, content)
    if b"\0" in content[:_HEAD] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unknown(name)
    if mapping is not None:
        return parse_plain(name, content, mapping)
    faults = Faults(name)
    text = decode(content, faults)
    for delimiter in DELIMITERS:
        rows = head(text, delimiter)
        if rows and is_ballast(rows[0]):
            return parse_plain(name, content, BALLAST.model_copy(update={"delimiter": delimiter}))
        if header := trades_header("", rows):
            whole = split_rows(text, delimiter, faults)
            return parse_tradestation(name, {"": typed_rows(header, whole, delimiter, faults)})
        if grid_header("", rows) or legs_header("", rows):
            found = _find(name, {"": split_rows(text, delimiter, faults)}, delimiter)
            if found is not None:
                return found
    raise _unknown(name)


def _read_sheets(name: str, sheets: Mapping[str, Rows]) -> ParsedFile:
    if is_tradestation(sheets):
        return parse_tradestation(name, sheets)
    found = _find(name, sheets, ",")
    if found is None:
        raise _unknown(name)
    return found


def _find(name: str, sheets: Mapping[str, Rows], delimiter: str) -> ParsedFile | None:
    """Return what a sheet with the header of another program holds, or None when there is no such sheet."""
    for sheet, rows in sheets.items():
        if header := grid_header(sheet, rows):
            return parse_ninjatrader(name, header, sheets, delimiter)
        if header := legs_header(sheet, rows):
            return parse_legs(name, header, sheets, delimiter)
    return None


def _unknown(name: str) -> BadWorkbookError:
    faults = Faults(name)
    known = f"{HEADER}, or of TradingView, NinjaTrader or MultiCharts"
    faults.note("", f"no header of a list of trades was found, such as {known}; a CSV needs a column mapping")
    return faults.error()
