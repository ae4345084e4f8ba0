"""Bars put together into longer ones."""

from dataclasses import replace
from datetime import date

import numpy as np
from tests.market_rows import series_of, weekdays

from ballast_core.market.rules.merging import together

DAYS = weekdays(date(2026, 3, 2), 7)
BARS = series_of(DAYS, [10, 11, 12, 11, 9, 10, 13])


def test_bars_of_three_sessions_have_their_first_open_and_last_close() -> None:
    merged = together(BARS, 3)
    assert merged.open.tolist() == [9.5, 10.5, 8.5]
    assert merged.close.tolist() == [10.0, 11.0, 13.0]


def test_bars_of_three_sessions_reach_from_the_lowest_to_the_highest() -> None:
    merged = together(BARS, 3)
    assert merged.high.tolist() == [10.5, 12.5, 13.5]
    assert merged.low.tolist() == [9.5, 10.5, 8.5]


def test_volumes_are_added_up_and_days_are_the_last_ones() -> None:
    merged = together(BARS, 3)
    assert merged.volume.tolist() == [1_000.0, 3_000.0, 3_000.0]
    assert merged.days.tolist() == DAYS[[0, 3, 6]].tolist()


def test_what_is_missing_is_passed_over() -> None:
    gap = np.array([np.nan, 11.0, 12.0, np.nan, np.nan, np.nan, 13.0])
    merged = together(replace(BARS, open=gap, close=gap, volume=gap), 3)
    assert merged.open.tolist()[1:] == [11.0, 13.0]
    assert merged.close.tolist()[1:] == [12.0, 13.0]
    assert np.isnan([merged.open[0], merged.volume[0]]).all()


def test_one_session_a_bar_leaves_them_as_they_are() -> None:
    assert together(BARS, 1) is BARS


def test_no_bars_stay_none() -> None:
    nothing = series_of(DAYS[:0], [])
    assert together(nothing, 3) is nothing
