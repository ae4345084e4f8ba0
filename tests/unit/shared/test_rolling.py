import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import (
    rolling_drawdown,
    rolling_return,
    rolling_sharpe,
    rolling_volatility,
    sharpe,
    simple_returns,
    volatility,
)
from ballast_core.shared.series import Series

DAYS = np.array(["2026-03-01", "2026-03-02", "2026-03-05", "2026-03-06", "2026-03-09"], dtype="datetime64[D]")
SERIES = Series(DAYS, np.array([100.0, 110.0, 99.0, 120.0, 60.0]))


def test_a_window_begins_at_the_last_point_that_is_old_enough() -> None:
    expected = [np.nan, np.nan, 99 / 110 - 1, 120 / 110 - 1, 60 / 120 - 1]
    assert rolling_return(SERIES, 3) == pytest.approx(expected, nan_ok=True)


def test_a_rolling_deviation_is_that_of_the_returns_in_the_window() -> None:
    rolling = rolling_volatility(SERIES, 4, 252)
    assert rolling[3] == pytest.approx(volatility(simple_returns(SERIES.values[1:4]), 252))
    assert np.isnan(rolling[:2]).all()


def test_a_rolling_ratio_is_that_of_the_returns_in_the_window() -> None:
    rolling = rolling_sharpe(SERIES, 4, 252, rf=0.1)
    assert rolling[3] == pytest.approx(sharpe(simple_returns(SERIES.values[1:4]), 252, rf=0.1))


def test_running_sums_agree_with_single_windows(rng: np.random.Generator) -> None:
    values = 100 * np.cumprod(1 + rng.normal(0, 0.02, 500))
    values[250] *= 50  # a record that cannot be right must not spoil the windows after it
    rolling = rolling_volatility(Series(DAYS[0] + np.arange(500), values), 30, 252)
    single = [volatility(simple_returns(values[i - 30 : i + 1]), 252) for i in range(30, 500)]
    assert rolling[30:] == pytest.approx(single, rel=1e-9)


def test_returns_that_are_all_alike_have_no_rolling_ratio() -> None:
    values = np.concatenate([[1.0, 5.0, 2.0], 2 * 1.01 ** np.arange(1, 50)])
    series = Series(DAYS[0] + np.arange(values.size), values)
    assert np.isnan(rolling_sharpe(series, 10, 252)[15:]).all()
    assert rolling_volatility(series, 10, 252)[15:] == pytest.approx(0)


def test_a_rolling_drawdown_forgets_a_peak_before_the_window() -> None:
    series = Series(DAYS[0] + np.arange(6), np.array([200.0, 100.0, 90.0, 95.0, 80.0, 100.0]))
    expected = [np.nan, np.nan, -0.55, -0.05, 80 / 95 - 1, 0]
    assert rolling_drawdown(series, 2) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("days", [1, 3, 8, 30, 200])
def test_rolling_maxima_agree_with_single_windows(rng: np.random.Generator, days: int) -> None:
    values = 100 * np.cumprod(1 + rng.normal(0, 0.02, 300))
    rolling = rolling_drawdown(Series(DAYS[0] + np.arange(300), values), days)
    single = [values[i] / values[i - days : i + 1].max() - 1 for i in range(days, 300)]
    assert rolling[days:] == pytest.approx(single)


@pytest.mark.parametrize("rolling", [rolling_return, rolling_drawdown])
def test_an_empty_series_has_no_rolling_figures(rolling) -> None:  # noqa: ANN001 - either of two
    assert rolling(Series(DAYS[:0], SERIES.values[:0]), 5).size == 0


def test_a_window_without_a_day_is_refused() -> None:
    with pytest.raises(InvalidError, match="at least 1 day"):
        rolling_return(SERIES, 0)


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(InvalidError, match="finite"):
        rolling_return(Series(DAYS[:2], np.array([1.0, np.nan])), 1)
