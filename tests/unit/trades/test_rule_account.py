"""An account, by figures worked out by hand."""

from datetime import date

import numpy as np
import pytest

from ballast_core.trades.rules.account import account, account_figures, k_ratio

FIRST = np.datetime64("2024-01-02", "D")


def days(count: int) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return FIRST + np.arange(count).astype("timedelta64[D]")


def test_equity_begins_with_the_capital_on_the_day_before() -> None:
    equity = account(days(2), np.array([100.0, -300.0]), 1_000.0)
    assert equity.days[0] == np.datetime64("2024-01-01")
    assert equity.values.tolist() == [1_000.0, 1_100.0, 800.0]


def test_the_deepest_fall_in_money_and_of_the_peak_can_differ() -> None:
    figures = account_figures(account(days(4), np.array([-300.0, 1_300.0, 2_000.0, -400.0]), 1_000.0))
    assert (figures.marked_drawdown, figures.marked_drawdown_day) == (-400.0, date(2024, 1, 5))
    assert figures.marked_drawdown_share == pytest.approx(-0.3)
    assert figures.marked_drawdown_share_day == date(2024, 1, 2)


def test_a_flat_account_has_no_ratios_and_no_fall() -> None:
    figures = account_figures(account(days(5), np.zeros(5), 1_000.0))
    assert (figures.sharpe, figures.sortino, figures.calmar, figures.recovery_factor) == (None,) * 4
    assert (figures.marked_drawdown, figures.marked_drawdown_day, figures.growth_a_year) == (0.0, None, 0.0)


def test_returns_are_profit_on_the_equity_of_the_day_before() -> None:
    figures = account_figures(account(days(2), np.array([100.0, -110.0]), 1_000.0))
    returns = np.array([0.1, -0.1])
    assert figures.sharpe == pytest.approx(0.0, abs=1e-12)
    assert figures.volatility == pytest.approx(np.std(returns, ddof=1) * np.sqrt(365))


def test_an_account_that_is_lost_and_more_has_no_growth_a_year() -> None:
    figures = account_figures(account(days(3), np.array([-1_500.0, 100.0, 100.0]), 1_000.0))
    assert figures.growth_a_year is None
    assert figures.marked_drawdown_share == -1.5


def test_the_slope_over_its_error_is_that_of_least_squares() -> None:
    values = np.array([1.0, 3.0, 2.0, 5.0])  # slope 1.1, residual variance 2.7 / 2, spread 5
    assert k_ratio(values) == pytest.approx(1.1 / np.sqrt(1.35 / 5) * np.sqrt(365) / 4)
    assert k_ratio(np.arange(5.0)) is None
    assert k_ratio(np.ones(2)) is None
