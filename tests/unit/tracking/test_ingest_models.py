"""Ingest over memory adapters: what is read, skipped, appended, replaced, refused."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError
from tests.builders import NOON

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.files import MemoryModelFiles
from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_core.shared.errors import UnavailableError
from ballast_core.tracking import (
    FileKind,
    FileReport,
    FileState,
    FindingQuery,
    IngestModels,
    IngestProgress,
    IngestReport,
    IngestRunningError,
    IngestSpec,
    ModelNotFoundError,
    NoModelsFoundError,
    ReadFile,
    Severity,
    model_id,
)

STATUS = (
    b"\n[Status]\n\n"
    b"cumu_value: 2026-01-02 16:00:00 10000.0\n"
    b"cumu_value: 2026-01-03 16:00:00 10100.0 1 10100.0\n"
    b"cumu_value: 2026-01-03 18:00:00 10050.0 1 10050.0\n"
)
MORE = b"cumu_value: 2026-01-05 16:00:00 10200.0 1 10200.0\n"
HOLDINGS = (
    b"[Holdings]\r\n\r\nTradeDate: 2026-1-2\r\ncumulativecashin: 10000\r\n"
    b"stocks:   AAA  CASH\r\nshares:   10   500\r\nbuyprice: 950  1.0\r\n"
)
PINE = model_id("naz100_pine")


@pytest.fixture
def files() -> MemoryModelFiles:
    return MemoryModelFiles({"naz100_pine": {FileKind.STATUS: STATUS, FileKind.HOLDINGS: HOLDINGS}})


@pytest.fixture
def store() -> MemoryTrackingStore:
    return MemoryTrackingStore()


@pytest.fixture
def ingest(files: MemoryModelFiles, store: MemoryTrackingStore) -> IngestModels:
    clock = FrozenClock(NOON)
    return IngestModels(files, ReadFile(files, store, store, clock), store, store, clock)


def status_of(report: IngestReport) -> FileReport:
    return next(file for file in report.models[0].files if file.kind is FileKind.STATUS)


async def base_of(store: MemoryTrackingStore) -> list[float]:
    return (await store.status(PINE)).base.tolist()


async def test_a_first_ingest_stores_every_record_and_lot(
    ingest: IngestModels, store: MemoryTrackingStore
) -> None:
    report = await ingest()
    assert (status_of(report).state, status_of(report).new) == (FileState.NEW, 3)
    assert await base_of(store) == [10000.0, 10100.0, 10050.0]
    assert (await store.snapshots(PINE))[0].lots[0].shares == Decimal(10)


async def test_unchanged_files_are_skipped(ingest: IngestModels) -> None:
    await ingest()
    report = await ingest()
    assert status_of(report).state is FileState.UNCHANGED
    assert report.total("new") == report.total("read") == 0


async def test_an_append_stores_only_the_tail(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + MORE
    report = await ingest()
    assert (status_of(report).state, status_of(report).new, status_of(report).unchanged) == ("appended", 1, 3)
    assert (await base_of(store))[-1] == 10200.0
    assert (await store.status(PINE)).line.tolist() == [4, 5, 6, 7]


async def test_a_last_line_without_its_end_may_grow_and_is_read_anew(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + b"cumu_value: 2026-01-05 16:00:00 102"
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + b"cumu_value: 2026-01-05 16:00:00 10200.0\n"
    report = await ingest()
    assert (status_of(report).state, status_of(report).changed) == (FileState.REWRITTEN, 1)
    assert (await base_of(store))[-1] == 10200.0


async def test_rewritten_history_replaces_the_rows_and_says_what_changed(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS.replace(b"10000.0", b"9999.0")
    changed = status_of(await ingest())
    assert (changed.state, changed.changed, changed.unchanged) == (FileState.REWRITTEN, 1, 2)
    assert changed.differences[0].after.startswith("9999.0")
    assert (await base_of(store))[0] == 9999.0


async def test_a_removed_line_is_removed(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS.rpartition(b"cumu_value")[0]
    assert status_of(await ingest()).removed == 1
    assert len(await base_of(store)) == 2


async def test_a_dry_run_tells_each_row_and_writes_nothing(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + MORE
    before = await store.revision()
    report = await ingest(IngestSpec(dry_run=True))
    assert [row.change for row in status_of(report).differences] == ["added"]
    assert (report.run_id, await store.revision()) == (None, before)
    assert len(await store.runs(10)) == 1


async def test_full_reads_unchanged_files_again(ingest: IngestModels) -> None:
    await ingest()
    assert status_of(await ingest(IngestSpec(full=True))).unchanged == 3


async def test_since_leaves_older_rows_as_they_are_stored(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    rewritten = STATUS.replace(b"10000.0", b"1.0").replace(b"10050.0 1", b"10060.0 1")
    files.files["naz100_pine"][FileKind.STATUS] = rewritten
    await ingest(IngestSpec(since=date(2026, 1, 3)))
    assert await base_of(store) == [10000.0, 10100.0, 10060.0]
    await ingest()
    assert await base_of(store) == [1.0, 10100.0, 10060.0]


async def test_one_bad_line_costs_one_finding_and_not_the_file(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + b"cumu_value: soon 1\n" + MORE
    report = await ingest()
    assert (status_of(report).rejected, status_of(report).new) == (1, 4)
    errors = await store.findings(FindingQuery(model=PINE, severity=Severity.ERROR))
    assert [finding.line for _, finding in errors] == [7]


async def test_two_at_once_conflict_and_the_second_can_wait(
    ingest: IngestModels, store: MemoryTrackingStore
) -> None:
    async with store.exclusive(0):
        with pytest.raises(IngestRunningError):
            await ingest()
    assert (await ingest(IngestSpec(wait_s=1))).total("new") > 0


async def test_whoever_watches_is_told_what_became_of_each_model(
    ingest: IngestModels, files: MemoryModelFiles
) -> None:
    seen: list[IngestProgress] = []
    await ingest(watch=seen.append)
    files.files["naz100_pine"][FileKind.STATUS] = STATUS + b"cumu_value: soon 1\n" + MORE
    await ingest(watch=seen.append)
    await ingest(watch=seen.append)
    assert [(one.done, one.total, one.model) for one in seen] == [(1, 1, "naz100_pine")] * 3
    assert [one.said for one in seen] == [
        "rows: 11 new; findings: 2",
        "rows: 1 new, 1 rejected; findings: 2",
        "nothing new",
    ]


async def test_an_unreadable_file_costs_its_report_only(
    ingest: IngestModels, files: MemoryModelFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise UnavailableError("no permission")

    monkeypatch.setattr(files, "read", refuse)
    report = await ingest()
    assert status_of(report).state is FileState.UNREADABLE
    assert "no permission" in status_of(report).message


async def test_an_unknown_model_names_the_known_ones(ingest: IngestModels) -> None:
    with pytest.raises(ModelNotFoundError, match="naz100_pine"):
        await ingest(IngestSpec(models=("pine",)))


async def test_an_empty_folder_says_what_it_expects(ingest: IngestModels, files: MemoryModelFiles) -> None:
    files.files.clear()
    with pytest.raises(NoModelsFoundError, match="data_store"):
        await ingest()


async def test_a_configuration_without_files_is_reported_and_not_stored(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    files.files = {"sp500_pine": {FileKind.CONFIG: CONFIG}}
    report = await ingest()
    config = report.models[0].files[0]
    assert (config.state, config.new) == (FileState.NOT_STORED, 0)
    assert config.message.startswith("nothing to track yet")
    assert [file.state for file in report.models[0].files[1:]] == [FileState.MISSING] * 4
    assert await store.models() == []


async def test_the_watcher_hears_of_every_model(ingest: IngestModels) -> None:
    heard: list[str] = []
    await ingest(watch=lambda progress: heard.append(f"{progress.done}/{progress.total} {progress.model}"))
    assert heard == ["1/1 naz100_pine"]


CONFIG = b'{"Valuation": {"stockList": "Naz100", "MA1": 5}, "models": {"model_choices": {"naz100_pi": "x"}}}'


@pytest.mark.parametrize(
    ("content", "state"),
    [(CONFIG[:40], FileState.UNREADABLE), (b"", FileState.UNREADABLE), (None, FileState.MISSING)],
)
async def test_a_configuration_that_cannot_be_read_leaves_the_stored_one(
    ingest: IngestModels,
    files: MemoryModelFiles,
    store: MemoryTrackingStore,
    content: bytes | None,
    state: FileState,
) -> None:
    files.files["naz100_pine"][FileKind.CONFIG] = CONFIG
    await ingest()
    stored, revision = await store.models(), await store.revision()
    assert stored[0].is_meta
    del files.files["naz100_pine"][FileKind.CONFIG]
    if content is not None:
        files.files["naz100_pine"][FileKind.CONFIG] = content
    (model,) = (await ingest()).models
    assert model.files[0].state is state
    assert "what was stored of it stays" in model.files[0].message
    assert (await store.models(), await store.revision()) == (stored, revision)
    assert [finding.rule for finding in model.findings] == (
        ["config.bad_json"] if content is not None else []
    )


async def test_a_file_that_changes_beside_a_broken_configuration_is_stored(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    files.files["naz100_pine"][FileKind.CONFIG] = CONFIG
    await ingest()
    stored = await store.models()
    files.files["naz100_pine"] |= {FileKind.CONFIG: b"{", FileKind.STATUS: STATUS + MORE}
    assert (await ingest()).total("new") == 1
    assert await store.models() == stored


RANKS = b"[Ranks]\nlastdate: 2026-01-02\nsymbols: AAA BBB\nranks: 1 2\n"
BACKTEST = b"2026-01-02 10000.0 10000.0 5.0 1.0\n2026-01-05 10100.0 10200.0 6.0 2.0\n"


@pytest.mark.parametrize(
    ("kind", "content", "emptied"),
    [
        (FileKind.STATUS, STATUS, b""),
        (FileKind.STATUS, STATUS, b"[Status]\n"),
        (FileKind.HOLDINGS, HOLDINGS, b"[Holdings]\n"),
        (FileKind.RANKS, RANKS, b"\n"),
        (FileKind.BACKTEST, BACKTEST, b""),
    ],
)
async def test_a_file_without_rows_leaves_those_that_are_stored_unless_full(
    ingest: IngestModels,
    files: MemoryModelFiles,
    store: MemoryTrackingStore,
    kind: FileKind,
    content: bytes,
    emptied: bytes,
) -> None:
    files.files["naz100_pine"][kind] = content
    await ingest()
    revision = await store.revision()
    files.files["naz100_pine"][kind] = emptied
    for _ in range(2):
        (model,) = (await ingest()).models
        (file,) = [file for file in model.files if file.kind is kind]
        assert (file.state, file.removed) == (FileState.UNREADABLE, 0)
        assert (model.findings[-1].rule, model.findings[-1].severity) == (f"{kind}.emptied", Severity.ERROR)
    assert await store.revision() == revision
    assert (await ingest(IngestSpec(full=True))).total("removed") > 0
    assert (await ingest()).findings == 0


async def test_a_configuration_without_files_is_stored_with_the_first_of_them(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    files.files["naz100_pine"] = {FileKind.CONFIG: CONFIG}
    await ingest()
    files.files["naz100_pine"][FileKind.STATUS] = STATUS
    assert (await ingest()).models[0].files[0].state is FileState.NEW
    assert (await store.models())[0].is_meta


async def test_a_stored_model_that_is_no_longer_found_is_told_and_stays(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    await ingest()
    files.files["sp500_pine"] = files.files.pop("naz100_pine")
    here, gone = (await ingest()).models
    assert (here.model, gone.model) == ("sp500_pine", "naz100_pine")
    assert [(file.state, file.message) for file in gone.files] == [
        (FileState.MISSING, "no longer found; what was stored of it stays")
    ]
    assert len(await base_of(store)) == 3
    assert len((await ingest(IngestSpec(models=("sp500_pine",)))).models) == 1


@pytest.mark.parametrize(
    "lax",
    [{"since": 0}, {"since": "0"}, {"since": False}, {"wait_s": False}, {"wait_s": "1"}, {"full": 1}],
    ids=str,
)
def test_a_wish_of_another_type_is_refused(lax: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        IngestSpec.model_validate(lax)


def test_a_day_may_be_written_out() -> None:
    wish = IngestSpec.model_validate({"since": "2026-01-03", "wait_s": 1})
    assert wish == IngestSpec(since=date(2026, 1, 3), wait_s=1.0)


async def backtest_after(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore, later: bytes
) -> tuple[FileReport, list[float]]:
    files.files["naz100_pine"][FileKind.BACKTEST] = BACKTEST
    await ingest()
    files.files["naz100_pine"][FileKind.BACKTEST] = later
    report = (await ingest()).models[0].files[-1]
    return report, (await store.backtest(PINE)).strategy.tolist()


async def test_a_backtest_that_only_grew_stores_its_tail(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    report, strategy = await backtest_after(
        ingest, files, store, BACKTEST + b"2026-01-06 10150.0 10300.0 7.0 3.0\n"
    )
    assert (report.state, report.new, report.unchanged) == (FileState.APPENDED, 1, 2)
    assert strategy == [10000.0, 10200.0, 10300.0]


async def test_a_backtest_row_that_replaces_a_stored_one_is_no_append(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    report, strategy = await backtest_after(
        ingest, files, store, BACKTEST + b"2026-01-05 10100.0 10250.0 6.0 2.0\n"
    )
    assert report.state is FileState.REWRITTEN
    assert strategy == [10000.0, 10250.0]


async def test_a_rewritten_backtest_replaces_the_past(
    ingest: IngestModels, files: MemoryModelFiles, store: MemoryTrackingStore
) -> None:
    report, strategy = await backtest_after(
        ingest, files, store, BACKTEST.replace(b"10200.0", b"10222.0") + b"2026-01-06 1.0 2.0 3.0 4.0\n"
    )
    assert (report.state, report.changed, report.new) == (FileState.REWRITTEN, 1, 1)
    assert strategy == [10000.0, 10222.0, 2.0]
