from datetime import date

import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import (
    Drawdown,
    calmar,
    drawdowns,
    max_drawdown,
    underwater,
    underwater_share,
)
from ballast_core.shared.series import Series


def series(*values: float) -> Series:
    """Return values of consecutive days from March 1, 2026."""
    return Series(np.datetime64("2026-03-01", "D") + np.arange(len(values)), np.array(values))


TWO_FALLS = series(100, 90, 100, 110, 88, 99, 120, 118)


def test_a_drawdown_is_measured_from_the_highest_so_far() -> None:
    assert drawdowns(np.array([100.0, 90.0, 120.0, 60.0])) == pytest.approx([0, -0.1, 0, -0.5])


def test_a_missing_value_is_no_peak_and_no_drawdown() -> None:
    assert drawdowns(np.array([np.nan, 100.0, np.nan, 50.0])) == pytest.approx(
        [np.nan, 0, np.nan, -0.5], nan_ok=True
    )


def test_no_values_have_no_drawdowns() -> None:
    assert drawdowns(np.array([])).size == 0


def test_the_deepest_fall_tells_its_days() -> None:
    assert max_drawdown(TWO_FALLS) == Drawdown(
        depth=pytest.approx(-0.2),
        peak_day=date(2026, 3, 4),
        trough_day=date(2026, 3, 5),
        recovery_day=date(2026, 3, 7),
        days_to_trough=1,
        days_to_recovery=2,
        days=3,
    )


def test_a_fall_without_recovery_lasts_until_now() -> None:
    fall = max_drawdown(series(100, 50, 60))
    assert (fall.recovery_day, fall.days_to_recovery, fall.days) == (None, None, 2)


def test_the_peak_is_the_first_day_at_its_height_and_the_trough_the_first_at_its_depth() -> None:
    fall = max_drawdown(series(80, 100, 100, 50, 60, 50))
    assert (fall.peak_day, fall.trough_day) == (date(2026, 3, 2), date(2026, 3, 4))


def test_of_two_falls_of_one_depth_the_first_counts() -> None:
    assert max_drawdown(series(100, 50, 200, 100)).trough_day == date(2026, 3, 2)


def test_a_series_that_only_rises_has_depth_zero_on_its_first_day() -> None:
    fall = max_drawdown(series(1, 2, 3))
    assert (fall.depth, fall.peak_day, fall.days, fall.recovery_day) == (
        0,
        fall.trough_day,
        0,
        date(2026, 3, 1),
    )


def test_nothing_has_no_drawdown() -> None:
    with pytest.raises(InvalidError):
        max_drawdown(series(np.nan))


def test_every_fall_is_listed_the_deepest_first() -> None:
    assert [fall.depth for fall in underwater(TWO_FALLS)] == pytest.approx([-0.2, -0.1, 118 / 120 - 1])


def test_the_deepest_of_all_falls_is_the_maximum_drawdown() -> None:
    assert underwater(TWO_FALLS, 1) == (max_drawdown(TWO_FALLS),)


def test_a_value_back_at_the_peak_is_a_recovery() -> None:
    assert [fall.recovery_day for fall in underwater(series(100, 90, 100))] == [date(2026, 3, 3)]


def test_a_series_that_only_rises_has_no_falls() -> None:
    assert underwater(series(1, 2, 3)) == ()
    assert underwater(series()) == ()


def test_half_of_the_points_are_under_water() -> None:
    assert underwater_share(TWO_FALLS.values) == 0.5


def test_no_points_have_no_share_under_water() -> None:
    with pytest.raises(InvalidError):
        underwater_share(np.array([np.nan]))


def test_calmar_is_growth_a_year_over_the_deepest_fall() -> None:
    days = np.array(["2020-01-01", "2021-01-01", "2024-01-01"], dtype="datetime64[D]")
    assert calmar(Series(days, np.array([1.0, 0.5, 16.0]))) == pytest.approx(2)


def test_calmar_is_refused_without_a_fall() -> None:
    with pytest.raises(InvalidError, match="drawdown"):
        calmar(series(1, 2))
