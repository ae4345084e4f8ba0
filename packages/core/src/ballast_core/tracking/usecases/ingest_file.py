"""Read one file of a model and tell what of it must be stored."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any, cast

from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.ports import Clock
from ballast_core.tracking.entities import (
    FileKind,
    FileState,
    Finding,
    HoldingsContent,
    Parsed,
    Severity,
    SourceFile,
    TradingModel,
)
from ballast_core.tracking.parsing import parse_backtest, parse_holdings, parse_ranks, parse_status
from ballast_core.tracking.ports import (
    FileChange,
    FoundModel,
    ModelFiles,
    SnapshotStore,
    SourceText,
    ValueStore,
)
from ballast_core.tracking.rules.difference import (
    Difference,
    FileContent,
    Grown,
    after_line,
    difference,
    since,
    size_of,
)
from ballast_core.tracking.rules.suspicions import suspicions
from ballast_core.tracking.usecases.ingest_report import FileReport, IngestSpec, RowDifference

_STAYS = {
    FileState.MISSING: "no longer there; what was stored of it stays",
    FileState.UNREADABLE: "it cannot be read; what was stored of it stays",
}
_EMPTIED = {
    FileKind.STATUS: "status.emptied",
    FileKind.HOLDINGS: "holdings.emptied",
    FileKind.RANKS: "ranks.emptied",
    FileKind.BACKTEST: "backtest.emptied",
}


_GROWING = (FileKind.STATUS, FileKind.BACKTEST)
_OUT_OF_ORDER = ("backtest.repeated_date", "backtest.date_order")


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file turned out to be: its report, its findings, and what to store of it, if anything."""

    report: FileReport
    findings: tuple[Finding, ...] = ()
    change: FileChange[Any] | None = None


@dataclass(frozen=True, slots=True)
class ModelBefore:
    """A model as it is stored before an ingest; all empty when it is new."""

    model: TradingModel | None
    sources: dict[FileKind, SourceFile]

    def keeps_config(self, found: FoundModel) -> bool:
        """Tell whether the stored settings stay, because those of the file cannot be had now."""
        return not found.config_read and self.model is not None and bool(self.model.config_path)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Compare a file with what is stored of it, and write nothing."""

    files: ModelFiles
    values: ValueStore
    snapshots: SnapshotStore
    clock: Clock

    async def __call__(
        self, found: FoundModel, model: TradingModel, before: ModelBefore, kind: FileKind, spec: IngestSpec
    ) -> FileReading:
        """Read, parse and compare; a file that cannot be read costs its report, never the ingest."""
        stored = before.sources.get(kind)
        known_as = stored.name if stored else kind.value
        if kind is FileKind.CONFIG and before.keeps_config(found):
            state = FileState.UNREADABLE if found.config_path else FileState.MISSING
            return FileReading(
                FileReport(kind=kind, name=known_as, state=state, message=_STAYS[state]),
                found.config_findings,
            )
        try:
            text = _settings(found) if kind is FileKind.CONFIG else await self.files.read(found, kind)
        except UnavailableError as error:
            return FileReading(
                FileReport(kind=kind, name=known_as, state=FileState.UNREADABLE, message=str(error))
            )
        if text is None:
            message = _STAYS[FileState.MISSING] if stored else ""
            return FileReading(FileReport(kind=kind, name=known_as, state=FileState.MISSING, message=message))
        start, whole = _hashes(text.content, stored.size if stored else 0)
        if stored and not spec.full and whole == stored.sha256 and _is_complete(stored, spec):
            return FileReading(FileReport(kind=kind, name=text.name, state=FileState.UNCHANGED))
        parsed = await asyncio.to_thread(_parse, kind, text, found, model)
        source = SourceFile(
            kind=kind,
            name=text.name,
            sha256=whole,
            size=len(text.content),
            lines=parsed.lines,
            since=spec.since,
            stored_at=self.clock.now(),
        )
        grown = stored and start == stored.sha256 and _may_grow(kind, text, stored, spec)
        if stored and grown and not spec.full and _in_order(parsed):
            return _appended(parsed, source, stored, spec)
        old = await self._stored(kind, before) if stored else None
        if size_of(old) and not size_of(parsed.content) and not spec.full:
            return _emptied(parsed, source)
        return _replaced(parsed, source, old, stored, spec)

    async def _stored(self, kind: FileKind, before: ModelBefore) -> FileContent:
        if before.model is None:
            return None
        match kind:
            case FileKind.CONFIG:
                return before.model
            case FileKind.STATUS:
                return await self.values.status(before.model.id)
            case FileKind.HOLDINGS:
                snapshots = await self.snapshots.snapshots(before.model.id)
                return HoldingsContent(
                    tuple(snapshots), tuple(await self.snapshots.trade_log(before.model.id))
                )
            case FileKind.RANKS:
                return await self.snapshots.ranking(before.model.id)
            case FileKind.BACKTEST:
                return await self.values.backtest(before.model.id)


def _settings(found: FoundModel) -> SourceText:
    # Known again by its whitelisted part alone: a hash of the file itself would cover its passwords.
    return SourceText(found.config_path or "no configuration", found.config.model_dump_json().encode())


def _parse(kind: FileKind, text: SourceText, found: FoundModel, model: TradingModel) -> Parsed[Any]:
    match kind:
        case FileKind.CONFIG:
            return Parsed(model, found.config_findings, lines=0, rejected=0)
        case FileKind.STATUS:
            parsed = parse_status(text.content, file=text.name)
            doubts = suspicions(parsed.content, file=text.name)
            return Parsed(parsed.content, (*parsed.findings, *doubts), parsed.lines, parsed.rejected)
        case FileKind.HOLDINGS:
            return parse_holdings(text.content, model=model.id, file=text.name)
        case FileKind.RANKS:
            return parse_ranks(text.content, file=text.name)
        case FileKind.BACKTEST:
            return parse_backtest(text.content, file=text.name)


def _appended(parsed: Parsed[Grown], source: SourceFile, stored: SourceFile, spec: IngestSpec) -> FileReading:
    new = after_line(parsed.content, stored.lines)
    findings = tuple(finding for finding in parsed.findings if (finding.line or 0) > stored.lines)
    report = FileReport(
        kind=source.kind,
        name=source.name,
        state=FileState.APPENDED,
        lines=parsed.lines,
        read=len(parsed.content),
        new=len(new),
        unchanged=len(parsed.content) - len(new),
        rejected=parsed.rejected,
        differences=_told(difference(None, new)) if spec.dry_run else (),
    )
    return FileReading(report, findings, FileChange(source, new, findings, append=True))


def _emptied(parsed: Parsed[Any], source: SourceFile) -> FileReading:
    report = FileReport(
        kind=source.kind,
        name=source.name,
        state=FileState.UNREADABLE,
        lines=parsed.lines,
        rejected=parsed.rejected,
        message="no row in it; what was stored of it stays; --full takes it as it is",
    )
    finding = Finding(
        file=source.name,
        rule=_EMPTIED[source.kind],
        severity=Severity.ERROR,
        read=f"{source.size} bytes",
        done="the rows that are stored of it stay",
    )
    return FileReading(report, (*parsed.findings, finding))


def _replaced(
    parsed: Parsed[Any], source: SourceFile, old: FileContent, stored: SourceFile | None, spec: IngestSpec
) -> FileReading:
    content = since(cast("FileContent", parsed.content), spec.since)
    if stored or spec.dry_run:
        change = difference(since(old, spec.since), content)
        new, changed, unchanged = len(change.added), len(change.changed), change.unchanged
    else:  # nothing to compare with, and naming every row would cost more than reading them
        change = Difference()
        new, changed, unchanged = size_of(content), 0, 0
    report = FileReport(
        kind=source.kind,
        name=source.name,
        state=FileState.REWRITTEN if stored else FileState.NEW,
        lines=parsed.lines,
        read=new + changed + unchanged,
        new=new,
        changed=changed,
        removed=len(change.removed),
        unchanged=unchanged,
        rejected=parsed.rejected,
        differences=_told(change),
    )
    return FileReading(report, parsed.findings, FileChange(source, content, parsed.findings))


def _told(change: Difference) -> tuple[RowDifference, ...]:
    return (
        *(RowDifference(change="removed", key=key, before=row) for key, row in change.removed),
        *(
            RowDifference(change="changed", key=key, before=was, after=row)
            for key, was, row in change.changed
        ),
        *(RowDifference(change="added", key=key, after=row) for key, row in change.added),
    )


def _hashes(content: bytes, size: int) -> tuple[str, str]:
    """Return the hash of the first `size` bytes, and that of all."""
    digest = hashlib.sha256(content[:size])
    start = digest.hexdigest()
    digest.update(content[size:])
    return start, digest.hexdigest()


def _is_complete(stored: SourceFile, spec: IngestSpec) -> bool:
    return stored.since is None or (spec.since is not None and stored.since <= spec.since)


def _in_order(parsed: Parsed[Any]) -> bool:
    # A backtest row may replace one that is stored: then the new rows do not simply follow the old ones.
    return not any(finding.rule in _OUT_OF_ORDER for finding in parsed.findings)


def _may_grow(kind: FileKind, text: SourceText, stored: SourceFile, spec: IngestSpec) -> bool:
    if kind not in _GROWING or stored.since or spec.since or not 0 < stored.size < len(text.content):
        return False
    # A last line without its end may have grown since: then it must be read anew.
    return text.content[: stored.size].endswith((b"\r", b"\n"))
