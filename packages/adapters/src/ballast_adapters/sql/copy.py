"""Rows as COPY reads them: columns of numbers in its binary format, tuples of anything in its text format."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ballast_core.shared.arrays import Ints

type Column = npt.NDArray[Any]
"""Integers, floats (NaN is NULL), days, instants, or encoded texts (an empty one is NULL)."""
type _Bytes = npt.NDArray[np.uint8]
type _Cells = tuple[_Bytes, Ints]
"""The bytes of each cell (n, width), and how many of them count (n,), -1 for NULL."""

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_EPOCH = np.datetime64("2000-01-01")


def text_stream(keys: Iterable[object], first: int, rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows in the text format, before each the same keys and a number; `None` is NULL."""
    start = "\t".join(map(_text, keys))
    lines = ("\t".join(map(_text, row)) for row in rows)
    return "".join(f"{start}\t{n}\t{line}\n" for n, line in enumerate(lines, start=first)).encode()


def binary_stream(key: bytes, first: int, columns: Sequence[Column]) -> bytes:
    """Return columns in the binary format, before them the same key and a number in every row."""
    n = len(columns[0])
    if any(len(column) != n for column in columns):
        raise ValueError("the columns differ in length")
    keys = np.tile(np.frombuffer(key, np.uint8), (n, 1)), np.full(n, len(key))
    fields = [keys, *map(_cells, (np.arange(first, first + n), *columns))]
    stream = np.empty((n, 2 + sum(4 + cells.shape[1] for cells, _ in fields)), np.uint8)
    counts = np.ones(stream.shape, np.bool_)
    stream[:, :2] = np.frombuffer(len(fields).to_bytes(2), np.uint8)
    end = 2
    for cells, lengths in fields:
        start, end = end + 4, end + 4 + cells.shape[1]
        stream[:, start - 4 : start], _ = _fixed(lengths, ">i4")
        stream[:, start:end] = cells
        counts[:, start:end] = np.arange(cells.shape[1]) < lengths[:, None]
    return _SIGNATURE + stream[counts].tobytes() + _END


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return r"\N" if value is None else str(value)


def _cells(column: Column) -> _Cells:
    kind, unit = column.dtype.kind, column.dtype.name
    if kind == "S":
        lengths = np.strings.str_len(column)
        return column.view(np.uint8).reshape(len(column), -1), np.where(lengths, lengths, -1)
    if unit == "datetime64[D]":
        return _fixed((column - _EPOCH).astype(np.int64), ">i4")
    if unit == "datetime64[us]":
        return _fixed((column - _EPOCH.astype(column.dtype)).astype(np.int64), ">i8")
    if kind == "f":
        cells, lengths = _fixed(column, ">f8")
        return cells, np.where(np.isnan(column), -1, lengths)
    return _fixed(column, ">i4")


def _fixed(values: npt.NDArray[Any], form: str) -> _Cells:
    cells = values.astype(form)[:, None].view(np.uint8)
    return cells, np.full(len(values), cells.shape[1])
