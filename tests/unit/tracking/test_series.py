"""The part of a series that a query asks for."""

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from ballast_core.shared.arrays import to_dates
from ballast_core.shared.series import Series
from ballast_core.tracking import BadQueryError, SeriesQuery
from ballast_core.tracking.usecases.series import about, cut

DAYS = ["2025-12-30", "2026-01-05", "2026-02-02", "2026-03-02"]
SERIES = Series(np.array(DAYS, "datetime64[D]"), np.array([100.0, 110.0, 99.0, 120.0]))


def days(**asked: object) -> list[str]:
    return [str(day) for day in to_dates(cut(SERIES, SeriesQuery(model="pine", **asked)).days)]


def test_without_a_wish_it_is_the_whole_series() -> None:
    assert days() == DAYS


def test_a_period_begins_at_the_last_point_on_or_before_its_start() -> None:
    assert days(period="1m") == ["2026-02-02", "2026-03-02"]
    assert days(period="ytd") == DAYS


def test_a_period_counts_back_from_the_last_day_and_not_from_today() -> None:
    assert days(period="1d") == ["2026-02-02", "2026-03-02"]


def test_dates_win_over_the_period() -> None:
    assert days(period="1d", start=date(2026, 1, 5), end=date(2026, 2, 20)) == ["2026-01-05", "2026-02-02"]


def test_a_start_before_all_points_is_the_first_point() -> None:
    assert days(start=date(1990, 1, 1)) == DAYS


@pytest.mark.parametrize("asked", [{"start": date(2026, 3, 3)}, {"end": date(2025, 1, 1)}])
def test_a_span_without_a_point_says_what_there_is(asked: dict[str, date]) -> None:
    with pytest.raises(BadQueryError, match="2025-12-30 to 2026-03-02"):
        days(**asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"start": date(2026, 2, 1), "end": date(2026, 1, 1)},
        {"points": 3},
        {"points": -1},
        {"series": "profit"},
    ],
)
def test_a_query_that_makes_no_sense_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SeriesQuery(model="pine", **asked)


def test_irregular_points_are_called_so_with_their_frequency() -> None:
    said = about(SERIES, "pine", SeriesQuery(model="pine"))
    assert said.frequency.startswith("irregular points, ")
    assert said.notes[0].startswith("pine, portfolio: 2025-12-30 to 2026-03-02")
