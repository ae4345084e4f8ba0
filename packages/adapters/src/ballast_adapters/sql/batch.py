"""Rows on their way into a table, in the order of their file: as columns, or as tuples.

A row begins with a number that grows along the file, and its day or moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import numpy as np

from ballast_adapters.sql.columns import Column, binary_stream
from ballast_core.shared.arrays import Bools

type Row = tuple[Any, ...]
type Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class ColumnBatch:
    """Many rows, none of which becomes an object; COPY takes them in its binary format."""

    columns: tuple[Column, ...]
    form: ClassVar[Literal["binary"]] = "binary"

    def __len__(self) -> int:
        return len(self.columns[0])

    def since(self, day: date) -> Self:
        """Return the rows of that day or later."""
        return self._pick(self.columns[1] >= np.datetime64(day))

    def after(self, number: int) -> Self:
        """Return the rows that stand behind this one in the file."""
        return self._pick(self.columns[0] > number)

    def without(self, n: int) -> Self:
        """Return all but the first `n` rows."""
        return type(self)(tuple(column[n:] for column in self.columns))

    def common_start(self, other: Self) -> int:
        """Return with how many equal rows both begin."""
        n = min(len(self), len(other))
        differ = np.zeros(n, np.bool_)
        for mine, its in zip(self.columns, other.columns, strict=True):
            one, two = mine[:n], its[:n]
            differ |= (one != two) & ~((one != one) & (two != two))  # noqa: PLR0124 - NaN is not itself
        return int(differ.argmax()) if differ.any() else n

    def stream(self, keys: Sequence[UUID | str], first: int) -> bytes:
        """Return the rows for COPY, after a model and a position that counts from `first`."""
        (model,) = keys
        return binary_stream(UUID(str(model)).bytes, first, self.columns)

    def _pick(self, keep: Bools) -> Self:
        return type(self)(tuple(column[keep] for column in self.columns))


@dataclass(frozen=True, slots=True)
class TupleBatch:
    """Few rows of any types; COPY takes them in its text format."""

    rows: Rows
    form: ClassVar[Literal["text"]] = "text"

    def __len__(self) -> int:
        return len(self.rows)

    def since(self, day: date) -> Self:
        """Return the rows of that day or later."""
        return type(self)([row for row in self.rows if row[1] >= day])

    def after(self, number: int) -> Self:
        """Return the rows that stand behind this one in the file."""
        return type(self)([row for row in self.rows if row[0] > number])

    def without(self, n: int) -> Self:
        """Return all but the first `n` rows."""
        return type(self)(self.rows[n:])

    def common_start(self, other: Self) -> int:
        """Return with how many equal rows both begin."""
        pairs = zip(self.rows, other.rows, strict=False)
        return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(self), len(other)))

    def stream(self, keys: Sequence[UUID | str], first: int) -> bytes:
        """Return the rows for COPY, after these keys and a position that counts from `first`."""
        start = "".join(f"{_text(key)}\t" for key in keys)
        lines = enumerate(("\t".join(map(_text, row)) for row in self.rows), start=first)
        return "".join(f"{start}{n}\t{line}\n" for n, line in lines).encode()


type Batch = ColumnBatch | TupleBatch


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return r"\N" if value is None else str(value)
