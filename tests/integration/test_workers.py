"""What workers see to: no job is lost on the way, none is kept forever, and who works is known."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, aclosing

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.servers import database

from ballast_adapters.bootstrap.jobs import enqueue, open_jobs
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.jobs import SqlJobs
from ballast_adapters.sql.migrate import upgrade
from ballast_adapters.sql.workers import check_workers, forget_worker, note_worker, tidy_jobs
from ballast_core.ops import CheckState, JobSpec, JobState

pytestmark = pytest.mark.postgres

SPEC = JobSpec(name="tracking.ingest_models", argument={})
KEEP_DAYS = 30.0


@pytest.fixture(scope="module")
def url(embedded_server: str) -> Iterator[str]:
    """A database with our tables."""

    async def upgraded() -> None:
        async with open_engine(made) as engine:
            await upgrade(engine)

    with database(embedded_server) as made:
        asyncio.run(upgraded())
        yield made


@pytest.fixture
async def engine(url: str) -> AsyncGenerator[AsyncEngine]:
    async with open_engine(url) as opened:
        yield opened
        await say(opened, "truncate ops.jobs, ops.workers, pgqueuer.pgqueuer, pgqueuer.pgqueuer_log")


@pytest.fixture
async def jobs(engine: AsyncEngine) -> AsyncGenerator[SqlJobs]:
    async with open_jobs(engine) as opened:
        yield opened


async def say(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as db:
        await db.execute(text(statement))


async def handed_out(engine: AsyncEngine) -> int:
    async with engine.connect() as db:
        return (await db.execute(text("select count(*) from pgqueuer.pgqueuer"))).scalar_one()


async def test_a_job_is_handed_out_with_its_row(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.add(SPEC, 9.0)
    assert await handed_out(engine) == 1


async def test_all_who_follow_a_job_ask_the_database_together(engine: AsyncEngine, jobs: SqlJobs) -> None:
    """Hundreds of open pages took every connection for each step of one job."""
    job = await jobs.add(SPEC, 90.0)
    asked: list[str] = []
    event.listen(
        engine.sync_engine, "before_cursor_execute", lambda _c, _k, text, *_: asked.append(str(text))
    )
    async with asyncio.timeout(10), AsyncExitStack() as stack:
        many = [await stack.enter_async_context(aclosing(jobs.changes(job.id.upper()))) for _ in range(60)]
        first = await asyncio.gather(*map(anext, many))
        canceled = asyncio.gather(*map(anext, many))
        await jobs.cancel(job.id)
        seen = {now.version for now in first}, {now.state for now in await canceled}
    assert seen == ({1}, {JobState.CANCELED})
    assert 0 < sum(text.startswith("SELECT ops.jobs.id") for text in asked) < 10


async def test_a_job_that_got_lost_on_the_way_is_handed_out_again(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.add(SPEC, 9.0)
    await say(engine, "truncate pgqueuer.pgqueuer")
    await tidy_jobs(engine, KEEP_DAYS, enqueue)
    assert await handed_out(engine) == 1


async def test_a_job_that_is_on_its_way_is_not_handed_out_twice(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.add(SPEC, 9.0)
    await tidy_jobs(engine, KEEP_DAYS, enqueue)
    assert await handed_out(engine) == 1


async def test_a_job_that_is_over_is_kept_for_its_days(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.cancel((await jobs.add(SPEC, 9.0)).id)
    await say(engine, "update ops.jobs set ended_at = now() - interval '31 days'")
    late = await jobs.cancel((await jobs.add(SPEC, 9.0)).id)
    await tidy_jobs(engine, KEEP_DAYS, enqueue)
    assert [job.id for job in await jobs.jobs(5)] == [late.id]


async def test_a_job_that_waits_is_kept_however_old(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.add(SPEC, 9.0)
    await say(engine, "update ops.jobs set created_at = now() - interval '900 days'")
    await tidy_jobs(engine, KEEP_DAYS, enqueue)
    assert [job.state for job in await jobs.jobs(5)] == [JobState.QUEUED]


async def test_where_nobody_works_there_is_a_warning(engine: AsyncEngine, jobs: SqlJobs) -> None:
    await jobs.add(SPEC, 9.0)
    check = await check_workers(engine)
    assert (check.state, "ballast worker" in check.advice) == (CheckState.WARNING, True)
    assert "1 jobs wait" in check.found


async def test_a_worker_that_was_heard_of_does_jobs(engine: AsyncEngine) -> None:
    await note_worker(engine, "one")
    assert (await check_workers(engine)).state is CheckState.OK


async def test_a_worker_that_was_not_heard_of_for_long_counts_no_more(engine: AsyncEngine) -> None:
    await note_worker(engine, "one")
    await say(engine, "update ops.workers set seen_at = now() - interval '10 minutes'")
    assert (await check_workers(engine)).state is CheckState.WARNING


async def test_a_worker_that_stopped_counts_no_more(engine: AsyncEngine) -> None:
    await note_worker(engine, "one")
    await forget_worker(engine, "one")
    assert (await check_workers(engine)).state is CheckState.WARNING
