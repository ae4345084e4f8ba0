"""What every `Clock` must do."""

from datetime import UTC, datetime, timedelta

import pytest

from ballast_adapters.clock import SystemClock
from ballast_adapters.memory.clock import FrozenClock
from ballast_core.shared.ports import Clock

CLOCKS = {"system": SystemClock, "frozen": lambda: FrozenClock(datetime(2026, 3, 3, 12, tzinfo=UTC))}


@pytest.fixture(params=CLOCKS)
def clock(request: pytest.FixtureRequest) -> Clock:
    return CLOCKS[request.param]()


def test_the_present_is_aware_and_in_utc(clock: Clock) -> None:
    """CL-01"""
    assert clock.now().utcoffset() == timedelta(0)


def test_time_does_not_run_backwards(clock: Clock) -> None:
    """CL-02"""
    assert clock.now() <= clock.now()


def test_a_frozen_clock_moves_only_when_told() -> None:
    """CL-10"""
    clock = FrozenClock(datetime(2026, 3, 3, 12, tzinfo=UTC))
    before = clock.now()
    assert clock.now() == before
    clock.tick(timedelta(days=1))
    assert clock.now() == before + timedelta(days=1)
