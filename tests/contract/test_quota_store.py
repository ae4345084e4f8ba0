"""What every `QuotaStore` must do."""

import asyncio
from datetime import UTC, datetime, timedelta

from ballast_core.market import QuotaStore

EVENING = datetime(2026, 11, 20, 23, 59, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def test_a_question_within_the_limits_waits_for_nothing(quota_store: QuotaStore) -> None:
    """QT-01"""
    assert [await quota_store.take("one", 2, 10, NOON) for _ in range(2)] == [0, 0]


async def test_a_minute_with_its_questions_waits_for_the_first_to_pass(quota_store: QuotaStore) -> None:
    """QT-02"""
    for seconds in (0, 20):
        assert await quota_store.take("one", 2, 0, NOON + timedelta(seconds=seconds)) == 0
    assert await quota_store.take("one", 2, 0, NOON + timedelta(seconds=50)) == 10
    assert await quota_store.take("one", 2, 0, NOON + timedelta(seconds=60)) == 0


async def test_a_day_with_its_questions_waits_for_midnight_of_utc(quota_store: QuotaStore) -> None:
    """QT-03"""
    assert await quota_store.take("one", 0, 1, EVENING) == 0
    assert await quota_store.take("one", 0, 1, EVENING) == 30
    assert await quota_store.take("one", 0, 1, EVENING + timedelta(seconds=30)) == 0


async def test_a_question_that_must_wait_does_not_count(quota_store: QuotaStore) -> None:
    """QT-04"""
    await quota_store.take("one", 1, 2, NOON)
    for _ in range(3):
        assert await quota_store.take("one", 1, 2, NOON) == 60
    assert await quota_store.take("one", 1, 2, NOON + timedelta(minutes=1)) == 0


async def test_without_limits_nothing_waits(quota_store: QuotaStore) -> None:
    """QT-05"""
    assert {await quota_store.take("one", 0, 0, NOON) for _ in range(20)} == {0}


async def test_providers_are_counted_apart(quota_store: QuotaStore) -> None:
    """QT-06"""
    assert [await quota_store.take(name, 1, 1, NOON) for name in ("one", "two")] == [0, 0]


async def test_of_many_at_once_only_as_many_pass_as_may(quota_store: QuotaStore) -> None:
    """QT-07"""
    waits = await asyncio.gather(*(quota_store.take("one", 0, 5, NOON) for _ in range(12)))
    assert sorted(wait == 0 for wait in waits) == [False] * 7 + [True] * 5


async def test_a_clock_that_went_back_locks_nobody_out(quota_store: QuotaStore) -> None:
    """QT-08"""
    await quota_store.take("one", 1, 0, NOON)
    assert await quota_store.take("one", 1, 0, NOON - timedelta(hours=1)) == 0


async def test_a_clock_that_was_years_ahead_locks_nobody_out(quota_store: QuotaStore) -> None:
    """QT-09"""
    await quota_store.take("one", 0, 1, NOON + timedelta(days=7_000))
    assert await quota_store.take("one", 0, 1, NOON) == 0
    assert await quota_store.take("one", 0, 1, NOON) > 0
    assert await quota_store.take("one", 0, 1, NOON + timedelta(days=1)) == 0
