"""What every `ScheduleStore` must do."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ballast_core.ops import Misfire, Schedule, ScheduleNotFoundError, ScheduleStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAILY = Schedule(name="market-daily", cron="0 5 * * *", work="market.update_market", looked_at=NOON)
FULL = Schedule(
    name="backfill",
    cron="*/5 9-16 * * MON-FRI",
    zone="America/New_York",
    calendar="XNYS",
    work="market.update_market",
    argument={"mode": "backfill", "days": 5, "symbols": ["AAA"], "said": "é\0"},
    misfire=Misfire.ALL,
    paused=True,
    looked_at=NOON,
    last_job="abc",
)


async def test_a_new_store_has_no_schedule(schedule_store: ScheduleStore) -> None:
    """SK-01"""
    assert list(await schedule_store.schedules()) == []


async def test_a_schedule_comes_back_as_it_was(schedule_store: ScheduleStore) -> None:
    """SK-02"""
    await schedule_store.save_schedule(FULL)
    assert await schedule_store.schedule("backfill") == FULL


async def test_schedules_come_by_name(schedule_store: ScheduleStore) -> None:
    """SK-03"""
    for one in (DAILY, FULL):
        await schedule_store.save_schedule(one)
    assert list(await schedule_store.schedules()) == [FULL, DAILY]


async def test_the_last_one_saved_counts(schedule_store: ScheduleStore) -> None:
    """SK-04"""
    changed = DAILY.model_copy(update={"cron": "0 6 * * *"})
    for one in (DAILY, changed):
        await schedule_store.save_schedule(one)
    assert list(await schedule_store.schedules()) == [changed]


@pytest.mark.parametrize("name", ["", "none", "no\0ne", "\ud800"], ids=["empty", "none", "nul", "surrogate"])
async def test_a_schedule_of_another_name_is_not_found(schedule_store: ScheduleStore, name: str) -> None:
    """SK-05"""
    with pytest.raises(ScheduleNotFoundError):
        await schedule_store.schedule(name)
    with pytest.raises(ScheduleNotFoundError):
        await schedule_store.drop_schedule(name)
    assert not await schedule_store.move_on(name, NOON, NOON, "")


async def test_a_schedule_that_is_dropped_is_gone(schedule_store: ScheduleStore) -> None:
    """SK-06"""
    for one in (DAILY, FULL):
        await schedule_store.save_schedule(one)
    await schedule_store.drop_schedule("backfill")
    assert list(await schedule_store.schedules()) == [DAILY]


async def test_moving_on_notes_the_moment_and_the_job(schedule_store: ScheduleStore) -> None:
    """SK-07"""
    await schedule_store.save_schedule(DAILY)
    later = NOON + timedelta(minutes=1, microseconds=1)
    assert await schedule_store.move_on(DAILY.name, NOON, later, "job")
    moved = DAILY.model_copy(update={"looked_at": later, "last_job": "job"})
    assert await schedule_store.schedule(DAILY.name) == moved


async def test_who_saw_an_older_moment_does_not_move_on(schedule_store: ScheduleStore) -> None:
    """SK-08"""
    await schedule_store.save_schedule(DAILY)
    assert not await schedule_store.move_on(DAILY.name, NOON - timedelta(seconds=1), NOON, "job")
    assert await schedule_store.schedule(DAILY.name) == DAILY


async def test_of_two_at_once_one_moves_on(schedule_store: ScheduleStore) -> None:
    """SK-09"""
    await schedule_store.save_schedule(DAILY)
    later = NOON + timedelta(minutes=1)
    moves = (schedule_store.move_on(DAILY.name, NOON, later, job) for job in "ab")
    assert sorted(await asyncio.gather(*moves)) == [False, True]
