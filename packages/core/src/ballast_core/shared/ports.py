"""Ports that every context may ask."""

from collections.abc import AsyncGenerator, Callable, Sequence
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


class Computing(Protocol):
    """Runs pure functions where they hold up nobody: in other processes, here or on other machines."""

    def run[P, R](self, work: Callable[[P], R], parts: Sequence[P]) -> AsyncGenerator[tuple[int, R]]:
        """Yield the position and the result of each part, in the order in which they end.

        `work` is a function of a module, its part and its result can be pickled. The same parts give the
        same results wherever they run. Closing the generator, or canceling who waits for it, stops the
        parts that still run. Raises what `work` raised for the first part that failed, and then stops the
        others; `UnavailableError` when nobody is there to run them.
        """
        ...
