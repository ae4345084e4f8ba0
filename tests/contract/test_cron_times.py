"""What everything that reads times of cron must do, clock changes included."""

from datetime import UTC, datetime, timedelta

import pytest

from ballast_adapters.calendars.cron import CronSimTimes
from ballast_core.ops import BadScheduleError, CronTimes

NEW_YORK = "America/New_York"
FAR = datetime(2040, 1, 1, tzinfo=UTC)

# In New York clocks show no 02:00 to 03:00 on 2026-03-08, and 01:00 to 02:00 twice on 2026-11-01.


@pytest.fixture(params=["cronsim"])
def crons() -> CronTimes:
    return CronSimTimes()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(
    crons: CronTimes, cron: str, after: str, most: int, zone: str = NEW_YORK, until: datetime = FAR
) -> list[str]:
    """Return times as UTC tells them."""
    times = crons.times(cron, zone, utc(after), until, most)
    return [at.astimezone(UTC).strftime("%m-%d %H:%M") for at in times]


def test_times_come_oldest_first_as_clocks_of_the_zone_tell_them(crons: CronTimes) -> None:
    """CT-01"""
    first, second = crons.times("0 5 * * *", NEW_YORK, utc("2026-07-01T12:00"), FAR, 2)
    assert first.isoformat() == "2026-07-02T05:00:00-04:00"
    assert second.isoformat() == "2026-07-03T05:00:00-04:00"


def test_a_time_is_after_the_first_moment_and_up_to_the_second(crons: CronTimes) -> None:
    """CT-02"""
    until = utc("2026-07-01T03:00")
    assert read(crons, "0 * * * *", "2026-07-01T01:00", 9, "UTC", until) == ["07-01 02:00", "07-01 03:00"]


def test_no_more_times_come_than_are_wanted(crons: CronTimes) -> None:
    """CT-03"""
    assert len(crons.times("* * * * *", "UTC", utc("2026-07-01T00:00"), FAR)) == 1_000
    assert len(crons.times("* * * * *", "UTC", utc("2026-07-01T00:00"), FAR, 3)) == 3


def test_there_are_none_where_the_second_moment_is_before_the_first(crons: CronTimes) -> None:
    """CT-04"""
    assert read(crons, "* * * * *", "2026-07-01T00:00", 5, until=utc("2026-06-01T00:00")) == []


def test_fractions_of_a_second_take_no_time_away_and_add_none(crons: CronTimes) -> None:
    """CT-05"""
    before = utc("2026-07-01T00:59:59") + timedelta(microseconds=999_999)
    after = utc("2026-07-01T01:00:00") + timedelta(microseconds=1)
    assert [len(crons.times("0 1 * * *", "UTC", moment, after)) for moment in (before, after)] == [1, 0]


def test_a_time_that_clocks_leave_out_comes_right_after(crons: CronTimes) -> None:
    """CT-06"""
    assert read(crons, "30 2 * * *", "2026-03-07T12:00", 2) == ["03-08 07:00", "03-09 06:30"]


def test_several_times_that_clocks_leave_out_come_as_one(crons: CronTimes) -> None:
    """CT-07"""
    assert read(crons, "0,30 2 * * *", "2026-03-07T12:00", 2) == ["03-08 07:00", "03-09 06:00"]


def test_a_time_that_clocks_show_twice_comes_once(crons: CronTimes) -> None:
    """CT-08"""
    assert read(crons, "30 1 * * *", "2026-11-01T04:00", 2) == ["11-01 05:30", "11-02 06:30"]


@pytest.mark.parametrize("minutes", range(30, 150, 10))
def test_a_time_that_was_there_does_not_come_again_in_the_second_hour(crons: CronTimes, minutes: int) -> None:
    """CT-09"""
    asked = utc("2026-11-01T05:00") + timedelta(minutes=minutes)
    (first,) = crons.times("30 1 * * *", NEW_YORK, asked, FAR, 1)
    assert first.astimezone(UTC) == utc("2026-11-02T06:30")


def test_a_line_for_each_hour_goes_by_the_time_that_passes(crons: CronTimes) -> None:
    """CT-10"""
    assert read(crons, "0 * * * *", "2026-11-01T04:30", 3) == ["11-01 05:00", "11-01 06:00", "11-01 07:00"]
    assert read(crons, "0 * * * *", "2026-03-08T05:30", 3) == ["03-08 06:00", "03-08 07:00", "03-08 08:00"]


@pytest.mark.parametrize("step_minutes", [7, 61, 1_440])
@pytest.mark.parametrize(
    "cron", ["30 1 * * *", "30 2 * * *", "*/15 * * * *", "5 */3 * * *", "0 0,2,12 * * 0"]
)
@pytest.mark.parametrize("day", ["2026-03-07T00:00", "2026-10-31T00:00"])
def test_asking_bit_by_bit_finds_what_asking_at_once_does(
    crons: CronTimes, day: str, cron: str, step_minutes: int
) -> None:
    """CT-11"""
    begin = utc(day)
    end, step = begin + timedelta(days=3), timedelta(minutes=step_minutes)
    found: list[datetime] = []
    while begin < end:
        until = min(begin + step, end)
        found += crons.times(cron, NEW_YORK, begin, until)
        begin = until
    assert found == list(crons.times(cron, NEW_YORK, utc(day), end))
    assert [at.astimezone(UTC) for at in found] == sorted({at.astimezone(UTC) for at in found})


@pytest.mark.parametrize(
    "cron", ["", "0 5 * *", "0 5 * * * *", "61 * * * *", "0 5 31 2 *", "@daily", "0 5 * * MOON"]
)
def test_a_line_that_nobody_can_read_is_refused(crons: CronTimes, cron: str) -> None:
    """CT-12"""
    with pytest.raises(BadScheduleError, match=r"minute|cannot be read") as refused:
        crons.times(cron, "UTC", utc("2026-07-01T00:00"), FAR)
    assert [problem.where for problem in refused.value.problems] == ["cron"]


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "America"])
def test_a_zone_that_nobody_knows_is_refused(crons: CronTimes, zone: str) -> None:
    """CT-13"""
    with pytest.raises(BadScheduleError, match="no time zone"):
        crons.times("0 5 * * *", zone, utc("2026-07-01T00:00"), FAR)


def test_the_last_day_of_a_month_and_names_of_days_are_known(crons: CronTimes) -> None:
    """CT-14"""
    assert read(crons, "0 0 L * *", "2026-02-01T00:00", 2, "UTC") == ["02-28 00:00", "03-31 00:00"]
    assert read(crons, "0 0 * * FRI#1", "2026-02-01T00:00", 1, "UTC") == ["02-06 00:00"]
