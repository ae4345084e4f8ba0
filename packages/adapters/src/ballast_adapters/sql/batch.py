"""Rows on their way into a table, in the order of their file: as columns, or as tuples.

A row begins with a number that grows along the file, and its day or moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, Self

import numpy as np

from ballast_adapters.sql.copy import Column, binary_stream, text_stream
from ballast_core.shared.arrays import Bools

type Row = tuple[Any, ...]
type Rows = Sequence[Row]
type Owner = Mapping[str, Any]
"""The columns that all rows of one file share, with their values: `model_id`, and for findings `kind`."""
type Stream = tuple[bytes, Literal["binary", "text"]]


class Batch(Protocol):
    """Rows to store."""

    def __len__(self) -> int: ...

    def rows(self) -> Rows:
        """Return them as the database gives them back."""
        ...

    def since(self, day: date) -> "Batch":
        """Return those of that day or later."""
        ...

    def after(self, number: int) -> "Batch":
        """Return those that stand behind this one in the file."""
        ...

    def without(self, n: int) -> "Batch":
        """Return all but the first `n`."""
        ...

    def stream(self, owner: Owner, first: int) -> Stream:
        """Return them for COPY, after what they share and a position that counts from `first`."""
        ...


@dataclass(frozen=True, slots=True)
class ColumnBatch:
    """Many rows, which need not become objects one by one."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    def rows(self) -> Rows:
        """Return them as the database gives them back."""
        return list(zip(*map(_nullable, self.columns), strict=True))

    def since(self, day: date) -> Self:
        """Return those of that day or later."""
        return self._pick(self.columns[1] >= np.datetime64(day))

    def after(self, number: int) -> Self:
        """Return those that stand behind this one in the file."""
        return self._pick(self.columns[0] > number)

    def without(self, n: int) -> Self:
        """Return all but the first `n`."""
        return self._pick(np.arange(len(self)) >= n)

    def stream(self, owner: Owner, first: int) -> Stream:
        """Return them in the binary format."""
        return binary_stream(owner["model_id"].bytes, first, self.columns), "binary"

    def _pick(self, keep: Bools) -> Self:
        return type(self)(tuple(column[keep] for column in self.columns))


@dataclass(frozen=True, slots=True)
class TupleBatch:
    """Few rows of any types."""

    tuples: Rows

    def __len__(self) -> int:
        return len(self.tuples)

    def rows(self) -> Rows:
        """Return them as the database gives them back."""
        return self.tuples

    def since(self, day: date) -> Self:
        """Return those of that day or later."""
        return type(self)([row for row in self.tuples if row[1] >= day])

    def after(self, number: int) -> Self:
        """Return those that stand behind this one in the file."""
        return type(self)([row for row in self.tuples if row[0] > number])

    def without(self, n: int) -> Self:
        """Return all but the first `n`."""
        return type(self)(self.tuples[n:])

    def stream(self, owner: Owner, first: int) -> Stream:
        """Return them in the text format."""
        return text_stream(owner.values(), first, self.tuples), "text"


def _nullable(column: Column) -> list[Any]:
    cells: list[Any] = column.tolist()
    if column.dtype.kind == "S":
        return [cell.decode() or None for cell in cells]
    if column.dtype.kind == "f":
        for n in np.flatnonzero(np.isnan(column)).tolist():
            cells[n] = None
    return cells
