"""Rows of files that were decoded lately, as long as there is room."""

from collections import OrderedDict
from uuid import UUID

import numpy as np

from ballast_core.trades import DayColumns, TradeBook, TradeColumns

MOST_BYTES = 64_000_000


class BookCache:
    """Keeps decoded books by the storing that they came from; those not asked for the longest go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._books: OrderedDict[UUID, TradeBook] = OrderedDict()

    def find(self, version: UUID) -> TradeBook | None:
        """Return the book of this storing, or None."""
        book = self._books.get(version)
        if book is not None:
            self._books.move_to_end(version)
        return book

    def keep(self, version: UUID, book: TradeBook) -> None:
        """Keep a book; one that has no room even alone is not kept."""
        if version in self._books or size_of(book) > self._most:
            return
        self._books[version] = book
        self._bytes += size_of(book)
        while self._bytes > self._most:
            _, oldest = self._books.popitem(last=False)
            self._bytes -= size_of(oldest)


def size_of(book: TradeBook) -> int:
    """Return how many bytes the columns of a book take."""
    return _size(book.trades) + (_size(book.daily) if book.daily else 0)


def _size(columns: TradeColumns | DayColumns) -> int:
    values = (getattr(columns, name) for name in columns.__slots__)
    return sum(value.nbytes for value in values if isinstance(value, np.ndarray))
