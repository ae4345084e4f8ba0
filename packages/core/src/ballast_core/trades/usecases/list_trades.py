"""The trades themselves: a page of them to look at, all of them to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan

import numpy as np

from ballast_core.shared.arrays import Bools
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Selection, TradeBook, TradeFile
from ballast_core.trades.rules.exported import export_columns, kept
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

_UNSCALED = "multipliers do not apply: trades are shown as their files have them"

type Chosen = tuple[TradeFile, TradeBook, Bools]


class TradeRow(Entity):
    """One trade as its file has it; an open one has no exit and no profit. Money for the whole trade.

    `file` is the id of its file; times are those of the file, without a zone.
    """

    file: str
    symbol: str
    interval: str
    strategy: str
    number: int
    side: str
    contracts: float | None
    entry_at: datetime
    exit_at: datetime | None
    entry_price: float | None
    exit_price: float | None
    gross: float | None
    net: float | None
    commission: float | None
    slippage: float | None
    run_up: float | None
    drawdown: float | None
    entry_signal: str
    exit_signal: str


class TradesView(View):
    """Trades by file, in the order of the files; `total` counts all that the selection leaves."""

    total: int
    limit: int
    offset: int
    notes: tuple[str, ...]
    trades: tuple[TradeRow, ...]

    def table(self) -> Table:
        """Return one row a trade, with the columns of an export."""
        units = export_columns(())
        rows = self.trades
        return Table(
            "Trades",
            tuple(Column(one.name, [getattr(row, one.name) for row in rows], one.unit) for one in units),
            (f"{len(rows)} of {self.total} trades", *self.notes),
        )


@dataclass(frozen=True, slots=True)
class ReadTrades:
    """Read which trades a selection leaves."""

    portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> list[Chosen]:
        """Return the files with their rows, and which of them count.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        choice, _ = await self.portfolio.choose(selection)
        books = await self.portfolio.files.books([file.id for file in choice.files])
        rows = ((file, books[file.id]) for file in choice.files)
        return [(file, book, kept(choice.selection, file, book)) for file, book in rows]


@dataclass(frozen=True, slots=True)
class ListTrades:
    """List the trades of a selection, a page at a time."""

    read: ReadTrades

    async def __call__(self, selection: Selection, limit: int = 100, offset: int = 0) -> TradesView:
        """List trades as their files have them.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        chosen = await self.read(selection)
        columns = export_columns(_page(chosen, limit, offset))
        names = [column.name for column in columns]
        rows = zip(*(column.values for column in columns), strict=True)
        trades = (dict(zip(names, map(_known, row), strict=True)) for row in rows)
        return TradesView(
            total=sum(int(keep.sum()) for _, _, keep in chosen),
            limit=limit,
            offset=offset,
            notes=_notes(selection),
            trades=tuple(map(TradeRow.model_validate, trades)),
        )


@dataclass(frozen=True, slots=True)
class ExportTrades:
    """Lay all trades of a selection flat, to be taken along as a file."""

    read: ReadTrades

    async def __call__(self, selection: Selection) -> Table:
        """Return every trade in one table; its CSV can be added again and gives the same trades.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        chosen = await self.read(selection)
        return Table("Trades", export_columns(chosen), _notes(selection))


def _page(chosen: Sequence[Chosen], limit: int, offset: int) -> list[Chosen]:
    """Return the part of the trades from `offset` on, at most `limit` of them."""
    page: list[Chosen] = []
    for file, book, keep in chosen:
        there = np.flatnonzero(keep)
        taken = there[offset : offset + limit]
        offset, limit = max(offset - there.size, 0), limit - taken.size
        if taken.size:
            part = np.zeros(keep.size, np.bool_)
            part[taken] = True
            page.append((file, book, part))
    return page


def _known(value: object) -> object:
    return None if isinstance(value, float) and isnan(value) else value


def _notes(selection: Selection) -> tuple[str, ...]:
    return (_UNSCALED,) if selection.multipliers else ()
