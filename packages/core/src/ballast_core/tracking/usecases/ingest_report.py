"""What an ingest is asked, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from ballast_core.shared.entity import Day, Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import FileKind, Finding


class IngestSpec(Entity):
    """What to ingest, and how.

    `models` empty means all that are found. `since` leaves rows dated before it as they are stored.
    `full` reads unchanged files too. `wait_s` is how long to wait while another ingest runs.
    """

    models: tuple[str, ...] = ()
    dry_run: bool = Field(default=False, strict=True)
    since: Day | None = None
    full: bool = Field(default=False, strict=True)
    wait_s: float = Field(default=0.0, ge=0.0, le=3600.0, strict=True)


class FileState(StrEnum):
    """What an ingest found a file to be."""

    NEW = "new"
    UNCHANGED = "unchanged"
    APPENDED = "appended"
    REWRITTEN = "rewritten"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_STORED = "not stored"


class RowDifference(Entity):
    """One row that comes, goes or changes; `key` is what the row is known by."""

    change: Literal["added", "removed", "changed"]
    key: str
    before: str = ""
    after: str = ""


class FileReport(Entity):
    """What became of one file. `read` counts its good rows; `rejected` its lines that are of no use.

    `read` = `new` + `changed` + `unchanged`, but for a file that was skipped as unchanged, where all is 0.
    """

    kind: FileKind
    name: str
    state: FileState
    lines: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0
    message: str = ""
    differences: tuple[RowDifference, ...] = ()


class ModelReport(Entity):
    """What became of one model's files, and all that was found about those that were read."""

    model: str
    files: tuple[FileReport, ...]
    findings: tuple[Finding, ...]


class IngestReport(View):
    """What an ingest did, or in a dry run would do."""

    run_id: UUID | None
    dry_run: bool
    folder: str
    started_at: datetime
    ended_at: datetime
    models: tuple[ModelReport, ...]

    def total(self, field: Literal["read", "new", "changed", "removed", "unchanged", "rejected"]) -> int:
        """Return one count over all files."""
        return sum(getattr(file, field) for model in self.models for file in model.files)

    @property
    def findings(self) -> int:
        """How many findings there are in all."""
        return sum(len(model.findings) for model in self.models)

    def table(self) -> Table:
        """Return a row a file."""
        rows = [(model.model, file) for model in self.models for file in model.files]
        counts = ("lines", "read", "new", "changed", "removed", "unchanged", "rejected")
        title = f"{'Dry run of an ingest' if self.dry_run else 'Ingest'} of {self.folder}"
        return Table(
            title,
            (
                Column("model", [name for name, _ in rows]),
                Column("kind", [file.kind.value for _, file in rows]),
                Column("file", [file.name for _, file in rows]),
                Column("state", [file.state.value for _, file in rows]),
                *(Column(count, [getattr(file, count) for _, file in rows], "count") for count in counts),
            ),
            tuple(f"{name}: {file.name}: {file.message}" for name, file in rows if file.message),
        )


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest has come: `done` of `total` models, and the one that was just finished."""

    done: int
    total: int
    model: str
