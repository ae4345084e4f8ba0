"""What is there of what was expected, and which sessions are."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.market_rows import weekdays

from ballast_core.market import Gap, Grade, Instrument
from ballast_core.market.rules.coverage import Covered, cover, month_counts
from ballast_core.market.rules.grading import grade_of
from ballast_core.market.rules.sessions import expected_days, last_complete
from ballast_core.shared.calendar import Sessions, round_the_clock

FIRST = date(2026, 3, 2)
DAYS = weekdays(FIRST, 10)


def covered(there: str) -> Covered:
    """Return ten sessions of which those marked with x are there."""
    return cover(DAYS, DAYS[[mark == "x" for mark in there]])


def test_nothing_is_missing_when_every_session_is_there() -> None:
    found = covered("xxxxxxxxxx")
    assert (found.present, found.coverage, found.head, found.stale, found.gaps()) == (10, 1.0, 0, 0, ())


def test_head_gaps_between_and_tail_are_told_apart() -> None:
    gaps = covered("..x.xx..x.").gaps()
    assert [(gap.place, gap.sessions) for gap in gaps] == [
        ("head", 2),
        ("inner", 1),
        ("inner", 2),
        ("tail", 1),
    ]


def test_a_gap_is_known_by_its_first_and_last_session() -> None:
    assert covered("xx..xxxxxx").gaps() == (
        Gap(place="inner", first=date(2026, 3, 4), last=date(2026, 3, 5), sessions=2),
    )


def test_a_gap_over_a_weekend_is_one() -> None:
    assert covered("xxxx..xxxx").gaps() == (
        Gap(place="inner", first=date(2026, 3, 6), last=date(2026, 3, 9), sessions=2),
    )


def test_where_nothing_is_there_everything_is_stale() -> None:
    found = covered("..........")
    assert (found.coverage, found.head, found.stale, found.grade) == (0.0, 0, 10, Grade.POOR)
    assert [gap.place for gap in found.gaps()] == ["tail"]


def test_where_nothing_is_expected_nothing_is_known() -> None:
    found = cover(DAYS[:0], DAYS)
    assert (found.coverage, found.grade, found.head, found.stale, found.gaps()) == (None, None, 0, 0, ())


def test_bars_that_nobody_expects_do_not_count() -> None:
    assert cover(DAYS[2:5], DAYS).present == 3


def test_stretches_between_are_counted_without_head_and_tail() -> None:
    assert covered("..x.xx..x.").stretches_between == 2


@pytest.mark.parametrize(
    ("expected", "present", "stale", "grade"),
    [
        (0, 0, 0, None),
        (100, 100, 0, Grade.EXCELLENT),
        (100, 99, 0, Grade.GOOD),
        (100, 99, 1, Grade.GOOD),
        (1000, 998, 2, Grade.FAIR),
        (100, 95, 5, Grade.FAIR),
        (100, 94, 0, Grade.POOR),
    ],
)
def test_grades_are_as_they_are_defined(expected: int, present: int, stale: int, grade: Grade | None) -> None:
    assert grade_of(expected, present, stale) == grade


def test_months_are_counted_and_graded_each_by_itself() -> None:
    days = weekdays(date(2026, 3, 30), 5)  # two in March, three in April
    months = np.array(["2026-02-01", "2026-03-01", "2026-04-01"], "datetime64[D]")
    counts = month_counts(cover(days, days[1:]), months)
    assert (list(counts.expected), list(counts.present)) == ([0, 2, 3], [0, 1, 3])
    assert list(counts.grades) == [None, Grade.POOR, Grade.EXCELLENT]


def test_days_outside_of_the_months_do_not_count() -> None:
    counts = month_counts(cover(DAYS, DAYS), np.array(["2026-04-01"], "datetime64[D]"))
    assert list(counts.expected) == [0]


def closing(*closes: str) -> Sessions:
    at = np.array(closes, "datetime64[us]")
    return Sessions("XNYS", at.astype("datetime64[D]"), at - np.timedelta64(6, "h"), at)


EARLY = closing("2026-11-25T21:00", "2026-11-27T18:00")


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 11, 27, 18, 20, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 18, 19, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 12, 0, tzinfo=UTC), None),
    ],
)
def test_a_session_is_complete_twenty_minutes_after_its_close_be_it_early(
    now: datetime, last: date | None
) -> None:
    assert last_complete(EARLY, now) == last


def test_a_day_around_the_clock_is_complete_twenty_minutes_after_midnight() -> None:
    sessions = round_the_clock(date(2026, 3, 1), date(2026, 3, 5))
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    assert last_complete(sessions, midnight + timedelta(minutes=20)) == date(2026, 3, 2)
    assert last_complete(sessions, midnight + timedelta(minutes=19)) == date(2026, 3, 1)


WHOLE = Sessions("XNYS", DAYS, DAYS.astype("datetime64[us]"), DAYS.astype("datetime64[us]"))
END, LAST = date(2026, 3, 12), date(2026, 3, 11)


def days_of(instrument: Instrument, start: date = FIRST, end: date = END) -> list[str]:
    days = expected_days(WHOLE, instrument, start, end, LAST).astype(str)
    return [days[0], days[-1]] if days.size else []


def test_bars_are_expected_up_to_the_last_complete_session() -> None:
    assert days_of(Instrument(symbol="A")) == ["2026-03-02", "2026-03-11"]


def test_no_bars_are_expected_before_the_listing_and_after_the_end() -> None:
    listed = Instrument(symbol="A", first_listed=date(2026, 3, 4), delisted=date(2026, 3, 9))
    assert days_of(listed) == ["2026-03-04", "2026-03-09"]


def test_no_bars_are_expected_outside_of_the_days_asked_for() -> None:
    assert days_of(Instrument(symbol="A"), date(2026, 3, 3), date(2026, 3, 5)) == ["2026-03-03", "2026-03-05"]


def test_nothing_is_expected_of_what_was_delisted_before() -> None:
    assert days_of(Instrument(symbol="A", delisted=date(2020, 1, 1))) == []


def test_nothing_is_expected_before_any_session_is_complete() -> None:
    assert expected_days(WHOLE, Instrument(symbol="A"), FIRST, END, None).size == 0
