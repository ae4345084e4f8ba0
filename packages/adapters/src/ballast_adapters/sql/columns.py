"""Columns in the binary format of PostgreSQL, written and read by NumPy: no row becomes an object."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Boolean,
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

from ballast_core.shared.arrays import Floats, Ints

type Column = npt.NDArray[Any]
"""Integers, floats (NaN is NULL), days, instants, or encoded texts (an empty one is NULL)."""
type _Bytes = npt.NDArray[np.uint8]
type Cells = tuple[_Bytes, Ints]
"""The bytes of each cell (n, width), and how many of them count (n,), -1 for NULL."""

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
"""What rows for COPY begin with."""
END = b"\xff\xff"
"""What they end with."""

_EPOCH = np.datetime64("2000-01-01", "us")
_NAN: ColumnElement[float] = literal_column("'NaN'::float8")


def binary_stream(key: bytes, first: int, columns: Sequence[Column]) -> bytes:
    """Return columns for COPY, before them the same key and a number in every row."""
    n = len(columns[0])
    if any(len(column) != n for column in columns):
        raise ValueError("the columns differ in length")
    numbered = map(cells, (np.arange(first, first + n), *columns))
    return BEGIN + binary_rows([repeated(key, n), *numbered]) + END


def binary_rows(fields: Sequence[Cells]) -> bytes:
    """Return rows for COPY between `BEGIN` and `END`; each field has the cells of all rows."""
    fields = [(found[:, :0] if (lengths < 0).all() else found, lengths) for found, lengths in fields]
    n = len(fields[0][1])
    if not n:
        return b""
    stream = np.empty((n, 2 + sum(4 + found.shape[1] for found, _ in fields)), np.uint8)
    stream[:, :2] = np.frombuffer(len(fields).to_bytes(2), np.uint8)
    shorter: list[tuple[slice, Ints]] = []
    end = 2
    for found, lengths in fields:
        width = found.shape[1]
        start, end = end + 4, end + 4 + width
        stream[:, start:end] = found
        if (lengths == lengths[:1]).all():
            stream[:, start - 4 : start] = np.frombuffer(int(lengths[0]).to_bytes(4, signed=True), np.uint8)
            continue
        stream[:, start - 4 : start] = _fixed(lengths, ">i4")[0]
        shorter.append((slice(start, end), lengths))
    if not shorter:
        return stream.tobytes()
    counts = np.ones(stream.shape, np.bool_)
    for place, lengths in shorter:
        counts[:, place] = np.arange(place.stop - place.start) < lengths[:, None]
    return stream[counts].tobytes()


def cells(column: Column) -> Cells:
    """Return the cells of a column."""
    match column.dtype.kind:
        case "M":
            since = (column - _EPOCH.astype(column.dtype)).astype(np.int64)
            return _fixed(since, ">i4" if column.dtype == "datetime64[D]" else ">i8")
        case "S":
            lengths = np.strings.str_len(column)
            found = column.view(np.uint8).reshape(len(column), -1)
            return found[:, : lengths.max()], np.where(lengths, lengths, -1)
        case "f":
            found, lengths = _fixed(column, ">f8")
            return found, np.where(np.isnan(column), -1, lengths)
        case "b":
            return _fixed(column, ">i1")
        case _:
            return _fixed(column, ">i4")


def whole_cells(column: Floats) -> Cells:
    """Return the cells of whole numbers of eight bytes; NaN is NULL."""
    told = ~np.isnan(column)
    found, lengths = _fixed(np.where(told, column, 0), ">i8")
    return found, np.where(told, lengths, -1)


def repeated(cell: bytes, n: int) -> Cells:
    """Return the same cell n times."""
    return np.broadcast_to(np.frombuffer(cell, np.uint8), (n, len(cell))), np.full(n, len(cell))


def packed(column: ColumnElement[Any], *order: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the aggregate that packs a column into one value."""
    match column.type:
        case Integer():
            sent = func.int4send(column)
        case Date():
            sent = func.date_send(column)
        case DateTime():
            sent = func.timestamp_send(column)
        case Boolean():
            sent = func.boolsend(column)
        case Double():
            sent = func.float8send(func.coalesce(column, _NAN))
        case _:
            return func.array_agg(aggregate_order_by(column, *order))
    return func.string_agg(sent, aggregate_order_by(literal(b"", LargeBinary), *order))


def unpacked(value: Any, kind: TypeEngine[Any]) -> Column:  # noqa: ANN401 - bytes, a list of them, or nothing
    """Return the column that `packed` packed; nothing means that there were no rows."""
    match kind:
        case Integer():
            return np.frombuffer(value or b"", ">i4").astype(np.int64)
        case Date():
            return _moments(value or b"", ">i4", "datetime64[D]")
        case DateTime():
            return _moments(value or b"", ">i8", "datetime64[us]")
        case Boolean():
            return np.frombuffer(value or b"", np.bool_)
        case Double():
            return np.frombuffer(value or b"", ">f8").astype(np.float64)
        case _:
            return encoded(value or [])


def encoded(texts: Sequence[str | None]) -> Column:
    """Return the column of these texts."""
    if not any(texts):
        return np.zeros(len(texts), np.bytes_)
    return np.array([(text or "").encode() for text in texts], np.bytes_)


def _moments(sent: bytes, form: str, unit: str) -> Column:
    moments: Column = np.frombuffer(sent, form).astype(np.int64)
    moments += _EPOCH.astype(unit).astype(np.int64)
    return moments.view(unit)


def _fixed(values: npt.NDArray[Any], form: str) -> Cells:
    found = values.astype(form)[:, None].view(np.uint8)
    return found, np.full(len(values), found.shape[1])
