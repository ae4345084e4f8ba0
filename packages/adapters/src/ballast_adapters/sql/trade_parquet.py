"""Rows of a file of trades as Parquet, and back."""

import json
from importlib import import_module
from io import BytesIO
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ballast_core.trades import DayColumns, TradeBook, TradeColumns

_INSTANTS = ("entry_at", "exit_at")
_INTS = ("number", "side", "entry_signal", "exit_signal")
_FLOATS = (
    "contracts",
    "entry_price",
    "exit_price",
    "gross",
    "net",
    "commission",
    "slippage",
    "run_up",
    "drawdown",
)
_SIGNALS = b"signals"


def encoded_book(book: TradeBook) -> tuple[bytes, bytes | None]:
    """Return trades and daily marks, each as a Parquet file; NaT is null, NaN stays what it is."""
    names = (*_INTS, *_INSTANTS, *_FLOATS)
    signals = json.dumps(book.trades.signals).encode()
    trades = _encoded({name: getattr(book.trades, name) for name in names}, {_SIGNALS: signals})
    if book.daily is None:
        return trades, None
    return trades, _encoded({"days": book.daily.days, "profit": book.daily.profit}, {})


def decoded_book(trades: bytes, daily: bytes | None) -> TradeBook:
    """Return the rows that were encoded; their arrays cannot be written to."""
    columns, said = _decoded(trades)
    signals = tuple(cast("list[str]", json.loads(said[_SIGNALS])))
    marks = None if daily is None else DayColumns(**_decoded(daily)[0])
    return TradeBook(TradeColumns(**columns, signals=signals), marks)


def _encoded(columns: dict[str, npt.NDArray[Any]], said: dict[bytes, bytes]) -> bytes:
    pa: Any = import_module("pyarrow")  # 0.1 s, which most runs need not pay
    parquet: Any = import_module("pyarrow.parquet")
    arrays = [pa.array(column, from_pandas=False) for column in columns.values()]
    table = pa.Table.from_arrays(arrays, names=list(columns))
    sink = BytesIO()
    # LZ4 halves the bytes and costs next to nothing; neither dictionaries nor statistics help whole reads.
    with parquet.ParquetWriter(
        sink,
        table.schema,
        compression="lz4",
        use_dictionary=False,
        write_statistics=False,
        store_schema=False,
    ) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(said)
    return sink.getvalue()


def _decoded(content: bytes) -> tuple[dict[str, npt.NDArray[Any]], dict[bytes, bytes]]:
    pa: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    file = parquet.ParquetFile(pa.BufferReader(content), memory_map=False, pre_buffer=False)
    table = file.read(use_threads=False)
    columns = {name: _array(table.column(name)) for name in table.column_names}
    return columns, dict(file.metadata.metadata or {})


def _array(column: Any) -> npt.NDArray[Any]:  # noqa: ANN401 - pyarrow brings no types
    values: npt.NDArray[Any] = column.to_numpy()
    match values.dtype.kind:
        case "M" if values.dtype != np.dtype("datetime64[D]"):
            return values.astype("datetime64[us]", copy=False)
        case _:
            return values
