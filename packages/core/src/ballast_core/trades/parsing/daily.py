"""The Daily sheet of a TradeStation workbook: its block of days, without the rolling block below it."""

import re

import numpy as np

from ballast_core.trades.entities import DayColumns, Rows
from ballast_core.trades.parsing import cells
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.grid import Header, below, demand, find_header, folded

_NAMES = {
    "period": ("period",),
    "profit": ("net profit",),
    "gain": ("% gain",),
    "factor": ("profit factor",),
    "trades": ("# trades",),
    "winning": ("% profitable",),
}
_FEWEST = 3
_SPAN = re.compile(r"\d+[/.-]\d+[/.-]\d+ - \d+[/.-]\d+[/.-]\d+")


def is_daily(sheet: str, rows: Rows) -> bool:
    """Return whether a sheet holds returns by day: weeks and months look the same but for the title."""
    header = _header(sheet, rows)
    if header is None:
        return False
    titles = [folded(cell) for row in rows[: header.row] for cell in row[:1]]
    return "daily" in folded(sheet) or any("daily" in title for title in titles)


def read_daily(sheet: str, rows: Rows, faults: Faults) -> DayColumns:
    """Read the profit of each day, oldest first; a day that is there twice is a fault."""
    header = _header(sheet, rows)
    if header is None:
        faults.refuse(sheet, "no header `Period`, `Net Profit` was found")
    demand(header, _NAMES, ("period", "profit"), faults)
    grid = below(header, rows, _end(header, rows))
    days = cells.days(grid.column("period", "Period"), faults)
    profit = cells.floats(grid.column("profit", "Net Profit"), faults)
    order = np.argsort(days, kind="stable")
    again = order[1:][days[order][1:] == days[order][:-1]]
    rows_again: list[int] = again.tolist()
    for row in rows_again:
        faults.note(grid.place(grid.numbers[row], "period"), f"the day {days[row]} is there twice")
    return DayColumns(days[order], profit[order])


def _header(sheet: str, rows: Rows) -> Header | None:
    header = find_header(sheet, rows, _NAMES, _FEWEST)
    return header if header and "period" in header.columns else None


def _end(header: Header, rows: Rows) -> int | None:
    """Return the row at which the next block begins, or None."""
    column = header.columns["period"]
    for number, row in enumerate(rows[header.row + 1 :], header.row + 1):
        cell = row[column]
        if isinstance(cell, str) and (_SPAN.match(cell) or "rolling" in folded(cell)):
            return number
    return None
