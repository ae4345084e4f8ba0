"""Workbooks as bytes, from the cells of their sheets."""

import io
from collections.abc import Mapping
from datetime import date

import xlsxwriter
from tests.unit.trades.rows import Grid, sheets


def written(grids: Mapping[str, Grid]) -> bytes:
    """Return an Excel workbook with these sheets."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
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


def small(trades: int = 3) -> bytes:
    """Return a workbook of MES with the first of three trades: long, short by reversal, and one open."""
    grids = sheets()
    grids["Trades List"] = grids["Trades List"][: 4 + 2 * trades]
    return written(grids)
