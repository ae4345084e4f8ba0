"""Columns in the binary format of PostgreSQL, written and read by NumPy: no row becomes an object."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Double,
    Integer,
    LargeBinary,
    func,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import TypeEngine

from ballast_core.shared.arrays import Ints

type Column = npt.NDArray[Any]
"""Integers, floats (NaN is NULL), days, instants, or encoded texts (an empty one is NULL)."""
type _Bytes = npt.NDArray[np.uint8]
type _Cells = tuple[_Bytes, Ints]
"""The bytes of each cell (n, width), and how many of them count (n,), -1 for NULL."""

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_EPOCH = np.datetime64("2000-01-01", "us")
_NAN: ColumnElement[float] = literal_column("'NaN'::float8")


def binary_stream(key: bytes, first: int, columns: Sequence[Column]) -> bytes:
    """Return columns for COPY, before them the same key and a number in every row."""
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
        width = cells.shape[1]
        start, end = end + 4, end + 4 + width
        stream[:, start - 4 : start] = _fixed(lengths, ">i4")[0]
        stream[:, start:end] = cells
        if (lengths != width).any():
            counts[:, start:end] = np.arange(width) < lengths[:, None]
    return _SIGNATURE + stream[counts].tobytes() + _END


def packed(column: ColumnElement[Any], order: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the aggregate that packs a column into one value."""
    match column.type:
        case Integer():
            cells = func.int4send(column)
        case Date():
            cells = func.date_send(column)
        case DateTime():
            cells = func.timestamp_send(column)
        case Double():
            cells = func.float8send(func.coalesce(column, _NAN))
        case _:
            return func.array_agg(aggregate_order_by(column, order))
    return func.string_agg(cells, aggregate_order_by(literal(b"", LargeBinary), order))


def unpacked(value: Any, kind: TypeEngine[Any]) -> Column:  # noqa: ANN401 - bytes, a list of them, or nothing
    """Return the column that `packed` packed; nothing means that there were no rows."""
    match kind:
        case Integer():
            return np.frombuffer(value or b"", ">i4").astype(np.int64)
        case Date():
            return _moments(value or b"", ">i4", "datetime64[D]")
        case DateTime():
            return _moments(value or b"", ">i8", "datetime64[us]")
        case Double():
            return np.frombuffer(value or b"", ">f8").astype(np.float64)
        case _:
            return encoded(value or [])


def encoded(texts: Sequence[str | None]) -> Column:
    """Return the column of these texts."""
    if not any(texts):
        return np.zeros(len(texts), np.bytes_)
    return np.array([(text or "").encode() for text in texts], np.bytes_)


def _moments(cells: bytes, form: str, unit: str) -> Column:
    moments: Column = np.frombuffer(cells, form).astype(np.int64)
    moments += _EPOCH.astype(unit).astype(np.int64)
    return moments.view(unit)


def _cells(column: Column) -> _Cells:
    match column.dtype.kind:
        case "M":
            since = (column - _EPOCH.astype(column.dtype)).astype(np.int64)
            return _fixed(since, ">i4" if column.dtype == "datetime64[D]" else ">i8")
        case "S":
            lengths = np.strings.str_len(column)
            cells = column.view(np.uint8).reshape(len(column), -1)
            return cells[:, : lengths.max()], np.where(lengths, lengths, -1)
        case "f":
            cells, lengths = _fixed(column, ">f8")
            return cells, np.where(np.isnan(column), -1, lengths)
        case _:
            return _fixed(column, ">i4")


def _fixed(values: npt.NDArray[Any], form: str) -> _Cells:
    cells = values.astype(form)[:, None].view(np.uint8)
    return cells, np.full(len(values), cells.shape[1])
