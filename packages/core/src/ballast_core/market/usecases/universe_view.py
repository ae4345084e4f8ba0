"""The universe as files bring it in and take it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any, Literal

from ballast_core.market.entities import Indicator, Instrument, RecurringEvent
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, Unit, View

type UniverseKind = Literal["instruments", "indicators", "recurring"]
"""What a file of the universe has a row of."""


@dataclass(frozen=True, slots=True)
class UniverseFile:
    """A CSV file that comes in; `name` is how its problems call it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """Files of a universe, taken together or not at all; a later one adds to what an earlier one says."""

    files: tuple[UniverseFile, ...]


class ImportedFile(Entity):
    """What a file held."""

    name: str
    kind: UniverseKind
    rows: int


class ImportReport(View):
    """What an import did to the universe; `schedule` names the schedule that it brought along, if any."""

    files: tuple[ImportedFile, ...]
    inserted: int
    updated: int
    unchanged: int
    schedule: str = ""

    def said(self) -> str:
        """Return in a few words what became of the rows."""
        return f"{self.inserted} new, {self.updated} changed, {self.unchanged} as they were"

    def table(self) -> Table:
        """Return a row a file."""
        rows = self.files
        made = (f"The schedule {self.schedule} was made: it fetches every day.",) if self.schedule else ()
        return Table(
            "Imported",
            (
                Column("file", [row.name for row in rows]),
                Column("kind", [row.kind for row in rows]),
                Column("rows", [row.rows for row in rows], "count"),
            ),
            (f"{self.said()}.", *made),
        )


class UniverseView(View):
    """One kind of what is to be known of; as CSV it can be imported again."""

    kind: UniverseKind
    instruments: tuple[Instrument, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    recurring: tuple[RecurringEvent, ...] = ()

    def table(self) -> Table:
        """Return a row each, with the columns of a file of this kind."""
        match self.kind:
            case "instruments":
                return _table("Instruments", self.instruments, _instrument_columns(self.instruments))
            case "indicators":
                return _table("Economic series", self.indicators, _INDICATOR_COLUMNS)
            case "recurring":
                return _table("Events that come again", self.recurring, _RECURRING_COLUMNS)


type _Read = tuple[str, Unit, Callable[[Any], object]]

_INDICATOR_COLUMNS: tuple[_Read, ...] = (
    ("series_id", "text", lambda row: row.id),
    ("name", "text", lambda row: row.name),
    ("unit", "text", lambda row: row.unit),
    ("frequency", "text", lambda row: row.frequency.value),
    ("category", "text", lambda row: row.category),
    ("release_lag_days", "count", lambda row: row.release_lag_days),
    ("high_priority", "flag", lambda row: row.high_priority),
    ("ended", "day", lambda row: row.ended),
    ("note", "text", lambda row: row.note),
)
_RECURRING_COLUMNS: tuple[_Read, ...] = (
    ("event", "text", lambda row: row.name),
    ("kind", "text", lambda row: row.kind.value),
    ("region", "text", lambda row: row.region),
    ("frequency", "text", lambda row: row.frequency),
    ("local_time", "text", lambda row: row.local_time),
    ("importance", "count", lambda row: row.importance),
)


def _instrument_columns(rows: Sequence[Instrument]) -> tuple[_Read, ...]:
    providers = sorted({provider for row in rows for provider in row.spellings})
    spelled: list[_Read] = [(f"{name}_symbol", "text", methodcaller("spelled", name)) for name in providers]
    return (
        ("symbol", "text", lambda row: row.symbol),
        ("name", "text", lambda row: row.name),
        ("kind", "text", lambda row: row.kind.value),
        ("sector", "text", lambda row: row.sector),
        ("categories", "text", lambda row: "|".join(row.categories)),
        ("exchange", "text", lambda row: row.exchange),
        ("calendar", "text", lambda row: row.calendar),
        ("currency", "text", lambda row: row.currency),
        ("first_listed", "day", lambda row: row.first_listed),
        ("delisted", "day", lambda row: row.delisted),
        ("successor", "text", lambda row: row.successor),
        *spelled,
        ("high_priority", "flag", lambda row: row.high_priority),
        ("note", "text", lambda row: row.note),
    )


def _table(title: str, rows: Sequence[object], columns: Sequence[_Read]) -> Table:
    return Table(
        title, tuple(Column(name, [read(row) for row in rows], unit) for name, unit, read in columns)
    )
