"""Jobs as they are asked for: what is refused, and what stands in the queue."""

import pytest
from pydantic import JsonValue
from tests.in_memory import bench_of

from ballast_core.ops import BadArgumentError, JobSpec, JobState, UnknownWorkError

INGEST = "tracking.ingest_models"


async def test_an_argument_is_completed_with_what_was_left_out() -> None:
    job = await bench_of({}).app.ops.start_job(JobSpec(name=INGEST, argument={"models": ["pine"]}))
    assert job.argument == {
        "models": ["pine"],
        "dry_run": False,
        "since": None,
        "full": False,
        "wait_s": 0.0,
    }


async def test_work_has_its_time_limit_unless_another_is_asked_for() -> None:
    ops = bench_of({}).app.ops
    assert (await ops.start_job(JobSpec(name=INGEST))).time_limit_s == 3600.0
    assert (await ops.start_job(JobSpec(name=INGEST, time_limit_s=9.0))).time_limit_s == 9.0


async def test_unknown_work_is_refused_with_what_is_known() -> None:
    with pytest.raises(UnknownWorkError, match=INGEST):
        await bench_of({}).app.ops.start_job(JobSpec(name="nope"))


async def test_a_wrong_argument_is_refused_with_every_fault() -> None:
    with pytest.raises(BadArgumentError) as refused:
        await bench_of({}).app.ops.start_job(JobSpec(name=INGEST, argument={"wait_s": -1, "nope": 2}))
    assert {problem.where for problem in refused.value.problems} == {"wait_s", "nope"}


@pytest.mark.parametrize(
    ("name", "argument", "where"),
    [
        (INGEST, {"models": ["\ud800"]}, "argument"),
        ("trades.add_uploads", {"uploads": ["x"], "mapping": "a\udfff"}, "argument"),
        ("trades.simulate_drawdowns", {"drawdowns": [0.1, float("nan")]}, "drawdowns.1"),
        ("trades.simulate_drawdowns", {"drawdowns": [float("inf")]}, "drawdowns.0"),
        ("trades.allocate_contracts", {"most": {"a": 10**30}}, "most.a"),
    ],
)
async def test_an_argument_that_could_not_be_kept_is_refused(
    name: str, argument: JsonValue, where: str
) -> None:
    """Once kept, it would stand in the way of every list of jobs."""
    ops = bench_of({}).app.ops
    with pytest.raises(BadArgumentError) as refused:
        await ops.start_job(JobSpec(name=name, argument=argument))
    assert [problem.where for problem in refused.value.problems] == [where]
    assert not (await ops.list_jobs()).jobs


async def test_a_worker_does_what_was_asked_for() -> None:
    bench = bench_of({})
    async with bench.open() as app:
        job = await app.ops.start_job(JobSpec(name=INGEST))
        seen = [now async for now in app.ops.watch_job(job.id)]
    assert seen[-1].state is JobState.FAILED
    assert seen[-1].fault is not None
    assert seen[-1].fault.code == "tracking.no_models_found"


async def test_a_list_tells_the_page_that_it_is() -> None:
    ops = bench_of({}).app.ops
    await ops.start_job(JobSpec(name=INGEST))
    view = await ops.list_jobs(5, 0, JobState.QUEUED)
    assert (len(view.jobs), view.limit, view.offset) == (1, 5, 0)
    assert view.table().columns[0].values == [view.jobs[0].id]
