"""What is told of past ingests."""

from datetime import timedelta

import pytest
from tests.builders import NOON

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.files import MemoryModelFiles
from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_core.tracking import FileKind, IngestModels, ListRuns, ReadFile, RunState, ShowRun, model_id

STATUS = b"cumu_value: 2026-01-02 16:00:00 10000.0\ncumu_value: soon 1\n"
PINE = model_id("naz100_pine")


@pytest.fixture
def store() -> MemoryTrackingStore:
    return MemoryTrackingStore()


@pytest.fixture
def ingest(store: MemoryTrackingStore) -> IngestModels:
    clock, files = FrozenClock(NOON), MemoryModelFiles({"naz100_pine": {FileKind.STATUS: STATUS}})
    return IngestModels(files, ReadFile(files, store, store, clock), store, store, clock)


async def test_a_run_that_never_ended_is_marked_by_the_next(
    ingest: IngestModels, store: MemoryTrackingStore
) -> None:
    await ingest()
    run = (await store.runs(1))[0]
    killed = run.model_copy(
        update={"id": PINE, "state": RunState.RUNNING, "started_at": run.started_at - timedelta(days=1)}
    )
    await store.save_run(killed)
    await ingest()
    assert (await store.run(str(PINE))).state is RunState.INTERRUPTED


async def test_a_run_whose_program_died_is_told_as_interrupted_by_whoever_asks(
    ingest: IngestModels, store: MemoryTrackingStore
) -> None:
    await ingest()
    run = (await store.runs(1))[0].model_copy(update={"state": RunState.RUNNING})
    await store.save_run(run)
    assert (await ListRuns(store)()).runs[0].state is RunState.INTERRUPTED
    await store.save_run(run)
    assert (await ShowRun(store)(str(run.id))).state is RunState.INTERRUPTED


async def test_a_run_that_still_runs_is_told_as_running(
    ingest: IngestModels, store: MemoryTrackingStore
) -> None:
    await ingest()
    run = (await store.runs(1))[0].model_copy(update={"state": RunState.RUNNING})
    await store.save_run(run)
    async with store.exclusive(0):
        assert (await ListRuns(store)()).runs[0].state is RunState.RUNNING


async def test_a_run_keeps_what_became_of_each_file(ingest: IngestModels, store: MemoryTrackingStore) -> None:
    report = await ingest()
    files = (await ShowRun(store)(str(report.run_id))).files
    assert [(file.kind, file.state, file.new) for file in files] == [
        (file.kind, file.state, file.new) for file in report.models[0].files
    ]
    assert sum(file.findings for file in files) == report.findings
