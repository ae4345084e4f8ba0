"""Workbooks as bytes, from the cells of their sheets."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import xlsxwriter
from tests.unit.trades.rows import Grid, sheets

_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


def written(grids: Mapping[str, Grid], created: datetime = _CREATED) -> bytes:
    """Return an Excel workbook with these sheets."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        book.set_properties({"created": created})  # the same cells are the same bytes
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, grid in grids.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, when)
                    elif cell != "":
                        sheet.write(row, column, cell)
    return into.getvalue()


def small(trades: int = 3, copy: int = 0) -> bytes:
    """Return a workbook of MES with the first of three trades: long, short by reversal, and one open.

    Another copy has the same cells in other bytes.
    """
    grids = sheets()
    grids["Trades List"] = grids["Trades List"][: 4 + 2 * trades]
    return written(grids, _CREATED + timedelta(days=copy))
