"""Portfolios of invented files, read as use cases read them."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import numpy as np
from tests.trade_builders import a_file

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.trades import ContractSpec, DayColumns, TradeBook, TradeColumns
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

CONTRACTS = {
    "MES": ContractSpec(symbol="MES", point_value=5, initial_margin=2_300),
    "MNQ": ContractSpec(symbol="MNQ", point_value=2, initial_margin=4_000),
}


def marked(trades: TradeColumns, days: Mapping[str, float]) -> TradeBook:
    """Return trades with daily marks."""
    at = np.array(list(days), "datetime64[D]")
    return TradeBook(trades, DayColumns(at, np.array(list(days.values()), np.float64)))


def reader(**books: TradeBook) -> ReadPortfolio:
    """Return what reads portfolios of these files, each under its name; those that begin with q trade MNQ."""
    store = MemoryTradeStore()
    for name, book in books.items():
        symbol = "MNQ" if name.startswith("q") else "MES" if not name.startswith("x") else "XX"
        days = [book.trades.entry_at, book.trades.exit_at[book.trades.closed]]
        every = np.concatenate([*(part.astype("datetime64[D]") for part in days), *_marks(book)])
        file = a_file(
            name,
            name=f"{name}.xlsx",
            symbol=symbol,
            has_marks=book.daily is not None,
            first_day=every.min().item() if every.size else None,
            last_day=every.max().item() if every.size else None,
        )
        asyncio.run(store.add(file, book))
    return ReadPortfolio(store, CONTRACTS, MemoryArtifacts(), "test")


def asked[T](answer: Coroutine[Any, Any, T]) -> T:
    """Return what a use case answers."""
    return asyncio.run(answer)


def _marks(book: TradeBook) -> list[Any]:
    return [book.daily.days] if book.daily is not None else []
