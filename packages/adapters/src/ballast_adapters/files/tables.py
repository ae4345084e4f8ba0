"""Tables as CSV, Arrow and Parquet."""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, cast

from ballast_core.shared.ports import TableFormat
from ballast_core.shared.table import Column, Table, Unit

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
_ARROW_TYPES: dict[Unit, str] = {
    "text": "string",
    "day": "date32",
    "year": "int64",
    "count": "int64",
    "number": "float64",
    "money": "float64",
    "fraction": "float64",
    "flag": "bool",
}


class ArrowTables:
    """Writes CSV with the standard library, the others with pyarrow, loaded only when it is needed.

    CSV: one header line, LF ends a line (in a text, too), ISO dates, floats with all their digits,
    a sparkline as numbers with a blank between. A text cell that a spreadsheet would run as a formula gets
    a leading apostrophe; numbers never do.
    Arrow and Parquet: the unit of a column gives its type, and stands in the metadata of its field; title
    and notes stand in the metadata of the schema. Money becomes float64: exact to 15 digits, not beyond;
    CSV keeps the digits of a Decimal.
    """

    def write(self, table: Table, form: TableFormat) -> bytes:
        """Return the bytes of a file; `None` and NaN are an empty field or a null."""
        match form:
            case "csv":
                return _csv(table)
            case "arrow":
                return _arrow_stream(table)
            case "parquet":
                return _parquet(table)


def _csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(zip(*map(_cells, table.columns), strict=True))
    return text.getvalue().encode()


def _cells(column: Column) -> list[str]:
    spell = _text_cell if column.unit == "text" else _number_cell
    return ["" if _missing(value) else spell(value) for value in column.values]


def _text_cell(value: object) -> str:
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")  # csv would leave a bare CR unquoted
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _number_cell(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():  # a datetime is one, too
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case float():
            return repr(float(value))  # numpy's own repr names its type
        case list() | tuple():
            parts = cast("Sequence[object]", value)
            return " ".join("" if _missing(part) else _number_cell(part) for part in parts)
        case _:
            return str(value)


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float | Decimal) and math.isnan(value))


def _arrow_stream(table: Table) -> bytes:
    ipc: Any = import_module("pyarrow.ipc")
    content = _to_arrow(table)
    sink = io.BytesIO()
    with ipc.new_stream(sink, content.schema) as stream:
        stream.write_table(content)
    return sink.getvalue()


def _parquet(table: Table) -> bytes:
    parquet: Any = import_module("pyarrow.parquet")
    sink = io.BytesIO()
    parquet.write_table(_to_arrow(table), sink, compression="zstd")
    return sink.getvalue()


def _to_arrow(table: Table) -> Any:  # noqa: ANN401  pyarrow brings no types
    pa: Any = import_module("pyarrow")  # 0.1 s, which most runs need not pay
    fields = [pa.field(c.name, _arrow_type(pa, c), metadata={"unit": c.unit}) for c in table.columns]
    arrays = [pa.array(_arrow_values(c), type=f.type) for c, f in zip(table.columns, fields, strict=True)]
    said = {"title": table.title, "notes": json.dumps(table.notes, ensure_ascii=False)}
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=said))


def _arrow_type(pa: Any, column: Column) -> Any:  # noqa: ANN401  as above
    match column.unit:
        case "line":
            return pa.list_(pa.float64())
        case "instant":  # status files carry local times without a zone; all other instants are UTC
            zoned = any(isinstance(value, datetime) and value.tzinfo for value in column.values)
            return pa.timestamp("us", tz="UTC" if zoned else None)
        case unit:
            return pa.type_for_alias(_ARROW_TYPES[unit])


def _arrow_values(column: Column) -> list[object]:
    match column.unit:
        case "text":
            return [None if _missing(value) else str(value) for value in column.values]
        case "line":
            return [
                None if line is None else _floats(cast("Iterable[object]", line)) for line in column.values
            ]
        case "number" | "money" | "fraction":
            return list(_floats(column.values))
        case _:
            return [None if _missing(value) else value for value in column.values]


def _floats(values: Iterable[object]) -> list[float | None]:
    return [None if _missing(value) else float(cast("float", value)) for value in values]
