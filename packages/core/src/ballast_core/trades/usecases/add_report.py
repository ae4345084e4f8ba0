"""What files are added with, and what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import Problem
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import TradeFile


class OnSame(StrEnum):
    """What to do with a file when another export of its strategy is there.

    The same strategy means the same source, symbol, interval and strategy. Refuse it, let it replace the
    other ones unless it ends before them, or keep both beside each other.
    """

    REFUSE = "refuse"
    REPLACE = "replace"
    BESIDE = "beside"


class Outcome(StrEnum):
    """What became of a file; the same means that its bytes were there already."""

    ADDED = "added"
    SAME = "same"
    REPLACED = "replaced"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that arrives: its name, without a folder, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AddSpec:
    """Files to add; `mapping` names the column mapping of plain CSV files. A dry run stores nothing."""

    files: tuple[Incoming, ...]
    on_same: OnSame = OnSame.REFUSE
    mapping: str | None = None
    dry_run: bool = False


class UploadsSpec(Entity):
    """Uploads to add, by their ids; else as `AddSpec`."""

    uploads: tuple[str, ...] = Field(min_length=1)
    on_same: OnSame = OnSame.REFUSE
    mapping: str | None = None


class FileOutcome(Entity):
    """What became of one file.

    `id` and `file` are there unless it was refused; `replaced` are the ids that it took the place of. A
    refusal tells its `fault` and `code`, and each of its `problems` by place.
    """

    name: str
    outcome: Outcome
    id: str | None = None
    file: TradeFile | None = None
    replaced: tuple[str, ...] = ()
    fault: str = ""
    code: str = ""
    problems: tuple[Problem, ...] = ()


class AddReport(View):
    """What became of each file, in their order; after a dry run, what would become of it."""

    outcomes: tuple[FileOutcome, ...]
    dry_run: bool = False

    @property
    def refused(self) -> tuple[FileOutcome, ...]:
        """The files that were not taken."""
        return tuple(one for one in self.outcomes if one.outcome is Outcome.REFUSED)

    def said(self) -> str:
        """Return in one line how many files were added, replaced, there already and refused."""
        counts = ", ".join(_counts(self.outcomes)) or "no file"
        return f"dry run, nothing stored: {counts}" if self.dry_run else counts

    def table(self) -> Table:
        """Return one row a file."""
        rows = self.outcomes
        files = [row.file for row in rows]
        return Table(
            "Added files",
            (
                Column("name", [row.name for row in rows]),
                Column("outcome", [row.outcome.value for row in rows]),
                Column("id", [row.id for row in rows]),
                Column("trades", [file and file.closed_trades + file.open_trades for file in files], "count"),
                Column("net_profit", [file and file.net_profit for file in files], "money"),
                Column("findings", [file and len(file.findings) for file in files], "count"),
                Column("fault", [row.fault for row in rows]),
            ),
            (self.said(),),
        )


def _counts(outcomes: tuple[FileOutcome, ...]) -> Iterator[str]:
    for outcome in Outcome:
        count = sum(one.outcome is outcome for one in outcomes)
        if count:
            yield f"{count} {'there already' if outcome is Outcome.SAME else outcome.value}"
