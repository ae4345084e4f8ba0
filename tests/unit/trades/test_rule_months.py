"""Months of an account, by figures worked out by hand."""

import numpy as np
import pytest

from ballast_core.trades.rules.months import Fall, months_of, rolling, worst_fall, years_of

JANUARY = np.datetime64("2024-01-01", "D")


def test_a_month_earns_on_the_equity_that_it_began_with() -> None:
    profit = np.zeros(60)
    profit[[3, 35]] = 100.0, -55.0
    months = months_of(JANUARY + np.arange(60).astype("timedelta64[D]"), profit, 1_000.0)
    assert months.month.astype(str).tolist() == ["2024-01", "2024-02"]
    assert (months.profit.tolist(), months.begin.tolist()) == ([100.0, -55.0], [1_000.0, 1_100.0])
    assert months.rate == pytest.approx([0.1, -0.05])
    assert months.vami == pytest.approx([1_100.0, 1_045.0])
    assert months.decline == pytest.approx([0.0, -0.05])
    assert months.partial.tolist() == [False, False]


def test_a_month_that_comes_to_nothing_has_earned_nothing() -> None:
    days = JANUARY + np.arange(3).astype("timedelta64[D]")
    months = months_of(days, np.array([0.1, 0.2, -0.3]), 1_000.0)
    assert (months.profit.tolist(), months.rate.tolist()) == ([0.0], [0.0])


def test_a_month_that_the_days_do_not_cover_is_partial() -> None:
    days = np.arange(np.datetime64("2024-01-02"), np.datetime64("2024-03-31"))
    assert months_of(days, np.zeros(days.size), 1_000.0).partial.tolist() == [True, False, True]


def test_a_lost_account_earns_no_rate() -> None:
    days = np.arange(JANUARY, np.datetime64("2024-03-01"))
    profit = np.zeros(days.size)
    profit[0] = -1_000.0
    months = months_of(days, profit, 1_000.0)
    assert months.rate[0] == -1
    assert np.isnan(months.rate[1])
    assert worst_fall(months.rate) == Fall(-1.0, -1, 0, None)


def test_the_worst_fall_may_begin_at_the_start_and_may_recover() -> None:
    found = worst_fall(np.array([-0.5, 1.5, -0.2]))
    assert found == Fall(-0.5, -1, 0, 1)


def test_a_fall_begins_with_the_last_month_end_at_its_peak() -> None:
    found = worst_fall(np.array([0.1, 0.0, -0.2, 0.0]))
    assert found is not None
    assert (found.peak, found.valley, found.recovery) == (1, 2, None)


def test_months_that_only_rise_have_no_fall() -> None:
    assert worst_fall(np.array([0.1, 0.0, 0.2])) is None
    assert worst_fall(np.array([])) is None


def test_a_year_compounds_its_months() -> None:
    days = np.arange(np.datetime64("2023-12-01"), np.datetime64("2024-03-01"))
    profit = np.zeros(days.size)
    profit[[0, 31, 62]] = 100.0, 110.0, 121.0
    years, earned, rates = years_of(months_of(days, profit, 1_000.0))
    assert years.astype(str).tolist() == ["2023", "2024"]
    assert (earned.tolist(), rates.tolist()) == ([100.0, 231.0], pytest.approx([0.1, 0.21]))


def test_a_moving_window_says_nothing_until_it_is_full() -> None:
    days = np.arange(JANUARY, np.datetime64("2024-05-01"))
    profit = np.zeros(days.size)
    profit[[0, 31, 60, 91]] = 100.0, -110.0, 99.0, 0.0
    earned, rate, worst = rolling(months_of(days, profit, 1_000.0), 2)
    assert np.isnan([earned[0], rate[0], worst[0]]).all()
    assert earned[1:].tolist() == [-10.0, -11.0, 99.0]
    assert rate[1:] == pytest.approx([-0.01, -0.01, 0.1])
    assert worst[1:] == pytest.approx([-0.1, -0.1, 0.0])
    assert np.isnan(rolling(months_of(days, profit, 1_000.0), 12)[0]).all()
