"""What is particular to the tables of files/tables.py."""

import io
import subprocess
import sys
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import numpy as np
from pyarrow import ipc, parquet

from ballast_adapters.files.tables import ArrowTables
from ballast_core.shared.table import Column, Table


def csv_of(*columns: Column) -> str:
    return ArrowTables().write(Table("T", columns), "csv").decode()


def test_numpy_numbers_are_spelled_like_pythons() -> None:
    numbers = Column("n", [np.float64(0.1), np.int64(7)], "number")
    assert csv_of(numbers) == "n\n0.1\n7\n"


class Side(StrEnum):
    LONG = "long"


def test_a_name_or_an_id_is_written_by_its_text() -> None:
    columns = Column("side", [Side.LONG]), Column("id", [UUID(int=1)])
    assert csv_of(*columns) == "side,id\nlong,00000000-0000-0000-0000-000000000001\n"


def test_a_local_time_stays_without_a_zone() -> None:
    at = Column("at", [datetime(2026, 3, 2, 17, 33, 5)], "instant")  # noqa: DTZ001  the case at hand
    content = ArrowTables().write(Table("T", (at,)), "arrow")
    assert str(ipc.open_stream(content).schema.field("at").type) == "timestamp[us]"


def test_parquet_is_compressed_with_zstd() -> None:
    content = ArrowTables().write(Table("T", (Column("n", [1.0] * 9, "number"),)), "parquet")
    assert parquet.ParquetFile(io.BytesIO(content)).metadata.row_group(0).column(0).compression == "ZSTD"


def test_csv_does_not_load_pyarrow() -> None:
    script = (
        "import sys; from ballast_adapters.files.tables import ArrowTables, Table;"
        "ArrowTables().write(Table('T', ()), 'csv'); print('pyarrow' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False\n"
    )
