"""One try of a job: what is written down, and when it is tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import override

import pytest
from pydantic import JsonValue

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.jobs import MemoryJobQueue
from ballast_core.ops import Job, JobFault, JobKind, JobSpec, JobState, RunJob
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import InvalidError, Problem, UnavailableError
from ballast_core.shared.progress import Progress, Tell
from ballast_core.shared.table import Table, View


class Sum(Entity):
    """What is added up."""

    of: tuple[int, ...] = (1, 2)


class Total(View):
    """What it comes to."""

    total: int

    def table(self) -> Table:
        """Return nothing; nobody looks."""
        return Table("Total", ())


type Work = Callable[[Sum, Tell], Awaitable[Total]]


@dataclass
class Shop:
    """A ledger, and a worker whose only work is given by the test."""

    jobs: MemoryJobQueue
    kind: JobKind[Work, Sum]

    async def ask(self, argument: object = None, time_limit_s: float = 5.0) -> Job:
        spec = JobSpec.model_validate({"name": "sum", "argument": argument or {}})
        return await self.jobs.add(spec, time_limit_s)

    async def do(self, job: Job, work: Work, kinds: tuple[str, ...] = ("sum",)) -> tuple[Job, float | None]:
        run = RunJob(self.jobs, work, dict.fromkeys(kinds, self.kind))
        again = await run(job.id, "one")
        return await self.jobs.job(job.id), again


@pytest.fixture
async def shop() -> Shop:
    return Shop(
        MemoryJobQueue(FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))),
        JobKind(Sum, lambda work, spec, tell: work(spec, tell), attempts=2),
    )


async def add_up(spec: Sum, tell: Tell) -> Total:
    tell(Progress(done=1, total=1, said="added"))
    return Total(total=sum(spec.of))


async def fall_down(*_: object) -> Total:
    raise UnavailableError("away")


async def never_end(*_: object) -> Total:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_job_that_is_done_has_its_result_and_last_progress(shop: Shop) -> None:
    ended, again = await shop.do(await shop.ask({"of": [2, 3]}), add_up)
    assert (ended.state, ended.result, again) == (JobState.DONE, {"total": 5}, None)
    assert ended.progress.said == "added"


async def test_progress_is_written_down_while_the_work_goes_on(shop: Shop) -> None:
    job, seen = await shop.ask(), asyncio.Event()

    async def tell_and_wait(_: Sum, tell: Tell) -> Total:
        tell(Progress(done=1, total=2, said="half"))
        await seen.wait()
        return Total(total=0)

    doing = asyncio.create_task(shop.do(job, tell_and_wait))
    async with asyncio.timeout(5):
        async for now in shop.jobs.changes(job.id):
            if now.progress.said == "half":
                seen.set()
    assert (await doing)[0].state is JobState.DONE


async def test_what_is_down_is_tried_again_later(shop: Shop) -> None:
    waiting, again = await shop.do(await shop.ask(), fall_down)
    assert (waiting.state, again) == (JobState.QUEUED, 5.0)
    assert waiting.fault is not None
    assert waiting.fault.code == "ballast.unavailable"


async def test_what_stays_down_fails_after_the_last_try(shop: Shop) -> None:
    job, _ = await shop.do(await shop.ask(), fall_down)
    ended, again = await shop.do(job, fall_down)
    assert (ended.state, ended.attempts, again) == (JobState.FAILED, 2, None)


async def test_wrong_input_fails_at_once_with_every_fault(shop: Shop) -> None:
    async def refuse(*_: object) -> Total:
        raise InvalidError("no", Problem("of", "too few"))

    ended, again = await shop.do(await shop.ask(), refuse)
    assert (ended.state, again) == (JobState.FAILED, None)
    assert ended.fault is not None
    assert ended.fault.problems == (("of", "too few"),)


async def test_a_fault_of_ours_is_written_down_without_details_and_raised_for_the_log(shop: Shop) -> None:
    async def break_down(*_: object) -> Total:
        raise KeyError("secret")

    job = await shop.ask()
    with pytest.raises(KeyError):
        await shop.do(job, break_down)
    ended = await shop.jobs.job(job.id)
    assert ended.fault is not None
    assert (ended.state, ended.fault.code, "secret" in ended.fault.message) == (
        JobState.FAILED,
        "ops.bug",
        False,
    )


class Remark(Total):
    """A total with a word about it."""

    word: str


async def test_a_result_that_cannot_be_written_is_a_fault_of_ours(shop: Shop) -> None:
    """Else the job would go on for ever, and be done again and again."""

    async def say_half(*_: object) -> Total:
        return Remark(total=3, word="\ud800")

    job = await shop.ask()
    with pytest.raises(ValueError, match="surrogates"):
        await shop.do(job, say_half)
    failed = await shop.jobs.job(job.id)
    assert (failed.state, failed.fault and failed.fault.code) == (JobState.FAILED, "ops.bug")


async def test_a_job_that_takes_too_long_is_stopped(shop: Shop) -> None:
    ended, again = await shop.do(await shop.ask(time_limit_s=0.05), never_end)
    assert ended.fault is not None
    assert (ended.state, ended.fault.code, again) == (JobState.FAILED, "ops.time_limit", None)


async def test_a_timeout_inside_the_work_is_not_taken_for_the_time_limit(shop: Shop) -> None:
    async def time_out(*_: object) -> Total:
        raise TimeoutError

    job = await shop.ask()
    with pytest.raises(TimeoutError):
        await shop.do(job, time_out)
    ended = await shop.jobs.job(job.id)
    assert ended.fault is not None
    assert ended.fault.code == "ops.bug"


async def test_a_job_asked_to_stop_is_canceled_where_it_runs(shop: Shop) -> None:
    job, stopped = await shop.ask(), asyncio.Event()

    async def note_the_stop(*_: object) -> Total:
        try:
            return await never_end()
        finally:
            stopped.set()

    doing = asyncio.create_task(shop.do(job, note_the_stop))
    async with asyncio.timeout(5):
        async for now in shop.jobs.changes(job.id):
            if now.state is JobState.RUNNING:
                await shop.jobs.cancel(job.id)
    assert (await doing)[0].state is JobState.CANCELED
    assert stopped.is_set()


async def test_a_worker_that_is_stopped_hands_its_job_back(shop: Shop) -> None:
    job = await shop.ask()
    doing = asyncio.create_task(shop.do(job, never_end))
    async for now in shop.jobs.changes(job.id):
        if now.state is JobState.RUNNING:
            break
    doing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await doing
    back = await shop.jobs.job(job.id)
    assert (back.state, back.attempts) == (JobState.QUEUED, 0)


async def test_a_job_that_kills_every_worker_fails_in_the_end(shop: Shop) -> None:
    job = await shop.ask()
    for worker in ("one", "two"):
        await shop.jobs.begin(job.id, worker)
    ended, again = await shop.do(job, add_up)
    assert ended.fault is not None
    assert (ended.state, ended.fault.code, again) == (JobState.FAILED, "ops.worker_lost", None)


async def test_work_that_this_worker_does_not_know_fails(shop: Shop) -> None:
    ended, _ = await shop.do(await shop.ask(), add_up, kinds=("product",))
    assert ended.fault is not None
    assert ended.fault.code == "ops.unknown_work"


async def test_a_job_that_is_over_is_left_alone(shop: Shop) -> None:
    ended, _ = await shop.do(await shop.ask(), add_up)
    assert await shop.do(ended, fall_down) == (ended, None)


async def test_an_end_waits_for_a_ledger_that_is_away(shop: Shop) -> None:
    class Forgetful(MemoryJobQueue):
        away = True

        @override
        async def end(
            self, job: Job, state: JobState, result: JsonValue = None, fault: JobFault | None = None
        ) -> None:
            if self.away:
                self.away = False
                raise UnavailableError("away")
            await super().end(job, state, result, fault)

    forgetful = replace(shop, jobs=Forgetful(FrozenClock(datetime(2026, 11, 20, tzinfo=UTC))))
    ended, _ = await forgetful.do(await forgetful.ask(), add_up)
    assert ended.state is JobState.DONE
