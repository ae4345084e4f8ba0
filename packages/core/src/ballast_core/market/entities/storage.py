"""How much is stored where."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of market data: its rows and bytes, and the days that it spans where it has days."""

    schema: str
    name: str
    rows: int
    bytes: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class StoredSubject:
    """A symbol, or a series, or what an event is about: how many rows it has, and the days that they span."""

    name: str
    rows: int
    first: date | None = None
    last: date | None = None
