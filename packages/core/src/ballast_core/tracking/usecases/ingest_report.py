"""What an ingest is asked, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from ballast_core.shared.entity import Day, Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import FileKind, FileState, Finding, RunFile

_TOLD = (FileState.UNREADABLE, FileState.NOT_STORED)


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


class RowDifference(Entity):
    """One row that comes, goes or changes; `key` is what the row is known by."""

    change: Literal["added", "removed", "changed"]
    key: str
    before: str = ""
    after: str = ""


class FileReport(Entity):
    """What became of one file. `read` counts its good rows; `rejected` its lines that are of no use.

    `seconds` went into reading and comparing it.
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
    seconds: float = 0.0
    message: str = ""
    differences: tuple[RowDifference, ...] = ()


class ModelReport(Entity):
    """What became of one model's files, and all that was found about those that were read."""

    model: str
    files: tuple[FileReport, ...]
    findings: tuple[Finding, ...]

    def said(self) -> str:
        """Return what became of it in one line."""
        counts = {
            name: sum(getattr(file, name) for file in self.files)
            for name in ("new", "changed", "removed", "rejected")
        }
        rows = [f"{count:,} {name}" for name, count in counts.items() if count]
        states = [file.state for file in self.files if file.state in _TOLD]
        files = [f"{states.count(state)} {state.value}" for state in _TOLD if state in states]
        parts = (
            f"rows: {', '.join(rows)}" if rows else "nothing new",
            f"files: {', '.join(files)}" if files else "",
            f"findings: {len(self.findings):,}" if self.findings else "",
        )
        return "; ".join(filter(None, parts))


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

    @property
    def run_files(self) -> tuple[RunFile, ...]:
        """What became of each file, without the rows that differ."""
        return tuple(_run_file(model, file) for model in self.models for file in model.files)

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
    """How far an ingest has come: `done` of `total` models, the one just finished, and what became of it."""

    done: int
    total: int
    model: str
    said: str = ""


class IngestState(StrEnum):
    """How the ingest stands that was started last."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class IngestStatus(View):
    """What a server ingests now, or ingested last since it started.

    `elsewhere` is set when another program on the same database ingests: its progress cannot be seen.
    `log` has a line for each model that is finished; `message` says why an ingest failed.
    """

    state: IngestState = IngestState.IDLE
    elsewhere: bool = False
    spec: IngestSpec | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: IngestProgress | None = None
    log: tuple[str, ...] = ()
    message: str = ""
    run_id: UUID | None = None

    def table(self) -> Table:
        """Return a row a line of the log."""
        title = f"Ingest: {self.state.value}{' elsewhere' if self.elsewhere else ''}"
        return Table(title, (Column("log", self.log),), (self.message,) if self.message else ())


def _run_file(model: ModelReport, file: FileReport) -> RunFile:
    found = sum(finding.file == file.name for finding in model.findings)
    return RunFile(model=model.model, findings=found, **file.model_dump(exclude={"differences"}))
