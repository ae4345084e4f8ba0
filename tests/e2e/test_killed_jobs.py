"""A job is finished, once, whatever becomes of the workers: killed, stopped, or without their database."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import numpy as np
import pytest
from tests.e2e.counting import KINDS

from ballast_adapters.bootstrap import database_url
from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.database import open_database
from ballast_adapters.bootstrap.jobs import open_jobs
from ballast_adapters.bootstrap.opening import open_app
from ballast_adapters.bootstrap.ops import ports
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.settings import Settings
from ballast_core.ops import Job, JobSpec, JobState, Ops, wire_ops

pytestmark = pytest.mark.postgres

LEASE_S = 2.0

type Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
async def ops(settings: Settings) -> AsyncGenerator[Ops]:
    """What a person asks, of the database of this home."""
    async with open_app(settings):
        pass  # the tables are there
    async with open_database(settings) as engine, open_jobs(engine) as jobs:
        ops = wire_ops(ports(settings, engine, jobs, MemoryChannel(), calendars(engine)), KINDS)
        yield ops
        for job in (await ops.list_jobs(100)).jobs:
            await ops.cancel_job(job.id)


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Start a worker and return it once it takes jobs; at the end all are killed."""
    workers: list[subprocess.Popen[str]] = []
    program = str(Path(__file__).with_name("counting.py"))
    knobs = {"BALLAST_WORKER__LEASE_S": str(LEASE_S), "BALLAST_WORKER__STOP_S": "0.2"}

    def started() -> subprocess.Popen[str]:
        worker = subprocess.Popen(
            [sys.executable, program], env=environment | knobs, stdout=subprocess.PIPE, text=True
        )
        workers.append(worker)
        assert worker.stdout
        assert worker.stdout.readline()
        return worker

    yield started
    for worker in workers:
        worker.kill()
        worker.communicate()


async def count(ops: Ops, to: int, **more: object) -> Job:
    return await ops.start_job(JobSpec.model_validate({"name": "test.count", "argument": {"to": to, **more}}))


async def until(ops: Ops, job: Job, reached: Callable[[Job], bool]) -> Job:
    """Follow a job until it is as wanted, or over."""
    async with asyncio.timeout(40), following(ops, job) as changes:
        async for now in changes:
            if reached(now) or now.state.over:
                return now
    raise AssertionError(job)


@asynccontextmanager
async def following(ops: Ops, job: Job) -> AsyncGenerator[AsyncGenerator[Job]]:
    changes = ops.watch_job(job.id)
    try:
        yield changes
    finally:
        await changes.aclose()


async def end_of(ops: Ops, job: Job) -> Job:
    return await until(ops, job, lambda _: False)


async def counting(ops: Ops, job: Job) -> Job:
    return await until(ops, job, lambda now: now.progress.done > 3)


def pid_of(job: Job) -> int:
    return int(job.worker.split(":")[1])


async def test_a_job_whose_worker_is_killed_is_finished_once_by_another(
    ops: Ops, start: Start, tmp_path: Path
) -> None:
    workers = {worker.pid: worker for worker in (start(), start())}
    job = await count(ops, 30, book=str(tmp_path / "book"))
    had = pid_of(await counting(ops, job))
    workers[had].kill()
    ended = await end_of(ops, job)
    assert (ended.state, ended.attempts, ended.result) == (
        JobState.DONE,
        2,
        {"to": 30, "by": next(pid for pid in workers if pid != had)},
    )
    assert (tmp_path / "book").read_text() == "counted\n"


async def test_a_job_waits_for_a_worker_that_comes_after_all_have_died(ops: Ops, start: Start) -> None:
    first, second = start(), start()
    job = await count(ops, 10)
    await counting(ops, job)
    first.kill()
    second.kill()
    third = start()
    ended = await end_of(ops, job)
    assert (ended.state, pid_of(ended)) == (JobState.DONE, third.pid)


async def test_no_job_is_lost_however_often_workers_are_killed(
    ops: Ops, start: Start, tmp_path: Path
) -> None:
    chance, workers = np.random.default_rng(7), [start(), start()]
    jobs = [await count(ops, 6 + n % 5, book=str(tmp_path / f"{n}")) for n in range(10)]
    ends = asyncio.gather(*(end_of(ops, job) for job in jobs))
    for _ in range(2):  # with a third, a job that each of the killed had would rightly have no try left
        await asyncio.sleep(chance.uniform(0.1, 0.9))
        workers.pop(chance.integers(2)).kill()
        workers.append(await asyncio.to_thread(start))
    assert {job.state for job in await ends} == {JobState.DONE}
    assert {(tmp_path / f"{n}").read_text() for n in range(10)} == {"counted\n"}


async def test_a_job_that_kills_its_workers_fails_after_its_last_try(ops: Ops, start: Start) -> None:
    job = await count(ops, 1, die=True)
    for _ in range(3):
        worker = await asyncio.to_thread(start)
        await asyncio.to_thread(worker.wait, 30)
    await asyncio.to_thread(start)
    ended = await end_of(ops, job)
    assert ended.fault is not None
    assert (ended.state, ended.fault.code) == (JobState.FAILED, "ops.worker_lost")


async def test_a_worker_that_is_told_to_stop_hands_its_job_back_at_once(ops: Ops, start: Start) -> None:
    workers = {worker.pid: worker for worker in (start(), start())}
    job = await count(ops, 40)
    had = pid_of(await counting(ops, job))
    workers[had].send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(workers[had].wait, 20) == 0
    ended = await end_of(ops, job)
    assert (ended.state, ended.attempts) == (JobState.DONE, 1)
    assert pid_of(ended) != had


async def test_a_job_is_canceled_in_the_worker_that_has_it(ops: Ops, start: Start) -> None:
    start()
    job = await count(ops, 1_000)
    await counting(ops, job)
    await ops.cancel_job(job.id)
    assert (await end_of(ops, job)).state is JobState.CANCELED


async def test_a_worker_outlives_its_connections(ops: Ops, start: Start, settings: Settings) -> None:
    worker = start()
    job = await count(ops, 40)
    await counting(ops, job)
    db = await asyncpg.connect(await database_url(settings))
    ended = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
    await db.execute(f"{ended} and backend_type = 'client backend'")
    await db.close()
    later = await count(ops, 1)
    assert [(await end_of(ops, one)).state for one in (job, later)] == [JobState.DONE, JobState.DONE]
    assert worker.poll() is None


async def test_workers_that_are_there_are_told(ops: Ops, start: Start) -> None:
    start()
    checks = {check.name: check for check in (await ops.check_health()).checks}
    assert "do" in checks["workers"].found
