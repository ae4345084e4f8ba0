"""The loop that repeats an ingest every day."""

import time as clock_of_the_machine
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from ballast_adapters.cli.daily import every_day, next_moment
from ballast_adapters.memory.clock import FrozenClock

START = datetime(2026, 3, 27, 4, 0, tzinfo=UTC)


class EnoughError(Exception):
    """Ends a loop that has no end."""


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    clock_of_the_machine.tzset()
    yield
    monkeypatch.undo()
    clock_of_the_machine.tzset()


async def runs(outcomes: list[bool]) -> list[datetime]:
    """Return when work was done that ended as told."""
    clock, begun = FrozenClock(START), []

    async def work() -> bool:
        begun.append(clock.now())
        if len(begun) > len(outcomes):
            raise EnoughError
        return outcomes[len(begun) - 1]

    async def pause(seconds: float) -> None:
        clock.tick(timedelta(seconds=seconds))

    with pytest.raises(EnoughError):
        await every_day(time(5, 30), work, clock, pause)
    return begun


@pytest.mark.usefixtures("berlin")
async def test_it_works_at_once_and_then_every_day_at_the_time_on_the_wall() -> None:
    said = [f"{moment.astimezone(UTC):%d %H:%M}" for moment in await runs([True, True, True])]
    assert said == ["27 04:00", "27 04:30", "28 04:30", "29 03:30"]  # summer time begins on the 29th


async def test_what_failed_is_tried_again_a_quarter_of_an_hour_later() -> None:
    first, second, third = await runs([False, False])
    assert (second - first, third - second) == (timedelta(minutes=15), timedelta(minutes=15))


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-10-24T03:29", "2026-10-24T03:30"),
        ("2026-10-24T03:30", "2026-10-25T04:30"),  # summer time ended in between
    ],
)
def test_the_next_moment_is_strictly_later(now: str, then: str) -> None:
    found = next_moment(time(5, 30), datetime.fromisoformat(f"{now}+00:00"))
    assert found == datetime.fromisoformat(f"{then}+00:00")
