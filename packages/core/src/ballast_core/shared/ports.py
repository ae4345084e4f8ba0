"""Ports that every context may ask."""

from datetime import datetime
from typing import Literal, Protocol

from ballast_core.shared.table import Table

type TableFormat = Literal["csv", "arrow", "parquet"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class TableWriter(Protocol):
    """Turns a table into the bytes of a file."""

    def write(self, table: Table, form: TableFormat) -> bytes:
        """Return the table as CSV (UTF-8, header line), an Arrow stream or a Parquet file.

        Missing values stay missing: an empty CSV field, a null elsewhere.
        """
        ...
