"""Add files of trades."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from ballast_core.shared.ports import Clock
from ballast_core.shared.progress import Tell, tell_nobody
from ballast_core.trades.entities import ColumnMapping, TradeLimits
from ballast_core.trades.errors import MappingNotFoundError, TooManyFilesError, UploadGoneError
from ballast_core.trades.ports import MappingStore, TradeStore, UploadStore
from ballast_core.trades.usecases.add_each import AddEach, How, refused
from ballast_core.trades.usecases.add_report import (
    AddReport,
    AddSpec,
    FileOutcome,
    Incoming,
    Outcome,
    UploadsSpec,
)


@dataclass(frozen=True, slots=True)
class AddFiles:
    """Add files that are at hand."""

    add_each: AddEach
    mappings: MappingStore
    limits: TradeLimits

    async def __call__(self, spec: AddSpec, tell: Tell = tell_nobody) -> AddReport:
        """Add each file whole or not at all, and tell what became of it.

        Raises `TooManyFilesError` and `MappingNotFoundError` before any is read; `UnavailableError`, and then
        what was stored until then stays.
        """
        if len(spec.files) > self.limits.max_files:
            raise TooManyFilesError(len(spec.files), self.limits.max_files)
        mapping = await _mapping(self.mappings, spec.mapping)
        how = How(len(spec.files), spec.on_same, mapping, spec.dry_run)
        return await self.add_each(_at_hand(spec), how, tell)


@dataclass(frozen=True, slots=True)
class AddUploads:
    """Add files that were uploaded: the job, safe to run again after it was killed."""

    add_each: AddEach
    store: UploadStore
    files: TradeStore
    mappings: MappingStore
    clock: Clock
    limits: TradeLimits

    async def __call__(self, spec: UploadsSpec, tell: Tell = tell_nobody) -> AddReport:
        """Do as `AddFiles`, and forget the uploads that were taken.

        One that was refused is kept for a while, so that it can be asked for again otherwise.
        """
        if len(spec.uploads) > self.limits.max_files:
            raise TooManyFilesError(len(spec.uploads), self.limits.max_files)
        mapping = await _mapping(self.mappings, spec.mapping)
        report = await self.add_each(
            self._arriving(spec), How(len(spec.uploads), spec.on_same, mapping), tell
        )
        await self.store.drop([one.id for one in report.outcomes if one.id])
        await self.store.drop_before(self.clock.now() - self.limits.keep_uploads)
        return report

    async def _arriving(self, spec: UploadsSpec) -> AsyncGenerator[Incoming | FileOutcome]:
        stored = {file.id: file for file in await self.files.files()}
        for one in spec.uploads:
            found = await self.store.staged(one)
            if found is not None:
                yield Incoming(found[0].name, found[1])
            elif there := stored.get(one):  # an earlier try had it before it was killed
                yield FileOutcome(name=there.name, outcome=Outcome.SAME, id=one, file=there)
            else:
                yield refused(one, UploadGoneError(one))


async def _at_hand(spec: AddSpec) -> AsyncGenerator[Incoming | FileOutcome]:
    for one in spec.files:
        yield one


async def _mapping(store: MappingStore, name: str | None) -> ColumnMapping | None:
    if name is None:
        return None
    found = next((one for one in await store.mappings() if one.name == name), None)
    if found is None:
        raise MappingNotFoundError(name)
    return found
