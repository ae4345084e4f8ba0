"""Prices as they compare over time, worked out by hand."""

from datetime import date

import numpy as np
import pytest
from tests.market_rows import SYMBOL, series_of, weekdays

from ballast_core.market import Dividend, Split
from ballast_core.market.rules.adjusting import adjusted, dividend_factors, split_factors
from ballast_core.shared.arrays import to_date

DAYS = weekdays(date(2026, 3, 2), 5)
CLOSES = [100.0, 104.0, 26.0, 27.0, 28.0]


def split(at: int, ratio: float) -> Split:
    return Split(symbol=SYMBOL, day=to_date(DAYS[at]), ratio=ratio, source="vendor")


def dividend(at: int, amount: float) -> Dividend:
    return Dividend(symbol=SYMBOL, day=to_date(DAYS[at]), amount=amount, source="vendor")


def test_prices_before_a_split_are_divided_by_its_ratio() -> None:
    bars = adjusted(series_of(DAYS, CLOSES), "split", [split(2, 4)])
    assert bars.close.tolist() == [25.0, 26.0, 26.0, 27.0, 28.0]
    assert bars.open[0] == pytest.approx(99.5 / 4)


def test_volumes_before_a_split_are_multiplied_by_its_ratio() -> None:
    bars = adjusted(series_of(DAYS, CLOSES), "split", [split(2, 4)])
    assert bars.volume.tolist() == [4_000.0, 4_000.0, 1_000.0, 1_000.0, 1_000.0]


def test_splits_multiply_up() -> None:
    assert split_factors(DAYS, [split(3, 0.1), split(1, 2)]).tolist() == [5.0, 10.0, 10.0, 1.0, 1.0]


def test_a_dividend_takes_its_part_of_the_close_before() -> None:
    bars = adjusted(series_of(DAYS, [100.0, 100.0, 98.0, 98.0, 98.0]), "total_return", [], [dividend(2, 2.0)])
    assert bars.close.tolist() == [98.0, 98.0, 98.0, 98.0, 98.0]


def test_a_dividend_changes_no_volume() -> None:
    bars = adjusted(series_of(DAYS, CLOSES), "total_return", [], [dividend(2, 2.0)])
    assert bars.volume.tolist() == [1_000.0] * 5


def test_a_dividend_on_the_day_of_a_split_is_one_of_the_new_shares() -> None:
    factors = dividend_factors(series_of(DAYS, CLOSES), [split(2, 4)], [dividend(2, 1.3)])
    assert factors.tolist() == [0.95, 0.95, 1.0, 1.0, 1.0]


def test_a_dividend_after_a_split_that_fell_on_no_bar_is_one_of_the_new_shares() -> None:
    without = series_of(DAYS[[0, 1, 3, 4]], [100.0, 104.0, 27.0, 28.0])
    factors = dividend_factors(without, [split(2, 4)], [dividend(3, 1.3)])
    assert factors.tolist() == [0.95, 0.95, 1.0, 1.0]


def test_dividends_multiply_up() -> None:
    flat = series_of(DAYS, [100.0] * 5)
    factors = dividend_factors(flat, [], [dividend(4, 10.0), dividend(1, 20.0)])
    assert factors == pytest.approx([0.72, 0.9, 0.9, 0.9, 1.0])


def test_a_dividend_before_the_first_bar_changes_nothing() -> None:
    assert dividend_factors(series_of(DAYS[1:], CLOSES[1:]), [], [dividend(0, 1.0)]).tolist() == [1.0] * 4


def test_a_dividend_that_is_not_less_than_the_close_before_changes_nothing() -> None:
    assert dividend_factors(series_of(DAYS, CLOSES), [], [dividend(2, 104.0)]).tolist() == [1.0] * 5


def test_a_close_that_is_missing_is_passed_over_for_the_one_before() -> None:
    factors = dividend_factors(series_of(DAYS, [100.0, np.nan, 98.0, 98.0, 98.0]), [], [dividend(2, 2.0)])
    assert factors.tolist() == [0.98, 0.98, 1.0, 1.0, 1.0]


def test_raw_bars_are_as_they_were_quoted() -> None:
    bars = series_of(DAYS, CLOSES)
    assert adjusted(bars, "none", [split(2, 4)], [dividend(2, 2.0)]) is bars
