"""What a look at the running program found."""

from datetime import datetime
from enum import StrEnum

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class CheckState(StrEnum):
    """How a check ended; a warning works today and may not tomorrow."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


class Check(Entity):
    """One thing that was looked at: what was found there, and what to do when it is not well."""

    name: str
    state: CheckState
    found: str
    advice: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is in the way; a warning is not."""
        return self.state is not CheckState.FAILED


class Health(View):
    """All checks, in the order in which they were made."""

    checks: tuple[Check, ...]

    @property
    def state(self) -> CheckState:
        """The worst state of all checks."""
        found = {check.state for check in self.checks}
        return next((s for s in (CheckState.FAILED, CheckState.WARNING) if s in found), CheckState.OK)

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return self.state is not CheckState.FAILED

    def table(self) -> Table:
        """Return one row a check."""
        return Table(
            title="Health",
            columns=(
                Column("check", [check.name for check in self.checks]),
                Column("state", [check.state.value for check in self.checks]),
                Column("found", [check.found for check in self.checks]),
                Column("advice", [check.advice for check in self.checks]),
            ),
        )


class PoolUse(Entity):
    """Connections to the database: how many are kept at most, how many are at work."""

    size: int
    in_use: int


class TableCount(Entity):
    """Rows of one table: in a restored backup, and in the database while it was made or looked at."""

    table: str
    kept: int
    least: int
    most: int

    @property
    def same(self) -> bool:
        """Whether the backup has what the database had."""
        return self.least <= self.kept <= self.most


class BackupCheck(View):
    """What a backup holds, found by restoring it, beside what the database holds."""

    tables: tuple[TableCount, ...]

    @property
    def differing(self) -> tuple[TableCount, ...]:
        """Tables of which the backup has more or fewer rows than the database."""
        return tuple(table for table in self.tables if not table.same)

    def table(self) -> Table:
        """Return one row a table."""
        rows = self.tables
        return Table(
            title="Backup",
            columns=(
                Column("table", [row.table for row in rows]),
                Column("in_backup", [row.kept for row in rows], "count"),
                Column("in_database", [row.most for row in rows], "count"),
                Column("same", ["yes" if row.same else "no" for row in rows]),
            ),
        )


class Unit(Entity):
    """One unit of the system's service manager; `last` and `next` tell when a timer elapses."""

    name: str
    installed: bool
    state: str
    starts_with_machine: bool
    result: str
    last: datetime | None = None
    next: datetime | None = None


class UnitsView(View):
    """All units of Ballast."""

    units: tuple[Unit, ...]

    def table(self) -> Table:
        """Return one row a unit."""
        rows = self.units
        return Table(
            title="Units",
            columns=(
                Column("unit", [row.name for row in rows]),
                Column("state", [row.state if row.installed else "not installed" for row in rows]),
                Column("with_machine", ["yes" if row.starts_with_machine else "" for row in rows]),
                Column("result", [row.result if row.installed else "" for row in rows]),
                Column("last", [row.last for row in rows], "instant"),
                Column("next", [row.next for row in rows], "instant"),
            ),
        )
