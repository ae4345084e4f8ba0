"""Read the models' files into the store: safe to repeat, to kill, and to run twice at once."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from ballast_core.shared.ahead import one_ahead
from ballast_core.shared.errors import BallastError
from ballast_core.shared.ports import Clock
from ballast_core.tracking.entities import (
    FileKind,
    FileState,
    IngestRun,
    RunState,
    TradingModel,
    model_id,
)
from ballast_core.tracking.errors import ModelNotFoundError, NoModelsFoundError
from ballast_core.tracking.ports import (
    FileChange,
    FoundModel,
    IngestStore,
    ModelFiles,
    ModelStore,
    ModelUpdate,
)
from ballast_core.tracking.usecases.ingest_file import FileReading, ModelBefore, ReadFile
from ballast_core.tracking.usecases.ingest_report import (
    FileReport,
    IngestProgress,
    IngestReport,
    IngestSpec,
    ModelReport,
)

type Watch = Callable[[IngestProgress], None]
type Reading = tuple[ModelUpdate | None, ModelReport]


@dataclass(frozen=True, slots=True)
class IngestModels:
    """Find the models, read what changed, store each model at one stroke, and record the run."""

    files: ModelFiles
    read_file: ReadFile
    models: ModelStore
    store: IngestStore
    clock: Clock

    async def __call__(self, spec: IngestSpec | None = None, watch: Watch | None = None) -> IngestReport:
        """Ingest and report; a dry run writes nothing, takes no lock, and tells row by row what would change.

        Raises `DataFolderNotFoundError`, `NoModelsFoundError`, `ModelNotFoundError`, and `IngestRunningError`
        when another ingest still runs after `spec.wait_s`.
        """
        spec = spec or IngestSpec()
        found = self._wanted(await self.files.find(), spec)
        run = _new_run(found, self.clock)
        if spec.dry_run:
            return await self._ingest(found, spec, run, watch)
        async with self.store.exclusive(spec.wait_s):
            await self.store.interrupt_runs()
            await self.store.save_run(run)
            try:
                report = await self._ingest(found, spec, run, watch)
            except BallastError as error:
                failed = {"state": RunState.FAILED, "ended_at": self.clock.now(), "message": str(error)}
                await self.store.save_run(run.model_copy(update=failed))
                raise
            await self.store.save_run(_ended(run, report))
            return report

    def _wanted(self, found: Sequence[FoundModel], spec: IngestSpec) -> Sequence[FoundModel]:
        if not found:
            raise NoModelsFoundError(self.files.describe())
        names = tuple(sorted(model.config.name for model in found))
        for name in spec.models:
            if name not in names:
                raise ModelNotFoundError(name, names)
        return [model for model in found if not spec.models or model.config.name in spec.models]

    async def _ingest(
        self, found: Sequence[FoundModel], spec: IngestSpec, run: IngestRun, watch: Watch | None
    ) -> IngestReport:
        reports: list[ModelReport] = []
        before = {model.id: model for model in await self.models.models()}
        async with aclosing(one_ahead(self._readings(found, before, spec))) as readings:
            async for update, report in readings:
                if update and not spec.dry_run:
                    await self.store.apply(update)
                reports.append(report)
                if watch:
                    watch(IngestProgress(len(reports), len(found), report.model, report.said()))
        here = {model_id(one.config.name) for one in found}
        gone = [] if spec.models else [_gone(model) for key, model in before.items() if key not in here]
        return IngestReport(
            run_id=None if spec.dry_run else run.id,
            dry_run=spec.dry_run,
            folder=self.files.describe(),
            started_at=run.started_at,
            ended_at=self.clock.now(),
            models=(*reports, *gone),
        )

    async def _readings(
        self, found: Sequence[FoundModel], before: Mapping[UUID, TradingModel], spec: IngestSpec
    ) -> AsyncGenerator[Reading]:
        for one in found:
            yield await self._read(one, before.get(model_id(one.config.name)), spec)

    async def _read(self, found: FoundModel, stored: TradingModel | None, spec: IngestSpec) -> Reading:
        sources = await self.models.sources(stored.id) if stored else ()
        before = ModelBefore(stored, {source.kind: source for source in sources})
        model = stored if stored and before.keeps_config(found) else _trading_model(found)
        readings = {kind: await self._timed(found, model, before, kind, spec) for kind in FileKind}
        findings = tuple(finding for reading in readings.values() for finding in reading.findings)
        changes = {kind: reading.change for kind, reading in readings.items() if reading.change}
        files = {kind: reading.report for kind, reading in readings.items()}
        if not stored and changes.keys() == {FileKind.CONFIG}:
            # A configuration alone is no model yet: it is stored with the first file it points to.
            files[FileKind.CONFIG] = _alone(files[FileKind.CONFIG])
            changes.clear()
        report = ModelReport(model=model.name, files=tuple(files.values()), findings=findings)
        return _update(model, changes) if changes else None, report

    async def _timed(
        self, found: FoundModel, model: TradingModel, before: ModelBefore, kind: FileKind, spec: IngestSpec
    ) -> FileReading:
        begun = self.clock.now()
        reading = await self.read_file(found, model, before, kind, spec)
        seconds = round((self.clock.now() - begun).total_seconds(), 3)
        return replace(reading, report=reading.report.model_copy(update={"seconds": seconds}))


def _alone(config: FileReport) -> FileReport:
    message = "nothing to track yet: it points to no file that can be read here"
    return FileReport(kind=config.kind, name=config.name, state=FileState.NOT_STORED, message=message)


def _gone(model: TradingModel) -> ModelReport:
    name, message = model.config_path or model.name, "no longer found; what was stored of it stays"
    gone = FileReport(kind=FileKind.CONFIG, name=name, state=FileState.MISSING, message=message)
    return ModelReport(model=model.name, files=(gone,), findings=())


def _update(model: TradingModel, changes: dict[FileKind, FileChange[Any]]) -> ModelUpdate:
    return ModelUpdate(
        model,
        config=changes.get(FileKind.CONFIG),
        status=changes.get(FileKind.STATUS),
        holdings=changes.get(FileKind.HOLDINGS),
        ranks=changes.get(FileKind.RANKS),
        backtest=changes.get(FileKind.BACKTEST),
    )


def _trading_model(found: FoundModel) -> TradingModel:
    config = found.config
    return TradingModel(
        id=model_id(config.name),
        name=config.name,
        description=config.description or config.title,
        market_index=config.market_index,
        is_meta=config.is_meta,
        sub_models=config.sub_models,
        config_path=found.config_path,
        parameters=config.parameters,
    )


def _new_run(found: Sequence[FoundModel], clock: Clock) -> IngestRun:
    now = clock.now()
    names = tuple(model.config.name for model in found)
    return IngestRun(id=uuid5(model_id(",".join(names)), now.isoformat()), started_at=now, models=names)


def _ended(run: IngestRun, report: IngestReport) -> IngestRun:
    return run.model_copy(
        update={
            "state": RunState.DONE,
            "ended_at": report.ended_at,
            "rows_read": report.total("read"),
            "rows_new": report.total("new"),
            "rows_changed": report.total("changed"),
            "rows_removed": report.total("removed"),
            "rows_unchanged": report.total("unchanged"),
            "rows_rejected": report.total("rejected"),
            "findings": report.findings,
            "files": report.run_files,
        }
    )
