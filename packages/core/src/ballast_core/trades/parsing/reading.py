"""One door for every kind of file: which program wrote it is told by its content."""

from collections.abc import Mapping

from ballast_core.trades.entities import ColumnMapping
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.tradestation import HEADER, is_tradestation, parse_tradestation
from ballast_core.trades.ports import Rows

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(content: bytes) -> bool:
    """Return whether a file is for the `SheetReader`, which refuses what it cannot read; else it is text."""
    return content.startswith((_ZIP, _OLE, b"PK"))


def read_trades(
    name: str, content: bytes | Mapping[str, Rows], mapping: ColumnMapping | None = None
) -> ParsedFile:
    """Read a file of trades: the sheets of a workbook, or the bytes of a text file.

    Without `mapping` the program that wrote the file is recognized by its header; with one, a text file is
    read as a plain CSV of these columns. Raises `BadWorkbookError` with all that is wrong, by place.
    """
    if not isinstance(content, bytes) and is_tradestation(content):
        return parse_tradestation(name, content)
    columns = "" if mapping is None else f", and its columns are not those of the mapping {mapping.name!r}"
    faults = Faults(name)
    faults.note("", f"no header of a list of trades was found, such as {HEADER}{columns}")
    raise faults.error()
