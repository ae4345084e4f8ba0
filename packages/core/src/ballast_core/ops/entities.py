"""What a look at the running program found."""

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
