"""What every `IngestStore` must do."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import asyncpg
import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.builders import NOON, a_change, a_finding, a_model, a_run, backtest_of, rows, status_of
from tests.contract.conftest import ONLY_POSTGRES, TrackingStore

from ballast_core.tracking import (
    FileKind,
    FileState,
    FindingQuery,
    IngestRunningError,
    ModelUpdate,
    RunFile,
    RunNotFoundError,
    RunState,
)

PINE, HMA = a_model("naz100_pine"), a_model("naz100_hma")
ONE = status_of(("2026-03-02T16:41:00", 100.0))
TWO = status_of(("2026-03-02T16:41:00", 200.0), ("2026-03-03T16:41:00", 201.0))

HOLDER = """
import asyncio, sys
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.tracking import SqlTrackingStore

async def main():
    async with open_engine(sys.argv[1]) as engine, SqlTrackingStore(engine).exclusive(0):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


def stored_as(*, status: object = ONE, **others: object) -> ModelUpdate:
    return ModelUpdate(PINE, status=a_change(FileKind.STATUS, status, a_finding()), **others)


async def contents(store: TrackingStore) -> tuple[object, ...]:
    return (
        list(await store.models()),
        list(await store.sources(PINE.id)),
        rows(await store.status(PINE.id)),
        list(await store.findings(FindingQuery())),
        await store.revision(),
    )


async def test_an_update_applied_again_changes_nothing(tracking_store: TrackingStore) -> None:
    """IS-01"""
    await tracking_store.apply(stored_as())
    before = await contents(tracking_store)
    await tracking_store.apply(stored_as())
    assert await contents(tracking_store) == before


async def test_a_kind_that_is_not_in_the_update_stays(tracking_store: TrackingStore) -> None:
    """IS-02"""
    await tracking_store.apply(stored_as())
    points = backtest_of(("2000-01-03", 1.0, 1.0))
    await tracking_store.apply(ModelUpdate(PINE, backtest=a_change(FileKind.BACKTEST, points)))
    assert rows(await tracking_store.status(PINE.id)) == rows(ONE)


async def test_another_sees_what_was_stored(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-03"""
    await tracking_store.apply(stored_as())
    assert await contents(other_store) == await contents(tracking_store)


async def test_an_update_that_fails_half_way_leaves_all_as_before(tracking_store: TrackingStore) -> None:
    """IS-04"""
    await tracking_store.apply(stored_as())
    before = await contents(tracking_store)
    torn = replace(backtest_of(("2000-01-03", 1.0, 1.0)), strategy=np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match=r"argument|differ"):
        await tracking_store.apply(stored_as(status=TWO, backtest=a_change(FileKind.BACKTEST, torn)))
    assert await contents(tracking_store) == before


@ONLY_POSTGRES
async def test_a_row_that_the_database_refuses_leaves_all_as_before(tracking_store: TrackingStore) -> None:
    """IS-05"""
    await tracking_store.apply(stored_as())
    before = await contents(tracking_store)
    refused = replace(TWO, base=np.array([200.0, np.nan]))
    with pytest.raises(asyncpg.NotNullViolationError):
        await tracking_store.apply(stored_as(status=refused))
    assert await contents(tracking_store) == before


async def test_of_two_updates_at_once_one_comes_last_and_whole(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-06"""
    for _ in range(5):
        await asyncio.gather(
            tracking_store.apply(stored_as(status=ONE)), other_store.apply(stored_as(status=TWO))
        )
        assert rows(await tracking_store.status(PINE.id)) in (rows(ONE), rows(TWO))


async def test_two_models_are_stored_at_once(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-07"""
    change = a_change(FileKind.STATUS, TWO)
    await asyncio.gather(
        tracking_store.apply(ModelUpdate(PINE, status=change)),
        other_store.apply(ModelUpdate(HMA, status=change)),
    )
    assert [len(await tracking_store.status(model.id)) for model in (PINE, HMA)] == [2, 2]


async def test_only_one_may_ingest(tracking_store: TrackingStore, other_store: TrackingStore) -> None:
    """IS-20"""
    async with tracking_store.exclusive(0):
        for store in (tracking_store, other_store):
            with pytest.raises(IngestRunningError, match="just now"):
                await enter(store)


async def test_the_refusal_tells_since_when_the_other_runs(tracking_store: TrackingStore) -> None:
    """IS-21"""
    await tracking_store.save_run(a_run(started_at=NOON - timedelta(days=1)))
    await tracking_store.save_run(a_run(started_at=NOON))
    async with tracking_store.exclusive(0):
        with pytest.raises(IngestRunningError, match="2026-03-03 12:00:00 UTC"):
            await enter(tracking_store)


async def test_the_right_is_free_again_at_once(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-22"""
    for store in (tracking_store, other_store, tracking_store):
        await enter(store)


async def test_a_failure_inside_frees_the_right_and_comes_out(tracking_store: TrackingStore) -> None:
    """IS-23"""
    with pytest.raises(OSError, match="disk"):
        async with tracking_store.exclusive(0):
            raise OSError("disk")
    await enter(tracking_store)


async def test_a_canceled_holder_frees_the_right(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-24"""
    inside = asyncio.Event()

    async def hold() -> None:
        async with tracking_store.exclusive(0):
            inside.set()
            await asyncio.sleep(60)

    holder = asyncio.create_task(hold())
    await inside.wait()
    holder.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holder
    await enter(other_store, wait_s=5)


async def test_who_waits_gets_the_right_when_it_is_free(
    tracking_store: TrackingStore, other_store: TrackingStore
) -> None:
    """IS-25"""
    async with tracking_store.exclusive(0):
        waiting = asyncio.create_task(enter(other_store, wait_s=30))
        await asyncio.sleep(0.1)
        assert not waiting.done()
    await asyncio.wait_for(waiting, 5)


@ONLY_POSTGRES
async def test_another_process_is_shut_out_and_let_in_when_this_one_leaves(
    tracking_store: TrackingStore, database_url: str
) -> None:
    """IS-26"""
    async with holder(database_url) as process:
        with pytest.raises(IngestRunningError):
            await enter(tracking_store)
        await process.communicate(b"\n")
        await enter(tracking_store)


@ONLY_POSTGRES
async def test_a_killed_holder_loses_the_right_at_once(
    tracking_store: TrackingStore, database_url: str
) -> None:
    """IS-27"""
    async with holder(database_url) as process:
        process.kill()
        await process.wait()
        await enter(tracking_store, wait_s=5)


@ONLY_POSTGRES
async def test_a_holder_that_lost_its_connection_leaves_in_peace(
    tracking_store: TrackingStore, engine: AsyncEngine
) -> None:
    """IS-28"""
    async with tracking_store.exclusive(0), engine.connect() as db:
        await db.execute(
            text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"),
        )
    await enter(tracking_store, wait_s=5)


async def test_a_run_comes_back_as_it_was_last_saved(tracking_store: TrackingStore) -> None:
    """IS-40"""
    run = a_run(models=("naz100_pine", "naz100_hma"))
    await tracking_store.save_run(run)
    ended = run.model_copy(update={"state": RunState.DONE, "ended_at": NOON, "rows_new": 7, "message": "ok"})
    await tracking_store.save_run(ended)
    assert await tracking_store.run(str(run.id)) == ended


async def test_a_run_alone_tells_of_its_files_and_in_a_list_does_not(tracking_store: TrackingStore) -> None:
    """IS-45"""
    file = RunFile(
        model="naz100_pine",
        kind=FileKind.STATUS,
        name="PyTAAA_status.params",
        state=FileState.NEW,
        seconds=0.25,
    )
    run = a_run(state=RunState.DONE, ended_at=NOON, files=(file,))
    await tracking_store.save_run(run)
    assert await tracking_store.run(str(run.id)) == run
    assert list(await tracking_store.runs(limit=1)) == [run.model_copy(update={"files": ()})]


@pytest.mark.parametrize("ref", ["00000000-0000-4000-8000-000000000000", "latest", ""])
async def test_an_unknown_run_is_not_found(tracking_store: TrackingStore, ref: str) -> None:
    """IS-41"""
    with pytest.raises(RunNotFoundError):
        await tracking_store.run(ref)


async def test_runs_come_newest_first_page_by_page(tracking_store: TrackingStore) -> None:
    """IS-42"""
    runs = [a_run(started_at=NOON + timedelta(hours=hour)) for hour in (2, 3, 1)]
    for run in runs:
        await tracking_store.save_run(run)
    assert list(await tracking_store.runs(limit=2)) == [runs[1], runs[0]]
    assert list(await tracking_store.runs(limit=2, offset=2)) == [runs[2]]


async def test_runs_that_never_ended_are_marked_as_interrupted(tracking_store: TrackingStore) -> None:
    """IS-43"""
    done, hanging = a_run(state=RunState.DONE, ended_at=NOON), a_run()
    await tracking_store.save_run(done)
    await tracking_store.save_run(hanging)
    assert [await tracking_store.interrupt_runs() for _ in range(2)] == [1, 0]
    assert await tracking_store.run(str(done.id)) == done
    assert (await tracking_store.run(str(hanging.id))).state is RunState.INTERRUPTED


async def test_runs_do_not_move_the_revision(tracking_store: TrackingStore) -> None:
    """IS-44"""
    before = await tracking_store.revision()
    await tracking_store.save_run(a_run())
    await tracking_store.interrupt_runs()
    assert await tracking_store.revision() == before


async def enter(store: TrackingStore, wait_s: float = 0) -> None:
    async with store.exclusive(wait_s):
        pass


@asynccontextmanager
async def holder(url: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLDER, url, stdin=pipe, stdout=pipe)
    assert process.stdout
    assert await process.stdout.readline() == b"held\n"
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
