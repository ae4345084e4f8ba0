import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import cagr, points_per_year, simple_returns, total_return, years
from ballast_core.shared.series import Series


def series(start: str, step: int, *values: float) -> Series:
    """Return values that stand `step` days apart."""
    days = np.datetime64(start, "D") + np.arange(len(values)) * step
    return Series(days, np.array(values))


def test_a_return_is_a_value_against_the_one_before() -> None:
    assert simple_returns(np.array([100.0, 110.0, 99.0])) == pytest.approx([0.1, -0.1])


def test_a_step_from_nothing_or_from_zero_has_no_return() -> None:
    assert np.isnan(simple_returns(np.array([np.nan, 1.0, 0.0, 5.0]))).tolist() == [True, False, True]


def test_one_value_has_no_returns() -> None:
    assert simple_returns(np.array([100.0])).size == 0


def test_a_total_return_looks_at_the_ends_alone() -> None:
    assert total_return(np.array([np.nan, 100.0, 7.0, 150.0])) == pytest.approx(0.5)


@pytest.mark.parametrize("values", [[], [np.nan], [0.0, 1.0]])
def test_a_total_return_needs_a_positive_first_value(values: list[float]) -> None:
    with pytest.raises(InvalidError):
        total_return(np.array(values))


def test_years_are_calendar_days() -> None:
    assert years(series("2020-01-01", 1461, 1, 1).days) == 4
    assert years(series("2020-01-01", 1).days) == 0


def test_the_observed_frequency_counts_steps_not_points() -> None:
    assert points_per_year(series("2020-01-01", 487, 1, 1, 1, 1).days) == 0.75


def test_one_point_has_no_frequency() -> None:
    with pytest.raises(InvalidError):
        points_per_year(series("2020-01-01", 1, 1).days)


def test_doubling_in_four_years_is_19_percent_a_year() -> None:
    assert cagr(series("2020-01-01", 1461, 1, 2)) == pytest.approx(2**0.25 - 1)


def test_losing_all_is_minus_one_a_year() -> None:
    assert cagr(series("2020-01-01", 100, 1, 0)) == -1


@pytest.mark.parametrize("values", [[], [1.0], [0.0, 1.0], [1.0, -1.0]])
def test_growth_a_year_is_refused_where_it_means_nothing(values: list[float]) -> None:
    with pytest.raises(InvalidError):
        cagr(series("2020-01-01", 100, *values))
