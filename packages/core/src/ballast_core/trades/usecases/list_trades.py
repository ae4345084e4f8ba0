"""The trades themselves: a page of them to look at, all of them to take along."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from ballast_core.shared.arrays import Bools
from ballast_core.shared.entity import Entity, LocalTime
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Direction, Selection, TradeBook, TradeFile
from ballast_core.trades.rules.choosing import Choice
from ballast_core.trades.rules.exported import export_columns, kept
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

_UNSCALED = "multipliers do not apply: trades are shown as their files have them"
_AT_ONCE = 16

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
    entry_at: LocalTime
    exit_at: LocalTime | None
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

    async def choose(self, selection: Selection) -> Choice:
        """Return what a selection means.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        return (await self.portfolio.choose(selection))[0]

    async def __call__(self, files: Sequence[TradeFile], selection: Selection) -> AsyncGenerator[Chosen]:
        """Yield files with their rows, and which of them count; a few files are held at a time."""
        for begin in range(0, len(files), _AT_ONCE):
            some = files[begin : begin + _AT_ONCE]
            books = await self.portfolio.files.books([file.id for file in some])
            for file in some:
                yield file, books[file.id], kept(selection, file, books[file.id])


@dataclass(frozen=True, slots=True)
class ListTrades:
    """List the trades of a selection, a page at a time."""

    read: ReadTrades

    async def __call__(self, selection: Selection, limit: int = 100, offset: int = 0) -> TradesView:
        """List trades as their files have them.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        choice = await self.read.choose(selection)
        page, total = await self._page(choice, limit, offset)
        columns = export_columns(page)
        names = [column.name for column in columns]
        rows = zip(*(column.values for column in columns), strict=True)
        trades = (dict(zip(names, map(_known, row), strict=True)) for row in rows)
        return TradesView(
            total=total,
            limit=limit,
            offset=offset,
            notes=_notes(selection),
            trades=tuple(map(TradeRow.model_validate, trades)),
        )

    async def _page(self, choice: Choice, limit: int, offset: int) -> tuple[list[Chosen], int]:
        """Return the trades from `offset` on, at most `limit` of them, and how many there are in all."""
        files, selection = choice.files, choice.selection
        total = 0
        if selection.direction is Direction.ALL and not selection.start and not selection.end:
            total = sum(map(_count, files))  # all count: only files of the page need be read
            files, offset = _of_page(files, limit, offset)
            total -= sum(map(_count, files))
        page: list[Chosen] = []
        async for file, book, keep in self.read(files, selection):
            there = np.flatnonzero(keep)
            taken = there[offset : offset + limit]
            offset, limit = max(offset - there.size, 0), limit - taken.size
            total += there.size
            if taken.size:
                page.append((file, book, np.isin(np.arange(keep.size), taken)))
        return page, total


@dataclass(frozen=True, slots=True)
class ExportTrades:
    """Lay all trades of a selection flat, to be taken along as a file."""

    read: ReadTrades

    async def __call__(self, selection: Selection) -> Table:
        """Return every trade in one table; its CSV can be added again and gives the same trades.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        choice = await self.read.choose(selection)
        chosen = [one async for one in self.read(choice.files, choice.selection)]
        return Table("Trades", export_columns(chosen), _notes(selection))


def _of_page(files: Sequence[TradeFile], limit: int, offset: int) -> tuple[tuple[TradeFile, ...], int]:
    """Return the files whose trades a page shows, and how many trades of them come before it."""
    needed: list[TradeFile] = []
    first, before = 0, 0
    for file in files:
        after = before + _count(file)
        if after > offset and before < offset + limit:
            first = first if needed else before
            needed.append(file)
        before = after
    return tuple(needed), offset - first


def _count(file: TradeFile) -> int:
    return file.closed_trades + file.open_trades


def _known(value: object) -> object:
    return None if isinstance(value, float) and isnan(value) else value


def _notes(selection: Selection) -> tuple[str, ...]:
    return (_UNSCALED,) if selection.multipliers else ()
