from datetime import date

import pytest

from ballast_core.shared.dates import PERIODS, DateSpan, period_start
from ballast_core.shared.errors import InvalidError

LAST = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ("1d", date(2026, 3, 30)),
        ("1w", date(2026, 3, 24)),
        ("1m", date(2026, 2, 28)),
        ("3m", date(2025, 12, 31)),
        ("6m", date(2025, 9, 30)),
        ("ytd", date(2025, 12, 31)),
        ("1y", date(2025, 3, 31)),
        ("3y", date(2023, 3, 31)),
        ("5y", date(2021, 3, 31)),
        ("10y", date(2016, 3, 31)),
        ("max", None),
    ],
)
def test_a_period_starts_on_the_day_it_is_measured_against(period: str, start: date | None) -> None:
    assert period_start(period, LAST) == start


def test_a_year_before_a_leap_day_is_the_last_of_february() -> None:
    assert period_start("1y", date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize("period", [period for period in PERIODS if period != "max"])
def test_no_period_starts_before_the_calendar(period: str) -> None:
    assert period_start(period, date.min) == date.min


def test_an_unknown_period_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidError, match=r"no period '2y'; one of 1d, 1w, .*, max"):
        period_start("2y", LAST)


def test_a_span_contains_both_its_ends() -> None:
    span = DateSpan(date(2026, 1, 1), LAST)
    assert date(2026, 1, 1) in span
    assert LAST in span
    assert date(2026, 4, 1) not in span
    assert date(2025, 12, 31) not in span


def test_an_open_span_contains_every_day() -> None:
    assert date.min in DateSpan()
    assert date.max in DateSpan()


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(InvalidError, match="cannot end"):
        DateSpan(LAST, date(2026, 1, 1))
