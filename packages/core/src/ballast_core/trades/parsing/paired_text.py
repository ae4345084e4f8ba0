"""TradeStation's list of trades as text: cells become what the workbook would hold."""

from collections.abc import Sequence

from ballast_core.trades.entities import Cell, Rows
from ballast_core.trades.parsing.cells import is_absent
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.grid import Header, folded
from ballast_core.trades.parsing.lines import Spelling, find_decimal, find_form

_TEXTS = {"type", "signal", "at"}


def typed_rows(header: Header, rows: Rows, delimiter: str, faults: Faults) -> Rows:
    """Return the rows with numbers and moments in place of the texts that spell them.

    A text that spells none stays, so that the reader names it.
    """
    body = rows[header.row + 1 :]
    at = header.columns.get("at")
    numeric = {column for name, column in header.columns.items() if name not in _TEXTS}
    written = [
        cell
        for row in body
        for column in numeric
        if isinstance(cell := row[column], str) and not is_absent(cell) and not cell.strip().endswith("%")
    ]
    moments = [] if at is None else [str(row[at]) for row in body if not is_absent(row[at])]
    moments = [moment if folded(moment) != "open" else "" for moment in moments]
    form = find_form(moments[0::2], moments[1::2], faults)
    spelling = Spelling(find_decimal(written, delimiter, faults), form)
    return [*rows[: header.row + 1], *(_typed(row, numeric, at, spelling) for row in body)]


def _typed(row: Sequence[Cell], numeric: set[int], at: int | None, spelling: Spelling) -> list[Cell]:
    return [
        _number(cell, spelling) if column in numeric else spelling.moment(cell) if column == at else cell
        for column, cell in enumerate(row)
    ]


def _number(cell: Cell, spelling: Spelling) -> Cell:
    """Return a number; a percentage as the fraction that the workbook holds."""
    if isinstance(cell, str) and cell.strip().endswith("%"):
        part = spelling.number(cell.strip().removesuffix("%"))
        return round(part / 100, 6) if isinstance(part, float) else cell
    return spelling.number(cell)
