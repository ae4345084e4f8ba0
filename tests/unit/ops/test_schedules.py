"""Schedules: when they come, what they start, and what becomes of times that nobody was there for."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.in_memory import Bench, bench_of

from ballast_core.market import NoCalendarError
from ballast_core.ops import (
    BadArgumentError,
    BadScheduleError,
    JobState,
    Misfire,
    Ops,
    ScheduleNotFoundError,
    ScheduleSpec,
    UnknownWorkError,
)
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.events import Event

DAILY = ScheduleSpec(
    name="daily", cron="0 5 * * *", zone="America/New_York", work="tracking.ingest_models", argument={}
)
HOURLY = DAILY.model_copy(update={"name": "hourly", "cron": "0 * * * *"})
# The clock of a bench stands at noon UTC of Friday 2026-11-20, 07:00 in New York.


@pytest.fixture
def bench() -> Bench:
    return bench_of({})


@pytest.fixture
def ops(bench: Bench) -> Ops:
    return bench.app.ops


async def keys(ops: Ops) -> list[str]:
    """Return what the queued jobs are for, the oldest first."""
    return [job.idempotency_key for job in (await ops.list_jobs(2_000)).jobs][::-1]


async def test_a_schedule_tells_its_next_times(ops: Ops) -> None:
    shown = await ops.save_schedule(DAILY)
    assert [at.isoformat() for at in shown.next_times[:2]] == [
        "2026-11-21T05:00:00-05:00",
        "2026-11-22T05:00:00-05:00",
    ]
    assert len(shown.next_times) == 5


async def test_a_schedule_with_a_calendar_passes_over_days_without_a_session(ops: Ops) -> None:
    shown = await ops.save_schedule(DAILY.model_copy(update={"calendar": "XNYS"}))
    assert [at.day for at in shown.next_times] == [23, 24, 25, 26, 27]


async def test_the_session_is_that_of_the_zone_and_not_of_utc(ops: Ops) -> None:
    late = DAILY.model_copy(update={"calendar": "XNYS", "cron": "30 20 * * *"})  # after midnight in UTC
    assert [at.weekday() for at in (await ops.save_schedule(late)).next_times] == [4, 0, 1, 2, 3]


async def test_a_schedule_for_each_minute_of_sessions_is_found_behind_a_weekend(ops: Ops) -> None:
    each = DAILY.model_copy(update={"calendar": "XNYS", "cron": "* * * * *", "zone": "Asia/Tokyo"})
    first = (await ops.save_schedule(each)).next_times[0]
    assert first.isoformat() == "2026-11-20T21:01:00+09:00"


async def test_schedules_are_listed_by_name(ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    await ops.save_schedule(DAILY)
    assert [one.schedule.name for one in (await ops.list_schedules()).schedules] == ["daily", "hourly"]


async def test_an_argument_is_kept_whole(ops: Ops) -> None:
    kept = (await ops.save_schedule(DAILY.model_copy(update={"argument": None}))).schedule.argument
    assert isinstance(kept, dict)
    assert kept["full"] is False


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"cron": "0 25 * * *"}, BadScheduleError),
        ({"cron": "0 5 * * SUN", "calendar": "XNYS"}, BadScheduleError),
        ({"zone": "Mars"}, BadScheduleError),
        ({"calendar": "NOPE"}, NoCalendarError),
        ({"work": "nope"}, UnknownWorkError),
        ({"argument": {"nope": 1}}, BadArgumentError),
    ],
    ids=["line", "never", "zone", "calendar", "work", "argument"],
)
async def test_a_schedule_that_makes_no_sense_is_refused(
    ops: Ops, wrong: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await ops.save_schedule(DAILY.model_copy(update=wrong))
    assert (await ops.list_schedules()).schedules == ()


async def test_nothing_is_due_before_its_time(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    bench.clock.tick(timedelta(minutes=59))
    assert (await ops.start_due_jobs()).jobs == ()


async def test_a_time_that_has_come_starts_one_job(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    bench.clock.tick(timedelta(hours=1))
    (job,) = (await ops.start_due_jobs()).jobs
    assert (job.name, job.idempotency_key) == (HOURLY.work, "schedule:hourly:2026-11-20T13:00:00Z")
    assert (await ops.start_due_jobs()).jobs == ()


async def test_a_schedule_tells_the_job_that_it_started_last(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    bench.clock.tick(timedelta(hours=1))
    (job,) = (await ops.start_due_jobs()).jobs
    shown = await ops.show_schedule("hourly")
    assert shown.last is not None
    assert (shown.schedule.last_job, shown.last.state) == (job.id, JobState.QUEUED)


@pytest.mark.parametrize(
    ("misfire", "hours"),
    [(Misfire.SKIP, []), (Misfire.LATEST, [17]), (Misfire.ALL, [13, 14, 15, 16, 17])],
    ids=["skip", "latest", "all"],
)
async def test_times_that_nobody_was_there_for_go_by_the_policy(
    bench: Bench, ops: Ops, misfire: Misfire, hours: list[int]
) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"misfire": misfire}))
    bench.clock.tick(timedelta(hours=5, minutes=30))
    await ops.start_due_jobs()
    assert await keys(ops) == [f"schedule:hourly:2026-11-20T{hour}:00:00Z" for hour in hours]
    bench.clock.tick(timedelta(minutes=30))
    await ops.start_due_jobs()
    assert (await keys(ops))[-1] == "schedule:hourly:2026-11-20T18:00:00Z"
    assert len(await keys(ops)) == len(hours) + 1


async def test_a_worker_that_is_a_little_late_has_missed_nothing(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"misfire": Misfire.SKIP}))
    bench.clock.tick(timedelta(hours=1, seconds=50))
    assert len((await ops.start_due_jobs()).jobs) == 1


async def test_of_a_year_of_minutes_only_the_latest_is_made_up(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"cron": "* * * * *"}))
    bench.clock.tick(timedelta(days=365, seconds=30))
    assert len((await ops.start_due_jobs()).jobs) == 1
    assert await keys(ops) == ["schedule:hourly:2027-11-20T12:00:00Z"]


async def test_the_latest_time_on_a_session_is_made_up_after_a_weekend(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"cron": "* * * * *", "calendar": "XNYS"}))
    bench.clock.tick(timedelta(days=2))  # Sunday
    await ops.start_due_jobs()
    assert await keys(ops) == ["schedule:hourly:2026-11-21T04:59:00Z"]  # Friday's last minute in New York


async def test_very_many_times_are_all_made_up_in_turns(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"cron": "* * * * *", "misfire": Misfire.ALL}))
    bench.clock.tick(timedelta(minutes=1_500))
    counts = [len((await ops.start_due_jobs()).jobs) for _ in range(3)]
    assert counts == [1_000, 500, 0]
    assert len(set(await keys(ops))) == 1_500


async def test_days_without_a_session_start_nothing(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(DAILY.model_copy(update={"calendar": "XNYS", "misfire": Misfire.ALL}))
    bench.clock.tick(timedelta(days=4))  # Tuesday at 07:00
    await ops.start_due_jobs()
    assert await keys(ops) == ["schedule:daily:2026-11-23T10:00:00Z", "schedule:daily:2026-11-24T10:00:00Z"]


async def test_workers_that_look_at_once_start_one_job_for_a_time(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"misfire": Misfire.ALL}))
    bench.clock.tick(timedelta(hours=3))
    await asyncio.gather(*(ops.start_due_jobs() for _ in range(5)))
    assert len(await keys(ops)) == 3


async def test_a_clock_that_is_put_back_far_does_not_silence_a_schedule(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    bench.clock.tick(timedelta(days=7_000))
    await ops.start_due_jobs()
    bench.clock.tick(timedelta(days=-7_000))
    await ops.start_due_jobs()
    bench.clock.tick(timedelta(hours=1))
    assert [job.idempotency_key for job in (await ops.start_due_jobs()).jobs] == [
        "schedule:hourly:2026-11-20T13:00:00Z"
    ]


async def test_who_died_before_moving_on_is_followed_by_the_same_job(bench: Bench, ops: Ops) -> None:
    before = (await ops.save_schedule(HOURLY)).schedule
    bench.clock.tick(timedelta(hours=1))
    await ops.start_due_jobs()
    await bench.schedules.save_schedule(before)
    await ops.start_due_jobs()
    assert len(await keys(ops)) == 1


async def test_a_paused_schedule_starts_nothing_and_makes_up_for_nothing(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"misfire": Misfire.ALL}))
    assert (await ops.pause_schedule("hourly")).next_times == ()
    bench.clock.tick(timedelta(hours=5))
    await ops.start_due_jobs()
    await ops.pause_schedule("hourly", paused=False)
    await ops.start_due_jobs()
    assert await keys(ops) == []
    bench.clock.tick(timedelta(hours=1))
    assert len((await ops.start_due_jobs()).jobs) == 1


async def test_pausing_what_is_paused_changes_nothing(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    first = await ops.pause_schedule("hourly")
    bench.clock.tick(timedelta(hours=1))
    assert await ops.pause_schedule("hourly") == first


async def test_a_schedule_runs_at_once_and_keeps_its_times(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY)
    await ops.pause_schedule("hourly")
    now = [await ops.run_schedule("hourly") for _ in range(2)]
    assert len({job.id for job in now}) == 2
    assert (await ops.show_schedule("hourly")).schedule.last_job == now[-1].id
    await ops.pause_schedule("hourly", paused=False)
    bench.clock.tick(timedelta(hours=1))
    assert len((await ops.start_due_jobs()).jobs) == 1


async def test_a_schedule_that_is_saved_anew_counts_from_now(bench: Bench, ops: Ops) -> None:
    await ops.save_schedule(HOURLY.model_copy(update={"misfire": Misfire.ALL}))
    bench.clock.tick(timedelta(hours=1))
    (job,) = (await ops.start_due_jobs()).jobs
    bench.clock.tick(timedelta(hours=3))
    saved = await ops.save_schedule(HOURLY.model_copy(update={"misfire": Misfire.ALL, "zone": "UTC"}))
    assert (await ops.start_due_jobs()).jobs == ()
    assert saved.schedule.last_job == job.id


async def test_one_schedule_that_cannot_start_its_work_leaves_the_others_alone(
    bench: Bench, ops: Ops
) -> None:
    kept = (await ops.save_schedule(HOURLY)).schedule
    gone = kept.model_copy(update={"name": "gone", "work": "nope"})
    await bench.schedules.save_schedule(gone)
    bench.clock.tick(timedelta(hours=1))
    due = await ops.start_due_jobs()
    assert [job.name for job in due.jobs] == [HOURLY.work]
    assert due.problems.keys() == {"gone"}
    assert await bench.schedules.schedule("gone") == gone  # what it missed goes by its policy later


async def test_a_schedule_whose_times_nobody_can_tell_says_so(bench: Bench, ops: Ops) -> None:
    kept = (await ops.save_schedule(DAILY)).schedule
    await bench.schedules.save_schedule(kept.model_copy(update={"calendar": "NOPE"}))
    (shown,) = (await ops.list_schedules()).schedules
    assert "NOPE" in shown.problem
    assert (await ops.list_schedules()).table().notes == (f"daily: {shown.problem}",)


async def test_a_database_that_is_away_is_told_to_who_looks(ops: Ops) -> None:
    class Away:
        async def schedules(self) -> None:
            raise UnavailableError("away")

    with pytest.raises(UnavailableError):
        await replace(ops.start_due_jobs, store=Away())()


async def test_a_schedule_that_is_removed_is_gone(ops: Ops) -> None:
    await ops.save_schedule(DAILY)
    await ops.drop_schedule("daily")
    for ask in (ops.show_schedule, ops.drop_schedule, ops.pause_schedule, ops.run_schedule):
        with pytest.raises(ScheduleNotFoundError, match="schedule list"):
            await ask("daily")


async def test_watchers_hear_what_becomes_of_a_schedule(bench: Bench, ops: Ops) -> None:
    heard: list[object] = []

    async def listen() -> None:
        async for event in ops.watch_channel(["schedule"], ["hourly"]):
            heard.append((event.subject, event.data["change"]))  # noqa: PERF401 - it never ends

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    await ops.save_schedule(DAILY)
    await ops.save_schedule(HOURLY)
    await ops.pause_schedule("hourly")
    await ops.pause_schedule("hourly", paused=False)
    bench.clock.tick(timedelta(hours=1))
    await ops.start_due_jobs()
    await ops.run_schedule("hourly")
    await ops.drop_schedule("hourly")
    await asyncio.sleep(0)
    listening.cancel()
    assert heard == [
        ("hourly", change) for change in ("saved", "paused", "resumed", "started", "started", "removed")
    ]


async def test_an_event_about_everything_is_about_each_subject(bench: Bench, ops: Ops) -> None:
    events = ops.watch_channel(["coverage"], ["AAPL"])
    coming = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    at = datetime(2026, 11, 20, tzinfo=UTC)
    await bench.channel.publish([Event(topic="coverage", subject=name, at=at) for name in ("MSFT", "*")])
    assert (await coming).subject == "*"
    await events.aclose()
