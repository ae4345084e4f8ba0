from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import (
    Drawdown,
    calmar,
    max_drawdown,
    measure,
    sharpe,
    simple_returns,
    sortino,
    underwater_share,
)
from ballast_core.shared.series import Series

DAYS = np.datetime64("2026-03-01", "D") + np.arange(6)
SERIES = Series(DAYS, np.array([100.0, 110.0, np.nan, 99.0, 108.9, 98.01]))


def test_the_summary_agrees_with_the_single_figures() -> None:
    figures, kept = measure(SERIES, rf=0.1), SERIES.finite()
    returns = simple_returns(kept.values)
    assert figures.points == 5
    assert figures.max_drawdown == max_drawdown(kept)
    assert figures.calmar == calmar(kept)
    assert figures.underwater_share == underwater_share(kept.values)
    assert figures.sharpe_252 == sharpe(returns, 252, 0.1)
    assert figures.sortino_observed == sortino(returns, figures.points_per_year, 0.1)


def test_the_best_and_the_worst_step_tell_the_day_they_lead_to() -> None:
    figures = measure(Series(DAYS[:4], np.array([100.0, 110.0, 88.0, 88.1])))
    assert (figures.best_return, figures.best_day) == (pytest.approx(0.1), date(2026, 3, 2))
    assert (figures.worst_return, figures.worst_day) == (pytest.approx(-0.2), date(2026, 3, 3))


def test_one_point_has_values_and_no_rates() -> None:
    figures = measure(Series(DAYS[:1], np.array([100.0])))
    day = date(2026, 3, 1)
    assert figures.max_drawdown == Drawdown(0, day, day, day, 0, 0, 0)
    assert (figures.total_return, figures.years, figures.current_drawdown) == (0, 0, 0)
    assert figures.best_day is None
    assert np.isnan([figures.cagr, figures.volatility_252, figures.sharpe_observed, figures.cvar_95]).all()


def test_two_points_have_growth_and_no_deviation() -> None:
    figures = measure(Series(DAYS[:2], np.array([100.0, 101.0])))
    assert figures.cagr > 0.1
    assert np.isnan([figures.volatility_252, figures.calmar, figures.sortino_252]).all()


@pytest.mark.parametrize(
    "values", [[1e-300, 1e300], [0.0, 1.0], [-1.0, -2.0], [5.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
)
def test_no_values_are_strange_enough_to_raise(values: list[float]) -> None:
    figures = measure(Series(DAYS[: len(values)], np.array(values)))
    assert len(fields(figures)) == 28


def test_nothing_cannot_be_measured() -> None:
    with pytest.raises(InvalidError):
        measure(Series(DAYS, np.full(6, np.nan)))
