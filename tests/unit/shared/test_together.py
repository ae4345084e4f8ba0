import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import align, correlation
from ballast_core.shared.series import Series


def series(days: list[int], values: list[float]) -> Series:
    """Return values of days counted from the epoch."""
    return Series(np.array(days, dtype="datetime64[D]"), np.array(values))


def test_aligned_series_keep_the_days_that_all_have() -> None:
    days, values = align([series([1, 2, 4, 5], [1, 2, 4, 5]), series([2, 3, 4, 5], [20, 30, np.nan, 50])])
    assert days.astype(np.int64).tolist() == [2, 5]
    assert values.tolist() == [[2, 20], [5, 50]]


def test_series_without_a_common_day_align_to_nothing() -> None:
    days, values = align([series([1], [1]), series([2], [2])])
    assert (days.size, values.shape) == (0, (0, 2))


def test_nothing_cannot_be_aligned() -> None:
    with pytest.raises(InvalidError):
        align([])


def test_correlation_is_one_with_itself_and_minus_one_with_its_mirror(rng: np.random.Generator) -> None:
    one, other = rng.normal(size=(2, 200))
    matrix = correlation(np.column_stack([one, -one, other]))
    assert matrix[0].tolist() == pytest.approx([1, -1, np.corrcoef(one, other)[0, 1]])
    assert np.array_equal(matrix, matrix.T)


def test_a_row_with_a_gap_does_not_count() -> None:
    returns = np.array([[0.1, 0.2], [np.nan, 9.0], [0.2, 0.1], [0.3, 0.0]])
    assert correlation(returns)[0, 1] == pytest.approx(-1)


def test_a_column_that_does_not_move_correlates_with_nothing() -> None:
    matrix = correlation(np.array([[0.1, 0.01], [0.2, 0.01], [0.3, 0.01]]))
    assert np.isnan(matrix[0, 1])
    assert matrix[1, 1] == 1


def test_one_return_has_no_correlation() -> None:
    with pytest.raises(InvalidError, match="too few"):
        correlation(np.array([[0.1, 0.2]]))
