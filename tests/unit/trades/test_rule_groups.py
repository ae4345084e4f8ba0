"""Groups and scatters of closed trades."""

import numpy as np
from tests.trade_columns import moments

from ballast_core.trades.rules.breakdown import grouped, hours, months, weekdays, years
from ballast_core.trades.rules.excursions import scattered


def test_moments_fall_into_weekday_hour_month_and_year() -> None:
    at = moments(["2024-01-01T23:59", "1969-12-31T00:00", "2024-02-25T07:30"])
    assert weekdays(at).tolist() == [0, 2, 6]
    assert hours(at).tolist() == [23, 0, 7]
    assert months(at).tolist() == [0, 11, 1]
    assert years(at).tolist() == [2024, 1969, 2024]


def test_groups_keep_every_trade() -> None:
    found = grouped(np.array([10.0, -4.0, 6.0, 0.0]), np.array([0, 0, 2, 2]), 3)
    assert found.trades.tolist() == [2, 0, 2]
    assert found.won.tolist() == [1, 0, 1]
    assert found.net.tolist() == [6.0, 0.0, 6.0]
    assert (found.gained.tolist(), found.given.tolist()) == ([10.0, 0.0, 6.0], [-4.0, 0.0, 0.0])
    assert found.largest_loss[0] == -4.0
    assert np.isnan(found.largest_loss[1:]).all()


def test_a_thinned_scatter_keeps_its_outline_and_its_size() -> None:
    chance = np.random.default_rng(3)
    drawdown, run_up = -chance.exponential(100, 5_000), chance.exponential(100, 5_000)
    kept = scattered(drawdown, run_up, 400)
    assert kept.size == 400
    assert (np.diff(kept) > 0).all()
    assert {int(drawdown.argmin()), int(run_up.argmax())} <= set(kept.tolist())


def test_a_small_scatter_stays_whole_but_for_what_is_missing() -> None:
    assert scattered(np.array([-1.0, np.nan, -2.0]), np.array([1.0, 1.0, 2.0]), 10).tolist() == [0, 2]
