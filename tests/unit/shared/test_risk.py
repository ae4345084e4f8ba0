from math import sqrt

import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import (
    cvar,
    kurtosis,
    positive_share,
    sharpe,
    skewness,
    sortino,
    var,
    volatility,
)

RETURNS = np.array([0.02, -0.01, 0.03, np.nan, -0.04])  # mean 0, squares 0.0030
HUNDRED = np.arange(1, 101) / -1_000  # losses of 0.1 % to 10 %


def test_volatility_is_the_sample_deviation_over_the_root_of_time() -> None:
    assert volatility(RETURNS, 252) == pytest.approx(sqrt(0.003 / 3 * 252))


def test_sharpe_subtracts_the_rate_of_one_step() -> None:
    assert sharpe(RETURNS, 100, rf=0.5) == pytest.approx(-0.005 / sqrt(0.001) * 10)


def test_sortino_counts_returns_above_the_target_as_no_shortfall() -> None:
    assert sortino(RETURNS + 0.01, 100) == pytest.approx(0.01 / sqrt(0.0009 / 4) * 10)


def test_sortino_measures_against_the_target_of_one_step() -> None:
    assert sortino(RETURNS, 100, target=1.0) == pytest.approx(-0.01 / sqrt((4 + 25) * 1e-4 / 4) * 10)


def test_sortino_is_refused_where_nothing_falls_short() -> None:
    with pytest.raises(InvalidError, match="below the target"):
        sortino(np.array([0.1, 0.2]), 252)


def test_value_at_risk_is_the_smallest_of_the_worst() -> None:
    assert var(HUNDRED, level=0.95) == pytest.approx(0.095)
    assert var(HUNDRED, level=0.9) == pytest.approx(0.09)


def test_the_mean_of_the_worst_twentieth() -> None:
    assert cvar(HUNDRED, level=0.95) == pytest.approx(0.098)


def test_the_worst_part_may_hold_a_fraction_of_a_return() -> None:
    returns = np.array([-0.10, -0.06, -0.02, 0.0])  # the worst 0.375 of 4 are one and a half
    assert cvar(returns, level=0.625) == pytest.approx((0.10 + 0.5 * 0.06) / 1.5)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_a_level_is_between_zero_and_one(level: float) -> None:
    with pytest.raises(InvalidError, match="level"):
        var(RETURNS, level=level)


def test_half_of_the_returns_are_positive() -> None:
    assert positive_share(RETURNS) == 0.5


def test_a_symmetric_pair_of_spikes_has_no_skew_and_fat_tails() -> None:
    returns = np.array([-1.0, *np.zeros(8), 1.0])
    assert skewness(returns) == pytest.approx(0)
    assert kurtosis(returns) == pytest.approx(2)


def test_one_gain_among_many_small_losses_is_skewed_up() -> None:
    assert skewness(np.array([-0.01, -0.01, -0.01, 0.03])) > 1


@pytest.mark.parametrize("ratio", [lambda r: sharpe(r, 252), skewness, kurtosis])
def test_a_constant_growth_has_no_ratio_to_its_dispersion(ratio) -> None:  # noqa: ANN001 - any of three
    values = 100 * 1.01 ** np.arange(50)
    with pytest.raises(InvalidError, match="alike"):
        ratio(values[1:] / values[:-1] - 1)


@pytest.mark.parametrize("figure", [lambda r: volatility(r, 252), lambda r: sortino(r, 252), positive_share])
def test_no_returns_have_no_figure(figure) -> None:  # noqa: ANN001 - any of three
    with pytest.raises(InvalidError, match="too few"):
        figure(np.array([np.nan]))
