"""What every job queue must do: keep jobs, find them again, cancel them, and tell of each change."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import JobStore

from ballast_core.ops import Job, JobNotFoundError, JobSpec, JobState, KeyTakenError
from ballast_core.shared.progress import Progress

SPEC = JobSpec(name="tracking.ingest_models", argument={"models": ["pine"], "since": None, "wait_s": 0.5})


async def test_a_job_waits_as_it_was_asked_for(job_store: JobStore) -> None:
    """JQ-01"""
    job = await job_store.add(SPEC, 90.0)
    assert (job.name, job.argument, job.state) == (SPEC.name, SPEC.argument, JobState.QUEUED)
    assert (job.attempts, job.time_limit_s, job.cancel_asked, job.result) == (0, 90.0, False, None)
    assert (job.started_at, job.ended_at, job.retry_at, job.fault) == (None, None, None, None)


async def test_a_job_is_found_by_its_id(job_store: JobStore) -> None:
    """JQ-02"""
    job = await job_store.add(SPEC, 90.0)
    assert await job_store.job(job.id) == job


async def test_a_job_tells_when_it_was_made(job_store: JobStore) -> None:
    """JQ-03"""
    job = await job_store.add(SPEC, 90.0)
    assert job.created_at.tzinfo is not None
    assert job.created_at > datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=365)


@pytest.mark.parametrize("job_id", ["", "nope", "x\x00y", "00000000-0000-0000-0000-000000000000"])
async def test_an_unknown_id_is_not_found(job_store: JobStore, job_id: str) -> None:
    """JQ-04"""
    with pytest.raises(JobNotFoundError):
        await job_store.job(job_id)
    with pytest.raises(JobNotFoundError):
        await job_store.cancel(job_id)
    with pytest.raises(JobNotFoundError):
        async with aclosing(job_store.changes(job_id)) as changes:
            await anext(changes)


async def test_jobs_come_newest_first_in_pages(job_store: JobStore) -> None:
    """JQ-05"""
    jobs = [await job_store.add(SPEC, 90.0) for _ in range(4)]
    found = [*await job_store.jobs(2), *await job_store.jobs(2, 2)]
    assert [job.id for job in found] == [job.id for job in reversed(jobs)]


async def test_a_list_leaves_results_out(job_store: JobStore) -> None:
    """JQ-06"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.DONE, {"rows": 5})
    assert [job.result for job in await job_store.jobs(5)] == [None]


async def test_jobs_are_picked_by_their_state(job_store: JobStore) -> None:
    """JQ-07"""
    begun = await _begun(job_store)
    waiting = await job_store.add(SPEC, 90.0)
    assert [job.id for job in await job_store.jobs(5, state=JobState.RUNNING)] == [begun.id]
    assert [job.id for job in await job_store.jobs(5, state=JobState.QUEUED)] == [waiting.id]
    assert list(await job_store.jobs(5, state=JobState.FAILED)) == []


async def test_the_same_key_means_the_same_job(job_store: JobStore) -> None:
    """JQ-08"""
    spec = SPEC.model_copy(update={"idempotency_key": "once"})
    first = await job_store.add(spec, 90.0)
    assert (await job_store.add(spec, 90.0)).id == first.id
    assert len(await job_store.jobs(5)) == 1


async def test_the_same_key_asked_for_at_once_means_one_job(job_store: JobStore) -> None:
    """JQ-09"""
    spec = SPEC.model_copy(update={"idempotency_key": "once"})
    jobs = await asyncio.gather(*(job_store.add(spec, 90.0) for _ in range(4)))
    assert len({job.id for job in jobs}) == 1


async def test_a_key_asked_for_otherwise_is_taken(job_store: JobStore) -> None:
    """JQ-10"""
    spec = SPEC.model_copy(update={"idempotency_key": "once"})
    await job_store.add(spec, 90.0)
    with pytest.raises(KeyTakenError):
        await job_store.add(spec.model_copy(update={"argument": {"models": ["oak"]}}), 90.0)


async def test_jobs_without_a_key_are_never_the_same(job_store: JobStore) -> None:
    """JQ-11"""
    assert (await job_store.add(SPEC, 90.0)).id != (await job_store.add(SPEC, 90.0)).id


async def test_a_job_that_waits_is_canceled_at_once(job_store: JobStore) -> None:
    """JQ-12"""
    job = await job_store.add(SPEC, 90.0)
    canceled = await job_store.cancel(job.id)
    assert (canceled.state, canceled.ended_at is not None) == (JobState.CANCELED, True)


async def test_a_job_that_runs_is_asked_to_stop(job_store: JobStore) -> None:
    """JQ-13"""
    begun = await _begun(job_store)
    asked = await job_store.cancel(begun.id)
    assert (asked.state, asked.cancel_asked) == (JobState.RUNNING, True)


async def test_a_job_that_is_over_stays_as_it_ended(job_store: JobStore) -> None:
    """JQ-14"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.DONE, {"rows": 5})
    ended = await job_store.job(begun.id)
    assert await job_store.cancel(begun.id) == ended


async def test_changes_begin_with_the_job_as_it_is(job_store: JobStore) -> None:
    """JQ-15"""
    job = await job_store.add(SPEC, 90.0)
    async with aclosing(job_store.changes(job.id)) as changes:
        assert await anext(changes) == job


async def test_changes_tell_of_each_step_until_the_end(job_store: JobStore) -> None:
    """JQ-16"""
    begun = await _begun(job_store)
    seen: list[Job] = []
    step = Progress(done=1, total=2, said="half")
    async with aclosing(job_store.changes(begun.id)) as changes, asyncio.timeout(10):
        async for job in changes:
            seen.append(job)
            if len(seen) == 1:
                await job_store.report(begun, step)
            elif not job.state.over:
                await job_store.end(begun, JobState.DONE, {"rows": 5})
    assert [job.progress for job in seen] == [begun.progress, step, step]
    assert (seen[-1].state, seen[-1].result) == (JobState.DONE, {"rows": 5})
    assert [job.version for job in seen] == sorted({job.version for job in seen})


async def test_changes_after_a_version_leave_out_what_was_seen(job_store: JobStore) -> None:
    """JQ-17"""
    begun = await _begun(job_store)
    await job_store.report(begun, Progress(done=1, total=2, said="half"))
    async with aclosing(job_store.changes(begun.id, begun.version)) as changes:
        assert (await anext(changes)).progress.done == 1


async def test_changes_of_a_job_that_is_over_end_at_once(job_store: JobStore) -> None:
    """JQ-18"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.DONE)
    over = await job_store.job(begun.id)
    async with aclosing(job_store.changes(begun.id)) as changes:
        assert [job async for job in changes] == [over]
    async with aclosing(job_store.changes(begun.id, over.version)) as changes:
        assert [job async for job in changes] == []


async def test_many_follow_one_job(job_store: JobStore) -> None:
    """JQ-19"""
    begun = await _begun(job_store)

    async def followed() -> JobState:
        async with aclosing(job_store.changes(begun.id)) as changes:
            return [job.state async for job in changes][-1]

    async with asyncio.timeout(10):
        following = asyncio.gather(*(followed() for _ in range(20)))
        await asyncio.sleep(0)
        await job_store.end(begun, JobState.DONE)
        assert set(await following) == {JobState.DONE}


async def _begun(job_store: JobStore) -> Job:
    begun = await job_store.begin((await job_store.add(SPEC, 90.0)).id, "one")
    assert begun
    return begun


async def test_jobs_are_counted_by_their_state(job_store: JobStore) -> None:
    """JQ-20"""
    assert sum((await job_store.counts()).values()) == 0
    await _begun(job_store)
    for _ in range(2):
        await job_store.add(SPEC, 90.0)
    counts = await job_store.counts()
    assert (counts[JobState.QUEUED], counts[JobState.RUNNING]) == (2, 1)
