"""How files move together, by figures worked out by hand."""

import numpy as np
import pytest

from ballast_core.trades.rules.correlation import (
    correlations,
    drawdowns_of_account,
    pairwise,
    ranks,
    returns_on_account,
    slopes,
)


def column(*values: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(values, np.float64)[:, None]


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks(column(10.0, 20.0, 10.0, 30.0))[:, 0].tolist() == [1.5, 3.0, 1.5, 4.0]


def test_a_return_is_profit_on_the_equity_of_the_day_before() -> None:
    assert returns_on_account(column(100.0, -110.0), 1_000.0)[:, 0].tolist() == [0.1, -0.1]


def test_a_lost_account_has_no_return() -> None:
    assert np.isnan(returns_on_account(column(-1_000.0, 5.0), 1_000.0)[1, 0])


def test_capital_is_the_first_peak() -> None:
    below = drawdowns_of_account(column(-100.0, 300.0, -120.0), 1_000.0)
    assert below[:, 0] == pytest.approx([-0.1, 0.0, -0.1])


def test_a_slope_is_that_of_the_least_squares_line() -> None:
    profit = column(*np.random.default_rng(1).normal(0, 50, 30))
    equity = np.cumsum(profit[:, 0])
    expected = [np.polyfit(np.arange(20.0), equity[at - 19 : at + 1], 1)[0] for at in range(19, 30)]
    found = slopes(profit)[:, 0]
    assert np.isnan(found[:19]).all()
    assert found[19:] == pytest.approx(expected)


def test_flat_equity_has_a_slope_of_exactly_zero() -> None:
    assert (slopes(column(12.34, *[0.0] * 39))[20:] == 0).all()


def test_what_does_not_move_has_no_correlation_not_even_with_itself() -> None:
    matrix = correlations(np.column_stack([np.arange(4.0), np.zeros(4)]))
    assert matrix[0, 0] == 1
    assert np.isnan(matrix[[0, 1, 1], [1, 0, 1]]).all()


def test_ranks_follow_any_rising_line_exactly() -> None:
    values = np.arange(1.0, 9.0)
    together = np.column_stack([values, np.exp(values), -(values**3)])
    assert correlations(together, by_rank=True) == pytest.approx(
        np.array([[1, 1, -1], [1, 1, -1], [-1, -1, 1]])
    )


def test_too_few_rows_say_nothing() -> None:
    assert np.isnan(correlations(np.ones((1, 2)))).all()


def test_days_in_common_are_counted_and_none_leaves_a_gap() -> None:
    values = np.random.default_rng(2).normal(size=(10, 3))
    begins, ends = np.array([0, 4, 8]), np.array([6, 10, 10])
    matrix, counts = pairwise(values, begins, ends)
    assert counts.tolist() == [[6, 2, 0], [2, 6, 2], [0, 2, 2]]
    assert np.isnan(matrix[0, 2])
    assert matrix[0, 1] == pytest.approx(np.corrcoef(values[4:6, 0], values[4:6, 1])[0, 1])
