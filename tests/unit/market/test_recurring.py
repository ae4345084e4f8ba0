"""On which days events come again."""

from datetime import UTC, date, datetime

import pytest

from ballast_core.market import EventKind, MarketEvent, RecurringEvent, occurrences
from ballast_core.market.entities.news import Recurrence


def as_utc(local: datetime) -> datetime:
    return local.replace(tzinfo=UTC)


def of(name: str, frequency: Recurrence, year: int = 2026, local_time: str = "") -> tuple[MarketEvent, ...]:
    event = RecurringEvent(name=name, kind=EventKind.RELEASE, frequency=frequency, local_time=local_time)
    return occurrences(event, date(year, 1, 1), date(year, 12, 31), as_utc, "test")


def told(name: str, frequency: Recurrence, year: int = 2026) -> list[str]:
    return [f"{event.day:%m-%d}" for event in of(name, frequency, year)]


@pytest.mark.parametrize(
    ("year", "days"),
    [  # as the Federal Reserve announced them
        (2022, "01-26 03-16 05-04 06-15 07-27 09-21 11-02 12-14"),
        (2023, "02-01 03-22 05-03 06-14 07-26 09-20 11-01 12-13"),
        (2026, "01-28 03-18 04-29 06-17 07-29 09-16 10-28 12-09"),
    ],
)
def test_the_committee_meets_eight_times_a_year(year: int, days: str) -> None:
    assert told("FOMC Meeting", "fomc", year) == days.split()


def test_its_minutes_follow_three_weeks_later_also_into_the_next_year() -> None:
    assert told("FOMC Minutes", "fomc", 2027)[0] == "02-17"
    assert told("FOMC Minutes", "fomc", 2026)[-1] == "12-30"


@pytest.mark.parametrize(
    ("name", "frequency", "days"),
    [
        ("Quarterly OpEx", "quarterly", "03-20 06-19 09-18 12-18"),
        ("S&P 500 Rebalance", "quarterly", "03-20 06-19 09-18 12-18"),
        ("Russell Rebalance", "annual", "06-26"),
        ("Futures Rollover", "quarterly", "03-12 06-11 09-10 12-10"),
        ("GDP", "quarterly", "01-29 04-30 07-30 10-29"),
        (
            "Non-Farm Payrolls",
            "monthly",
            "01-02 02-06 03-06 04-03 05-01 06-05 07-03 08-07 09-04 10-02 11-06 12-04",
        ),
        ("Monthly OpEx", "opex", "01-16 02-20 03-20 04-17 05-15 06-19 07-17 08-21 09-18 10-16 11-20 12-18"),
        (
            "ISM Manufacturing PMI",
            "monthly",
            "01-01 02-02 03-02 04-01 05-01 06-01 07-01 08-03 09-01 10-01 11-02 12-01",
        ),
        (
            "VIX Futures Expiration",
            "monthly",
            "01-21 02-18 03-18 04-15 05-20 06-17 07-22 08-19 09-16 10-21 11-18 12-16",
        ),
        ("Something else", "quarterly", "01-15 04-15 07-15 10-15"),
        ("Something else", "annual", "01-15"),
    ],
    ids=lambda value: str(value)[:22],
)
def test_each_event_has_its_custom(name: str, frequency: Recurrence, days: str) -> None:
    assert told(name, frequency) == days.split()


def test_claims_come_each_thursday() -> None:
    events = of("Initial Jobless Claims", "weekly")
    assert len(events) == 53
    assert {event.day.weekday() for event in events} == {3}


def test_a_daily_event_comes_from_monday_to_friday() -> None:
    assert len(of("Something else", "daily")) == 261


def test_a_local_time_becomes_a_moment() -> None:
    first = of("CPI", "monthly", local_time="08:30")[0]
    assert first.at == datetime(2026, 1, 12, 8, 30, tzinfo=UTC)


def test_without_a_time_there_is_only_a_day() -> None:
    assert of("Fed Chair Speech", "monthly")[0].at is None


@pytest.mark.parametrize("frequency", ["daily", "weekly", "monthly", "quarterly", "annual", "fomc", "opex"])
def test_the_ends_of_the_calendar_are_no_obstacle(frequency: Recurrence) -> None:
    event = RecurringEvent(name="Something else", kind=EventKind.RELEASE, frequency=frequency)
    events = occurrences(event, date.min, date.max, as_utc, "test")
    assert date(1950, 1, 1) <= events[0].day <= events[-1].day <= date(2149, 12, 31)
