"""What model tracking needs from outside."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from ballast_core.tracking.entities import (
    BacktestColumns,
    FileKind,
    Finding,
    HoldingsContent,
    IngestRun,
    ModelConfig,
    Ranking,
    Severity,
    Snapshot,
    SourceFile,
    StatusColumns,
    TradeLogEntry,
    TradingModel,
)


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that was found in the data folder; `config_findings` belong to its configuration file.

    `config_path` is relative to the data folder and empty when the model has no configuration file.
    `config_read` is false when there is none or it cannot be read: then `config` is little but a name.
    `locator` means something to the adapter that found the model, and to nobody else.
    """

    config: ModelConfig
    config_path: str
    config_findings: tuple[Finding, ...]
    locator: str
    config_read: bool = True


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's bytes and its name as it stands on disk (case included)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A plot that the master project drew."""

    name: str
    size: int
    modified_at: float


class ModelFiles(Protocol):
    """Finds models in a data folder and reads their files; names match whatever their case."""

    def describe(self) -> str:
        """Return the folder as a person would name it."""
        ...

    async def find(self) -> Sequence[FoundModel]:
        """Return the models by name; empty when there is none. May be repeated.

        Raises `DataFolderNotFoundError` when the folder is not there or cannot be read.
        """
        ...

    async def read(self, model: FoundModel, kind: FileKind) -> SourceText | None:
        """Return a params file, or nothing when the model has none; never a configuration file.

        Raises `UnavailableError` when it is there and cannot be read.
        """
        ...


class ChartFiles(Protocol):
    """The PNG files of a model's web page folder."""

    async def charts(self, model: TradingModel) -> Sequence[ChartFile]:
        """Return the plots by name; empty when there is none.

        Raises `DataFolderNotFoundError` when the data folder is not there: nobody knows then.
        """
        ...

    async def chart(self, model: TradingModel, name: str) -> bytes:
        """Return one plot. Raises as `charts`; `ChartNotFoundError` also for a name with a path in it."""
        ...


class ModelStore(Protocol):
    """Keeps the models."""

    async def models(self) -> Sequence[TradingModel]:
        """Return all models by name; empty when nothing was ingested."""
        ...

    async def model(self, ref: str) -> TradingModel:
        """Return the model of this name or UUID. Raises `ModelNotFoundError`."""
        ...

    async def sources(self, model: UUID) -> Sequence[SourceFile]:
        """Return the files as they were last stored, by kind; empty when there is none."""
        ...

    async def revision(self) -> str:
        """Return a text that changes whenever stored data change, and never otherwise."""
        ...


class ValueStore(Protocol):
    """Keeps what a model was worth."""

    async def status(self, model: UUID) -> StatusColumns:
        """Return every record in the order of the file; of length 0 when there is none."""
        ...

    async def backtest(self, model: UUID) -> BacktestColumns:
        """Return the backtest, oldest first; of length 0 when there is none."""
        ...


class SnapshotStore(Protocol):
    """Keeps what a model held, how it ranked and what it traded."""

    async def snapshots(self, model: UUID, *, lots: bool = True) -> Sequence[Snapshot]:
        """Return all snapshots by sequence, with their lots or quicker without; empty when there is none."""
        ...

    async def trade_log(self, model: UUID) -> Sequence[TradeLogEntry]:
        """Return the trade log in the order of the file; empty when there is none."""
        ...

    async def ranking(self, model: UUID) -> Ranking | None:
        """Return the latest ranking, or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class FileChange[T]:
    """New content of one file.

    `source.since` set: rows dated before that day stay as they are stored, all later ones are replaced.
    Otherwise `append` True: `content` holds only rows that come after all stored ones.
    Otherwise: `content` replaces all stored rows of this kind.
    `findings` replace the file's findings, except on an append, where they are added.
    """

    source: SourceFile
    content: T
    findings: tuple[Finding, ...]
    append: bool = False


@dataclass(frozen=True, slots=True)
class ModelUpdate:
    """All that one ingest changes in one model; a kind that is None stays as it is."""

    model: TradingModel
    config: FileChange[None] | None = None
    status: FileChange[StatusColumns] | None = None
    holdings: FileChange[HoldingsContent] | None = None
    ranks: FileChange[Ranking | None] | None = None
    backtest: FileChange[BacktestColumns] | None = None


@dataclass(frozen=True, slots=True)
class FindingQuery:
    """Which findings; nothing set means all."""

    model: UUID | None = None
    severity: Severity | None = None
    rule: str | None = None
    file: str | None = None


class FindingStore(Protocol):
    """Keeps what was found about the files."""

    async def findings(self, query: FindingQuery) -> Sequence[tuple[str, Finding]]:
        """Return model name and finding, by model, file, line and rule; empty when there is none."""
        ...


class IngestStore(Protocol):
    """Takes in what an ingest read, one model at a time, and records the runs."""

    def exclusive(self, wait_s: float) -> AbstractAsyncContextManager[None]:
        """Hold the only right to ingest, over all processes on this database.

        Raises `IngestRunningError` when another holds it for longer than `wait_s` seconds.
        A holder that dies loses it at once.
        """
        ...

    async def apply(self, update: ModelUpdate) -> None:
        """Store all of `update` or nothing; applying it again changes nothing."""
        ...

    async def save_run(self, run: IngestRun) -> None:
        """Store the run under its id; the last one saved counts."""
        ...

    async def runs(self, limit: int, offset: int = 0) -> Sequence[IngestRun]:
        """Return runs without their files, newest first; empty when there is none."""
        ...

    async def run(self, run: str) -> IngestRun:
        """Return one run with its files. Raises `RunNotFoundError`."""
        ...

    async def interrupt_runs(self) -> int:
        """Mark runs that never ended as interrupted; only the holder of `exclusive` may ask."""
        ...
