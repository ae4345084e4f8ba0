"""What every job ledger must do: note what becomes of a try, and heed only the latest one."""

from datetime import timedelta

import pytest
from pydantic import JsonValue
from tests.contract.conftest import JobStore

from ballast_core.ops import Job, JobFault, JobSpec, JobState
from ballast_core.shared.progress import Progress

SPEC = JobSpec(name="tracking.ingest_models", argument={"models": []})
HALF = Progress(done=1, total=2, said="half, as \x00 they say")
FAULT = JobFault(code="database.unavailable", message="it is away", problems=(("database", "start it"),))


async def test_a_try_that_begins_is_told(job_store: JobStore) -> None:
    """JL-01"""
    begun = await _begun(job_store)
    assert (begun.state, begun.attempts, begun.worker) == (JobState.RUNNING, 1, "one")
    assert begun.started_at is not None
    assert await job_store.job(begun.id) == begun


@pytest.mark.parametrize("job_id", ["nope", "00000000-0000-0000-0000-000000000000"])
async def test_a_job_that_is_gone_does_not_begin(job_store: JobStore, job_id: str) -> None:
    """JL-02"""
    assert await job_store.begin(job_id, "one") is None


async def test_a_job_that_is_over_does_not_begin_again(job_store: JobStore) -> None:
    """JL-03"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.DONE)
    assert await job_store.begin(begun.id, "two") is None


async def test_a_job_whose_worker_died_begins_anew(job_store: JobStore) -> None:
    """JL-04"""
    begun = await _begun(job_store)
    again = await job_store.begin(begun.id, "two")
    assert again is not None
    assert (again.state, again.attempts, again.worker) == (JobState.RUNNING, 2, "two")


async def test_a_job_asked_to_stop_whose_worker_died_is_canceled(job_store: JobStore) -> None:
    """JL-05"""
    begun = await _begun(job_store)
    await job_store.cancel(begun.id)
    assert await job_store.begin(begun.id, "two") is None
    assert (await job_store.job(begun.id)).state is JobState.CANCELED


async def test_progress_is_kept(job_store: JobStore) -> None:
    """JL-06"""
    begun = await _begun(job_store)
    assert not await job_store.report(begun, Progress(done=1, total=2, said="half"))
    now = await job_store.job(begun.id)
    assert (now.progress.done, now.progress.total, now.progress.said) == (1, 2, "half")
    assert now.version > begun.version


async def test_progress_that_is_the_same_is_no_change(job_store: JobStore) -> None:
    """JL-07"""
    begun = await _begun(job_store)
    await job_store.report(begun, begun.progress)
    assert await job_store.job(begun.id) == begun


async def test_progress_may_hold_any_character(job_store: JobStore) -> None:
    """JL-08"""
    begun = await _begun(job_store)
    await job_store.report(begun, HALF)
    assert (await job_store.job(begun.id)).progress.said.startswith("half, as ")


async def test_who_reports_hears_that_it_must_stop(job_store: JobStore) -> None:
    """JL-09"""
    begun = await _begun(job_store)
    await job_store.cancel(begun.id)
    assert await job_store.report(begun, HALF)


async def test_a_result_is_kept_whole(job_store: JobStore) -> None:
    """JL-10"""
    begun = await _begun(job_store)
    result: JsonValue = {"weights": [0.1, 0.25, 1e-17], "notes": ["a\nb", "ü"], "none": None}
    await job_store.end(begun, JobState.DONE, result)
    ended = await job_store.job(begun.id)
    assert (ended.state, ended.result) == (JobState.DONE, result)
    assert ended.ended_at is not None


async def test_a_fault_is_kept_whole(job_store: JobStore) -> None:
    """JL-11"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.FAILED, fault=FAULT)
    ended = await job_store.job(begun.id)
    assert (ended.state, ended.fault, ended.result) == (JobState.FAILED, FAULT, None)


async def test_the_first_end_counts(job_store: JobStore) -> None:
    """JL-12"""
    begun = await _begun(job_store)
    await job_store.end(begun, JobState.DONE, 1)
    await job_store.end(begun, JobState.FAILED, fault=FAULT)
    assert (await job_store.job(begun.id)).result == 1


async def test_a_former_try_changes_nothing(job_store: JobStore) -> None:
    """JL-13"""
    former = await _begun(job_store)
    latter = await job_store.begin(former.id, "two")
    assert await job_store.report(former, HALF)
    await job_store.end(former, JobState.DONE, 1)
    await job_store.retry(former, 5.0, FAULT)
    await job_store.hand_back(former)
    assert await job_store.job(former.id) == latter


async def test_a_try_by_the_same_worker_is_told_from_the_former_one(job_store: JobStore) -> None:
    """JL-14"""
    former = await _begun(job_store)
    await job_store.begin(former.id, "one")
    assert await job_store.report(former, HALF)


async def test_a_job_to_retry_waits_with_its_reason(job_store: JobStore) -> None:
    """JL-15"""
    begun = await _begun(job_store)
    await job_store.retry(begun, 60.0, FAULT)
    waiting = await job_store.job(begun.id)
    assert (waiting.state, waiting.fault, waiting.attempts) == (JobState.QUEUED, FAULT, 1)
    assert waiting.retry_at is not None
    assert waiting.retry_at - waiting.created_at > timedelta(seconds=50)


async def test_a_retry_begins_without_the_former_reason(job_store: JobStore) -> None:
    """JL-16"""
    begun = await _begun(job_store)
    await job_store.retry(begun, 0.0, FAULT)
    again = await job_store.begin(begun.id, "two")
    assert again is not None
    assert (again.fault, again.retry_at, again.attempts) == (None, None, 2)


async def test_a_job_asked_to_stop_is_not_retried(job_store: JobStore) -> None:
    """JL-17"""
    begun = await _begun(job_store)
    await job_store.cancel(begun.id)
    await job_store.retry(begun, 5.0, FAULT)
    assert await job_store.begin(begun.id, "two") is None


async def test_a_job_handed_back_has_one_try_less(job_store: JobStore) -> None:
    """JL-18"""
    begun = await _begun(job_store)
    await job_store.hand_back(begun)
    back = await job_store.job(begun.id)
    assert (back.state, back.attempts, back.fault) == (JobState.QUEUED, 0, None)


async def _begun(job_store: JobStore) -> Job:
    begun = await job_store.begin((await job_store.add(SPEC, 90.0)).id, "one")
    assert begun
    return begun
