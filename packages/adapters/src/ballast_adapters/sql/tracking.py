"""SqlTrackingStore: models, values, snapshots, findings and ingest runs in PostgreSQL."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.bulk import data_columns, fetch, read_columns, read_tuples
from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.lock import INGEST, LockHeldError, advisory_lock
from ballast_adapters.sql.schema.tracking import (
    backtest_points,
    findings,
    ingest_runs,
    lots,
    models,
    ranks,
    revision,
    snapshots,
    source_files,
    status_records,
    trade_log,
)
from ballast_adapters.sql.tracking_rows import (
    backtest_of,
    finding_of,
    ranking_of,
    snapshots_of,
    status_of,
    storable,
    trade_log_of,
)
from ballast_adapters.sql.tracking_write import apply_update
from ballast_adapters.sql.upsert import upsert
from ballast_core.tracking import (
    BacktestColumns,
    FileKind,
    Finding,
    FindingQuery,
    IngestRun,
    IngestRunningError,
    ModelNotFoundError,
    ModelUpdate,
    Ranking,
    RunNotFoundError,
    RunState,
    Snapshot,
    SourceFile,
    StatusColumns,
    TradeLogEntry,
    TradingModel,
)

_SNAPSHOTS = (
    select(*data_columns(snapshots), lots.c.ticker, lots.c.shares, lots.c.purchase_price)
    .join_from(
        snapshots,
        lots,
        and_(
            lots.c.model_id == snapshots.c.model_id,
            lots.c.sequence == snapshots.c.sequence,
            lots.c.day == snapshots.c.day,
        ),
        isouter=True,
    )
    .where(snapshots.c.model_id == bindparam("model_id"))
    .order_by(snapshots.c.position, lots.c.position)
)
_BARE_SNAPSHOTS = (
    select(*data_columns(snapshots), null(), null(), null())
    .where(snapshots.c.model_id == bindparam("model_id"))
    .order_by(snapshots.c.position)
)


class SqlTrackingStore:
    """Fits all stores of model tracking; each method is one statement or one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def models(self) -> Sequence[TradingModel]:
        """Return all models by name; empty when nothing was ingested."""
        return await self._models(select(models).order_by(_plain(models.c.name)))

    async def model(self, ref: str) -> TradingModel:
        """Return the model of this name or UUID. Raises `ModelNotFoundError`."""
        called = models.c.name == storable(ref)
        key = _uuid(ref)
        found = await self._models(select(models).where(or_(called, models.c.id == key) if key else called))
        if not found:
            raise ModelNotFoundError(ref, tuple(model.name for model in await self.models()))
        return found[0]

    async def sources(self, model: UUID) -> Sequence[SourceFile]:
        """Return the files as they were last stored, by kind; empty when there is none."""
        columns = [column for column in source_files.c if column.name != "model_id"]
        async with reading(self._engine) as db:
            found = await db.execute(select(*columns).where(source_files.c.model_id == model))
            sources = [SourceFile.model_validate(row) for row in found.mappings()]
        return sorted(sources, key=lambda source: list(FileKind).index(source.kind))

    async def revision(self) -> str:
        """Return a text that changes whenever stored data change, and never otherwise."""
        async with reading(self._engine) as db:
            return str((await db.execute(select(revision.c.value))).scalar_one())

    async def status(self, model: UUID) -> StatusColumns:
        """Return every record in the order of the file; of length 0 when there is none."""
        async with reading(self._engine) as db:
            return status_of(await read_columns(db, status_records, {"model_id": model}))

    async def backtest(self, model: UUID) -> BacktestColumns:
        """Return the backtest, oldest first; of length 0 when there is none."""
        async with reading(self._engine) as db:
            return backtest_of(await read_columns(db, backtest_points, {"model_id": model}))

    async def snapshots(self, model: UUID, *, lots: bool = True) -> Sequence[Snapshot]:
        """Return all snapshots by sequence, with their lots or quicker without; empty when there is none."""
        async with reading(self._engine) as db:
            return snapshots_of(await fetch(db, _SNAPSHOTS if lots else _BARE_SNAPSHOTS, model_id=model))

    async def trade_log(self, model: UUID) -> Sequence[TradeLogEntry]:
        """Return the trade log in the order of the file; empty when there is none."""
        async with reading(self._engine) as db:
            return trade_log_of(await read_tuples(db, trade_log, {"model_id": model}))

    async def ranking(self, model: UUID) -> Ranking | None:
        """Return the latest ranking, or nothing."""
        async with reading(self._engine) as db:
            return ranking_of(await read_tuples(db, ranks, {"model_id": model}))

    async def findings(self, query: FindingQuery) -> Sequence[tuple[str, Finding]]:
        """Return model name and finding, by model, file, line and rule; empty when there is none."""
        t = findings
        asked = {
            t.c.model_id: query.model,
            t.c.severity: query.severity,
            t.c.rule: query.rule,
            t.c.file: query.file,
        }
        statement = (
            select(models.c.name, t.c.file, t.c.line, t.c.rule, t.c.severity, t.c.read, t.c.done)
            .join_from(t, models, models.c.id == t.c.model_id)
            .where(*(column == value for column, value in asked.items() if value is not None))
            .order_by(
                _plain(models.c.name),
                _plain(t.c.file),
                t.c.line.nulls_first(),
                _plain(t.c.rule),
                t.c.position,
            )
        )
        async with reading(self._engine) as db:
            return [(name, finding_of(row)) for name, *row in await db.execute(statement)]

    def exclusive(self, wait_s: float) -> AbstractAsyncContextManager[None]:
        """Hold the only right to ingest, over all processes on this database.

        Raises `IngestRunningError` when another holds it for longer than `wait_s` seconds.
        A holder that dies loses it at once.
        """
        return self._exclusive(wait_s)

    async def apply(self, update: ModelUpdate) -> None:
        """Store all of `update` or nothing; applying it again changes nothing."""
        async with writing(self._engine) as db:
            await apply_update(db, update)

    async def save_run(self, run: IngestRun) -> None:
        """Store the run under its id; the last one saved counts."""
        async with writing(self._engine) as db:
            files = [file.model_dump(mode="json") for file in run.files]
            await upsert(db, ingest_runs, run.model_dump() | {"models": list(run.models), "files": files})

    async def runs(self, limit: int, offset: int = 0) -> Sequence[IngestRun]:
        """Return runs without their files, newest first; empty when there is none."""
        bare = (column for column in ingest_runs.c if column is not ingest_runs.c.files)
        newest = select(*bare).order_by(ingest_runs.c.started_at.desc(), ingest_runs.c.id)
        return await self._runs(newest.limit(limit).offset(offset))

    async def run(self, run: str) -> IngestRun:
        """Return one run with its files. Raises `RunNotFoundError`."""
        key = _uuid(run)
        found = await self._runs(select(ingest_runs).where(ingest_runs.c.id == key)) if key else []
        if not found:
            raise RunNotFoundError(run)
        return found[0]

    async def interrupt_runs(self) -> int:
        """Mark runs that never ended as interrupted; only the holder of `exclusive` may ask."""
        running = update(ingest_runs).where(ingest_runs.c.state == RunState.RUNNING)
        async with writing(self._engine) as db:
            marked = await db.execute(running.values(state=RunState.INTERRUPTED).returning(ingest_runs.c.id))
            return len(marked.all())

    @asynccontextmanager
    async def _exclusive(self, wait_s: float) -> AsyncGenerator[None]:
        try:
            async with advisory_lock(self._engine, INGEST, wait_s):
                yield
        except LockHeldError as error:
            latest = await self.runs(limit=1)
            running = latest and latest[0].state is RunState.RUNNING
            since = f"{latest[0].started_at:%Y-%m-%d %H:%M:%S} UTC" if running else "just now"
            raise IngestRunningError(since) from error

    async def _models(self, statement: Select[*tuple[Any, ...]]) -> list[TradingModel]:
        async with reading(self._engine) as db:
            found = await db.execute(statement)
            return [TradingModel.model_validate(row) for row in found.mappings()]

    async def _runs(self, statement: Select[*tuple[Any, ...]]) -> list[IngestRun]:
        async with reading(self._engine) as db:
            found = await db.execute(statement)
            return [IngestRun.model_validate(row) for row in found.mappings()]


def _plain(text: ColumnElement[str]) -> ColumnElement[str]:
    return text.collate("C")  # the same order on every server


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
