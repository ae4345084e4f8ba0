"""The Settings sheet of a TradeStation workbook: labels in one column, values beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ballast_core.trades.entities import Cell, Rows
from ballast_core.trades.parsing import cells
from ballast_core.trades.parsing.cells import Cells
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.grid import SEARCHED_ROWS, folded, place

_TITLE = "tradestation chart settings"
_STRATEGIES = "tradestation strategies applied"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the sheet says; empty or None where a label is absent."""

    symbol: str = ""
    description: str = ""
    interval: str = ""
    first_bar: datetime | None = None
    last_bar: datetime | None = None
    strategy: str = ""
    commission: float | None = None
    slippage: float | None = None
    initial_capital: float | None = None
    trade_size: float | None = None
    display_periods: int | None = None


def is_settings(rows: Rows) -> bool:
    """Return whether a sheet is a settings sheet."""
    labels = {folded(row[0]) for row in rows[:SEARCHED_ROWS] if row}
    return _TITLE in labels or {"symbol", "interval"} <= labels


def read_settings(sheet: str, rows: Rows, faults: Faults) -> Settings:
    """Read the labels that matter, the first of each; a value of the wrong type is a fault."""
    labels: dict[str, int] = {}
    for number, row in enumerate(rows):
        if row and (label := folded(row[0]).rstrip(":")):
            labels.setdefault(label, number)
    page = _Page(sheet, rows, labels, faults)
    periods = page.number("display periods")
    return Settings(
        symbol=page.text("symbol"),
        description=page.text("description"),
        interval=page.text("interval"),
        first_bar=page.moment("start date/time"),
        last_bar=page.moment("end date/time"),
        strategy="; ".join(_strategies(rows, labels.get(_STRATEGIES))),
        commission=page.cost("commission"),
        slippage=page.cost("slippage"),
        initial_capital=page.number("initial capital"),
        trade_size=page.number("fixed shares/contracts"),
        display_periods=None if periods is None else int(periods),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    sheet: str
    rows: Rows
    labels: dict[str, int]
    faults: Faults

    def text(self, label: str) -> str:
        found = self._cell(label)
        return "" if found is None else cells.text(found.values[0])

    def number(self, label: str) -> float | None:
        found = self._cell(label)
        read = np.nan if found is None else float(cells.floats(found, self.faults)[0])
        return read if np.isfinite(read) else None

    def moment(self, label: str) -> datetime | None:
        found = self._cell(label)
        if found is None:
            return None
        stamp: datetime | None = cells.instants(found, self.faults)[0].astype(object)
        return stamp

    def cost(self, label: str) -> float | None:
        """Return a cost that is counted by side and contract; None when it is counted otherwise."""
        row = self.labels.get(label)
        unit = folded(_at(self.rows[row], 2)) if row is not None else ""
        return self.number(label) if unit in {"", "per share/contract"} else None

    def _cell(self, label: str) -> Cells | None:
        row = self.labels.get(label)
        if row is None or cells.is_empty(_at(self.rows[row], 1)):
            return None
        return Cells([_at(self.rows[row], 1)], label.capitalize(), lambda _: place(self.sheet, row, 1))


def _strategies(rows: Rows, title: int | None) -> list[str]:
    """Return the names under the title, up to the next empty row."""
    if title is None:
        return []
    names: list[str] = []
    for row in rows[title + 1 :]:
        name = cells.text(_at(row, 0))
        if not name:
            break
        names.append(name)
    return names


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else ""
