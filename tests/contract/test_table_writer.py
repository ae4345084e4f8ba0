"""What every `TableWriter` must do."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from math import nan

import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from ballast_adapters.files.tables import ArrowTables
from ballast_core.shared.ports import TableFormat, TableWriter
from ballast_core.shared.table import Column, Table

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
TABLE = Table(
    "Values",
    (
        Column("model", ["naz100_pine", None]),
        Column("day", [MONDAY, TUESDAY], "day"),
        Column("at", [NOON, None], "instant"),
        Column("rank", [3, None], "count"),
        Column("value", [0.1 + 0.2, nan], "number"),
        Column("price", [Decimal("1.10"), None], "money"),
        Column("weight", [0.125, None], "fraction"),
        Column("meta", [True, False], "flag"),
        Column("trend", [[1.0, None, 2.5], None], "line"),
    ),
    ("Series: base.",),
)


@pytest.fixture(params=[ArrowTables])
def writer(request: pytest.FixtureRequest) -> TableWriter:
    return request.param()


def read_back(content: bytes, form: TableFormat) -> pa.Table:
    if form == "arrow":
        return ipc.open_stream(content).read_all()
    return parquet.read_table(io.BytesIO(content))


def test_csv_has_a_header_line_and_one_line_a_row(writer: TableWriter) -> None:
    """TW-01"""
    rows = list(csv.reader(io.StringIO(writer.write(TABLE, "csv").decode())))
    assert rows[0] == ["model", "day", "at", "rank", "value", "price", "weight", "meta", "trend"]
    assert len(rows) == 3


def test_csv_spells_values_without_losing_digits(writer: TableWriter) -> None:
    """TW-02"""
    line = writer.write(TABLE, "csv").decode().splitlines()[1]
    assert line == (
        "naz100_pine,2026-03-02,2026-03-02T12:00:00.123456+00:00,3,"
        "0.30000000000000004,1.10,0.125,true,1.0  2.5"
    )


def test_csv_leaves_a_missing_value_empty(writer: TableWriter) -> None:
    """TW-03"""
    assert writer.write(TABLE, "csv").decode().splitlines()[2] == ",2026-03-03,,,,,,false,"


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_a_column_keeps_its_type_by_its_unit(writer: TableWriter, form: TableFormat) -> None:
    """TW-04"""
    types = [str(field.type) for field in read_back(writer.write(TABLE, form), form).schema]
    assert types == [
        "string",
        "date32[day]",
        "timestamp[us, tz=UTC]",
        "int64",
        "double",
        "double",
        "double",
        "bool",
        f"list<{'item' if form == 'arrow' else 'element'}: double>",
    ]


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_values_come_back_and_missing_ones_are_null(writer: TableWriter, form: TableFormat) -> None:
    """TW-05"""
    first, second = read_back(writer.write(TABLE, form), form).to_pylist()
    assert first == {
        "model": "naz100_pine",
        "day": MONDAY,
        "at": NOON,
        "rank": 3,
        "value": 0.1 + 0.2,
        "price": 1.1,
        "weight": 0.125,
        "meta": True,
        "trend": [1.0, None, 2.5],
    }
    assert {name for name, value in second.items() if value is None} == {
        "model", "at", "rank", "value", "price", "weight", "trend",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_title_notes_and_units_travel_with_the_file(writer: TableWriter, form: TableFormat) -> None:
    """TW-06"""
    schema = read_back(writer.write(TABLE, form), form).schema
    assert schema.metadata[b"title"] == b"Values"
    assert schema.metadata[b"notes"] == b'["Series: base."]'
    assert schema.field("weight").metadata[b"unit"] == b"fraction"


@pytest.mark.parametrize("form", ["csv", "arrow", "parquet"])
def test_a_table_without_rows_is_written(writer: TableWriter, form: TableFormat) -> None:
    """TW-07"""
    content = writer.write(Table("None", (Column("day", [], "day"), Column("value", [], "number"))), form)
    assert content.decode() == "day,value\n" if form == "csv" else read_back(content, form).num_rows == 0


@pytest.mark.parametrize("cell", ['=cmd|"/C calc"!A0', "+1", "-1", "@SUM(A1)", "\tx", "\nx"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_csv(writer: TableWriter, cell: str) -> None:
    """TW-08"""
    content = writer.write(Table("T", (Column("text", [cell]), Column("other", ["x"]))), "csv").decode()
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == [f"'{cell}", "x"]


def test_a_negative_number_stays_a_number_in_csv(writer: TableWriter) -> None:
    """TW-09"""
    columns = (Column("cash", [Decimal(-130)], "money"), Column("return", [-0.5], "fraction"))
    assert writer.write(Table("T", columns), "csv") == b"cash,return\n-130,-0.5\n"


@pytest.mark.parametrize("cell", ['a,"b"', "two\nlines", "Ünïcode"])
def test_text_with_commas_quotes_and_line_ends_comes_back_from_csv(writer: TableWriter, cell: str) -> None:
    """TW-10"""
    content = writer.write(Table("T", (Column("text", [cell]),)), "csv").decode()
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == [cell]
