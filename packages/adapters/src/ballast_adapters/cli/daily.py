"""Repeats work every day at one time of day, for containers, which have no timer of their own."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NoReturn

from typer import BadParameter

from ballast_adapters.cli.output import say

if TYPE_CHECKING:  # `--help` must not wait for pydantic
    from ballast_core.shared.ports import Clock

RETRY = timedelta(minutes=15)
_STEP_S = 30.0  # a clock may be set, and a machine may sleep: look again often


def parse_time(text: str) -> time:
    """Read a time of day. Raises `BadParameter`."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 -- a time of day has no zone
    except ValueError as error:
        raise BadParameter(f"{text!r} is not a time of day; write it as 05:30") from error


def next_moment(at: time, now: datetime) -> datetime:
    """Return when the clock on the wall of this machine shows `at` next, strictly after `now`."""
    day = now.astimezone().date()
    moments = (datetime.combine(day + timedelta(days=n), at).astimezone(UTC) for n in range(3))
    return next(moment for moment in moments if moment > now)


async def every_day(
    at: time,
    work: Callable[[], Awaitable[bool]],
    clock: "Clock",
    pause: Callable[[float], Awaitable[object]],
) -> NoReturn:
    """Work now and then every day `at`; what did not go well is tried again a quarter of an hour later."""
    while True:
        went_well = await work()
        now = clock.now()
        daily = next_moment(at, now)
        then = daily if went_well else min(daily, now + RETRY)
        say(f"Next: {then.astimezone():%Y-%m-%d %H:%M %Z}.")
        while (left := (then - clock.now()).total_seconds()) > 0:
            await pause(min(left, _STEP_S))
