"""Ports that every context may ask."""

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from ballast_core.shared.calendar import Sessions
from ballast_core.shared.events import Event, Topic
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


class Calendars(Protocol):
    """Knows when markets trade."""

    async def sessions(self, calendar: str, first: date, last: date) -> Sessions:
        """Return the sessions from `first` to `last`, both included, early closes as they are.

        `24/7` trades on every UTC day, from midnight to midnight. Empty when nothing trades then.
        Raises `NoCalendarError` for a name that is no calendar.
        """
        ...


class EventChannel(Protocol):
    """Carries events to all who watch, in every process on the same database."""

    async def publish(self, events: Sequence[Event]) -> None:
        """Tell everybody who watches now; nobody hears of it later. Loses events rather than wait or fail."""
        ...

    def subscribe(self, topics: Sequence[Topic]) -> AsyncGenerator[Event]:
        """Yield events of these topics in the order in which they were published; it never ends.

        They count from the moment when the first one is waited for.
        One that falls behind loses the oldest: of the same topic and subject only the latest is kept.
        """
        ...
