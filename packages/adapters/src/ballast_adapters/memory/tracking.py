"""MemoryTrackingStore: models, values, snapshots, findings and ingest runs in plain dicts."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from ballast_adapters.memory.rows import (
    Rows,
    backtest_columns,
    backtest_rows,
    merged,
    snapshot_rows,
    status_columns,
    status_rows,
    trade_rows,
)
from ballast_core.tracking import (
    BacktestColumns,
    FileChange,
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


@dataclass(frozen=True, slots=True)
class _Stored:
    model: TradingModel
    sources: Mapping[FileKind, SourceFile] = field(default_factory=dict[FileKind, SourceFile])
    findings: Mapping[FileKind, tuple[Finding, ...]] = field(
        default_factory=dict[FileKind, tuple[Finding, ...]]
    )
    status: Rows = ()
    backtest: Rows = ()
    snapshots: Rows = ()
    trade_log: Rows = ()
    ranking: Ranking | None = None


class MemoryTrackingStore:
    """Fits all stores of model tracking, and forgets all at the end of the process."""

    def __init__(self) -> None:
        self._stored: dict[UUID, _Stored] = {}
        self._runs: dict[UUID, IngestRun] = {}
        self._revision = 0
        self._ingesting = asyncio.Lock()

    async def models(self) -> Sequence[TradingModel]:
        """Return all models by name; empty when nothing was ingested."""
        return sorted((stored.model for stored in self._stored.values()), key=lambda model: model.name)

    async def model(self, ref: str) -> TradingModel:
        """Return the model of this name or UUID. Raises `ModelNotFoundError`."""
        models, key = await self.models(), _uuid(ref)
        for model in models:
            if model.name == ref or model.id == key:
                return model
        raise ModelNotFoundError(ref, tuple(model.name for model in models))

    async def sources(self, model: UUID) -> Sequence[SourceFile]:
        """Return the files as they were last stored, by kind; empty when there is none."""
        sources = self._of(model).sources
        return [sources[kind] for kind in FileKind if kind in sources]

    async def revision(self) -> str:
        """Return a text that changes whenever stored data change, and never otherwise."""
        return str(self._revision)

    async def status(self, model: UUID) -> StatusColumns:
        """Return every record in the order of the file; of length 0 when there is none."""
        return status_columns(self._of(model).status)

    async def backtest(self, model: UUID) -> BacktestColumns:
        """Return the backtest, oldest first; of length 0 when there is none."""
        return backtest_columns(self._of(model).backtest)

    async def snapshots(self, model: UUID, *, lots: bool = True) -> Sequence[Snapshot]:
        """Return all snapshots by sequence, with their lots or quicker without; empty when there is none."""
        found = [snapshot for *_, snapshot in self._of(model).snapshots]
        return found if lots else [snapshot.model_copy(update={"lots": ()}) for snapshot in found]

    async def trade_log(self, model: UUID) -> Sequence[TradeLogEntry]:
        """Return the trade log in the order of the file; empty when there is none."""
        return [entry for *_, entry in self._of(model).trade_log]

    async def ranking(self, model: UUID) -> Ranking | None:
        """Return the latest ranking, or nothing."""
        return self._of(model).ranking

    async def findings(self, query: FindingQuery) -> Sequence[tuple[str, Finding]]:
        """Return model name and finding, by model, file, line and rule; empty when there is none."""
        found = [
            (stored.model.name, finding)
            for model, stored in self._stored.items()
            for findings in stored.findings.values()
            for finding in findings
            if query.model in {None, model}
            and query.severity in {None, finding.severity}
            and query.rule in {None, finding.rule}
            and query.file in {None, finding.file}
        ]
        return sorted(found, key=lambda one: (one[0], one[1].file, one[1].line or 0, one[1].rule))

    def exclusive(self, wait_s: float) -> AbstractAsyncContextManager[None]:
        """Hold the only right to ingest into this store.

        Raises `IngestRunningError` when another holds it for longer than `wait_s` seconds.
        """
        return self._exclusive(wait_s)

    async def apply(self, update: ModelUpdate) -> None:
        """Store all of `update` or nothing; applying it again changes nothing."""
        before = self._stored.get(update.model.id)
        after = _updated(before or _Stored(update.model), update)
        if after != before:
            self._stored[update.model.id] = after
            self._revision += 1

    async def save_run(self, run: IngestRun) -> None:
        """Store the run under its id; the last one saved counts."""
        self._runs[run.id] = run

    async def runs(self, limit: int, offset: int = 0) -> Sequence[IngestRun]:
        """Return runs without their files, newest first; empty when there is none."""
        bare = (run.model_copy(update={"files": ()}) for run in self._runs.values())
        by_id = sorted(bare, key=lambda run: run.id)
        return sorted(by_id, key=lambda run: run.started_at, reverse=True)[offset : offset + limit]

    async def run(self, run: str) -> IngestRun:
        """Return one run with its files. Raises `RunNotFoundError`."""
        key = _uuid(run)
        if key is None or key not in self._runs:
            raise RunNotFoundError(run)
        return self._runs[key]

    async def interrupt_runs(self) -> int:
        """Mark runs that never ended as interrupted; only the holder of `exclusive` may ask."""
        running = [run for run in self._runs.values() if run.state is RunState.RUNNING]
        for run in running:
            self._runs[run.id] = run.model_copy(update={"state": RunState.INTERRUPTED})
        return len(running)

    @asynccontextmanager
    async def _exclusive(self, wait_s: float) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout(wait_s):
                await self._ingesting.acquire()
        except TimeoutError as error:
            latest = await self.runs(limit=1)
            running = latest and latest[0].state is RunState.RUNNING
            since = f"{latest[0].started_at:%Y-%m-%d %H:%M:%S} UTC" if running else "just now"
            raise IngestRunningError(since) from error
        try:
            yield
        finally:
            self._ingesting.release()

    def _of(self, model: UUID) -> _Stored:
        return self._stored.get(model, _NOTHING)


_NOTHING = _Stored(TradingModel(id=UUID(int=0), name=""))


def _updated(stored: _Stored, update: ModelUpdate) -> _Stored:
    after = replace(stored, model=update.model)
    for change in (update.config, update.status, update.holdings, update.ranks, update.backtest):
        if change:
            after = _with_file(after, change)
    if update.ranks:
        ranking = update.ranks.content
        after = replace(after, ranking=ranking if ranking and ranking.ranks else None)
    if (status := update.status) is not None:
        after = replace(after, status=merged(after.status, status_rows(status.content), status))
    if (backtest := update.backtest) is not None:
        after = replace(after, backtest=merged(after.backtest, backtest_rows(backtest.content), backtest))
    if (holdings := update.holdings) is not None:
        blocks, trades = holdings.content.snapshots, holdings.content.trade_log
        after = replace(
            after,
            snapshots=merged(after.snapshots, snapshot_rows(blocks), holdings),
            trade_log=merged(after.trade_log, trade_rows(trades), holdings),
        )
    return after


def _with_file(stored: _Stored, change: FileChange[Any]) -> _Stored:
    kind = change.source.kind
    findings = change.findings
    if change.append and change.source.since is None:
        known = stored.findings.get(kind, ())
        findings = (*known, *(finding for finding in findings if finding not in known))
    return replace(
        stored,
        sources={**stored.sources, kind: change.source},
        findings={**stored.findings, kind: findings},
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
