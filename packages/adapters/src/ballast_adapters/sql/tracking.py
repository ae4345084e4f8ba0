"""SqlTrackingStore: models, values, snapshots, findings and ingest runs in PostgreSQL."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    and_,
    cast,
    extract,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.batch import Rows
from ballast_adapters.sql.bulk import data_columns, fetch
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
    backtest_columns,
    finding_of,
    ranking_of,
    snapshots_of,
    status_columns,
    storable,
    trade_log_of,
)
from ballast_adapters.sql.tracking_write import apply_update, upsert
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

_NAN: ColumnElement[float] = literal_column("'NaN'::float8")
_EPOCH = date(1970, 1, 1)


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
        t = status_records
        columns = (
            t.c.line,
            cast(extract("epoch", t.c.at) * 1_000_000, BigInteger),
            t.c.base,
            func.coalesce(t.c.signal, _NAN),
            func.coalesce(t.c.traded, _NAN),
        )
        return status_columns(await self._rows(t, columns, model))

    async def backtest(self, model: UUID) -> BacktestColumns:
        """Return the backtest, oldest first; of length 0 when there is none."""
        t = backtest_points
        values = (t.c.buy_and_hold, t.c.strategy, t.c.new_highs, t.c.new_lows)
        known = (func.coalesce(value, _NAN) for value in values)
        return backtest_columns(
            await self._rows(t, (t.c.line, t.c.day - _EPOCH, *known, t.c.sub_model), model)
        )

    async def snapshots(self, model: UUID) -> Sequence[Snapshot]:
        """Return all snapshots by sequence, with their lots; empty when there is none."""
        s, lot = snapshots, lots
        held = and_(lot.c.model_id == s.c.model_id, lot.c.sequence == s.c.sequence, lot.c.day == s.c.day)
        statement = (
            select(*data_columns(s), lot.c.ticker, lot.c.shares, lot.c.purchase_price)
            .select_from(s.outerjoin(lot, held))
            .where(s.c.model_id == model)
            .order_by(s.c.position, lot.c.position)
        )
        async with reading(self._engine) as db:
            return snapshots_of(await fetch(db, statement))

    async def trade_log(self, model: UUID) -> Sequence[TradeLogEntry]:
        """Return the trade log in the order of the file; empty when there is none."""
        return trade_log_of(await self._rows(trade_log, data_columns(trade_log), model))

    async def ranking(self, model: UUID) -> Ranking | None:
        """Return the latest ranking, or nothing."""
        return ranking_of(await self._rows(ranks, data_columns(ranks), model))

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
            return [(name, finding_of(row)) for name, *row in await fetch(db, statement)]

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
            await upsert(db, ingest_runs, run.model_dump() | {"models": list(run.models)})

    async def runs(self, limit: int, offset: int = 0) -> Sequence[IngestRun]:
        """Return runs, newest first; empty when there is none."""
        newest = select(ingest_runs).order_by(ingest_runs.c.started_at.desc(), ingest_runs.c.id)
        return await self._runs(newest.limit(limit).offset(offset))

    async def run(self, run: str) -> IngestRun:
        """Return one run. Raises `RunNotFoundError`."""
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

    async def _rows(self, table: Table, columns: Iterable[ColumnElement[Any]], model: UUID) -> Rows:
        statement = select(*columns).where(table.c.model_id == model).order_by(table.c.position)
        async with reading(self._engine) as db:
            return await fetch(db, statement)


def _plain(text: ColumnElement[str]) -> ColumnElement[str]:
    return text.collate("C")  # the same order on every server


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
