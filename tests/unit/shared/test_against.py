"""Figures against a benchmark, by cases whose answer is known."""

import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import alpha, beta, information_ratio, relative_strength, tracking_error


@pytest.fixture
def market(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0.0004, 0.01, 500)


def test_relative_strength_rises_where_the_values_gain_on_the_benchmark() -> None:
    ratio = relative_strength(np.array([50.0, 60.0, 55.0]), np.array([200.0, 200.0, 220.0]))
    assert ratio.tolist() == pytest.approx([100, 120, 100])


def test_relative_strength_is_missing_where_either_is() -> None:
    ratio = relative_strength(np.array([1.0, np.nan, 3.0]), np.array([1.0, 2.0, 0.0]))
    assert ratio.tolist() == pytest.approx([100, np.nan, np.nan], nan_ok=True)


def test_relative_strength_without_a_first_point_is_missing() -> None:
    assert np.isnan(relative_strength(np.array([np.nan, 2.0]), np.array([1.0, 1.0]))).all()


def test_returns_that_are_a_multiple_and_a_bit_have_that_beta_and_alpha(market: np.ndarray) -> None:
    returns = 1.5 * market + 0.0001
    assert beta(returns, market) == pytest.approx(1.5)
    assert alpha(returns, market, 252) == pytest.approx(0.0252)


def test_beta_is_that_of_a_regression(market: np.ndarray, rng: np.random.Generator) -> None:
    returns = 0.7 * market + rng.normal(0, 0.005, market.size)
    assert beta(returns, market) == pytest.approx(np.polyfit(market, returns, 1)[0])


def test_what_moves_as_the_benchmark_does_has_no_tracking_error_and_no_information_ratio(
    market: np.ndarray,
) -> None:
    assert tracking_error(market, market, 252) == 0
    with pytest.raises(InvalidError, match="moves as the benchmark"):
        information_ratio(market, market, 252)


def test_the_information_ratio_is_the_lead_a_year_over_the_tracking_error(
    market: np.ndarray, rng: np.random.Generator
) -> None:
    returns = market + rng.normal(0.0002, 0.003, market.size)
    lead = float((returns - market).mean()) * 252
    assert information_ratio(returns, market, 252) == pytest.approx(
        lead / tracking_error(returns, market, 252)
    )


def test_a_step_that_either_lacks_does_not_count() -> None:
    returns, market = np.array([0.1, 9.0, 0.2, 0.4]), np.array([0.05, np.nan, 0.1, 0.2])
    assert beta(returns, market) == pytest.approx(2)


def test_a_benchmark_that_does_not_move_tells_nothing() -> None:
    with pytest.raises(InvalidError, match="does not move"):
        beta(np.array([0.1, 0.2]), np.array([0.01, 0.01]))


def test_one_step_is_too_few() -> None:
    with pytest.raises(InvalidError, match="too few"):
        tracking_error(np.array([0.1]), np.array([0.1]), 252)
