"""What was known of a series on a day."""

from datetime import date

import numpy as np

from ballast_core.market import Observations
from ballast_core.market.rules.vintages import between, known_values, observed, revised
from ballast_core.shared.arrays import to_dates


def told(*rows: tuple[str, str, float]) -> Observations:
    return Observations(
        "GDP",
        "test",
        np.array([row[0] for row in rows], "datetime64[D]"),
        np.array([row[1] for row in rows], "datetime64[D]"),
        np.array([row[2] for row in rows]),
    )


SERIES = told(
    ("2026-01-01", "2026-04-30", 1.0),
    ("2026-01-01", "2026-05-30", 1.5),
    ("2026-01-01", "2026-06-30", 1.5),
    ("2026-01-01", "2026-09-30", 1.2),
    ("2026-04-01", "2026-07-30", 2.0),
    ("2026-07-01", "2026-10-30", np.nan),
)


def test_the_last_vintage_of_each_period_is_known_now() -> None:
    known = known_values(SERIES)
    assert to_dates(known.periods) == [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]
    np.testing.assert_array_equal(known.values, [1.2, 2.0, np.nan])


def test_a_value_that_was_told_again_is_known_since_it_was_told_first() -> None:
    june = known_values(SERIES, date(2026, 6, 30))
    assert to_dates(june.since) == [date(2026, 5, 30)]


def test_only_what_was_published_is_known_on_a_day() -> None:
    assert known_values(SERIES, date(2026, 4, 29)).periods.size == 0
    assert known_values(SERIES, date(2026, 5, 1)).values.tolist() == [1.0]


def test_revisions_count_other_values_only() -> None:
    known = known_values(SERIES)
    assert known.revisions.tolist() == [2, 0, 0]
    assert known.first[0] == 1.0


def test_each_change_is_told_with_the_value_before() -> None:
    changes = revised(SERIES)
    assert to_dates(changes.since) == [date(2026, 5, 30), date(2026, 9, 30)]
    assert (changes.before.tolist(), changes.values.tolist()) == ([1.0, 1.5], [1.5, 1.2])


def test_a_value_that_is_withdrawn_is_a_revision_and_none_that_stays_away() -> None:
    gone = told(("2026-01-01", "2026-02-01", 1.0), ("2026-01-01", "2026-03-01", np.nan))
    away = told(("2026-01-01", "2026-02-01", np.nan), ("2026-01-01", "2026-03-01", np.nan))
    assert known_values(gone).revisions.tolist() == [1]
    assert known_values(away).revisions.tolist() == [0]


def test_nothing_is_known_of_nothing() -> None:
    nothing = observed(SERIES, date(2020, 1, 1))
    assert known_values(nothing).periods.size == revised(nothing).periods.size == 0


def test_a_stretch_has_the_periods_that_begin_in_it() -> None:
    part = between(SERIES, date(2026, 2, 1), date(2026, 6, 30))
    assert to_dates(part.periods) == [date(2026, 4, 1)]
