"""Stored bars that look wrong, one held against the others."""

from datetime import date

import numpy as np
import pytest
from tests.market_rows import SYMBOL, series_of, steady, weekdays

from ballast_core.market import BarSeries, Dividend, Rule, Split
from ballast_core.market.rules.suspicions import Known, check_series
from ballast_core.shared.arrays import Floats, to_date

DAYS = weekdays(date(2024, 1, 1), 400)
JUMP = 300
ON = to_date(DAYS[JUMP])


def jumped(factor: float) -> BarSeries:
    """Return bars that from one session on are worth so many times as much."""
    closes = steady(400)
    closes[JUMP:] *= factor
    return series_of(DAYS, closes)


def found(series: BarSeries, known: Known | None = None) -> list[tuple[Rule, date]]:
    return [(one.rule, one.day) for one in check_series(series, known)]


def test_steady_bars_have_no_finding() -> None:
    assert found(series_of(DAYS, steady(400))) == []


@pytest.mark.parametrize("ratio", [2, 3, 4, 5, 10])
@pytest.mark.parametrize("way", [1, -1])
def test_a_jump_as_of_a_split_is_suspected_and_is_no_outlying_return(ratio: int, way: int) -> None:
    assert found(jumped(float(ratio) ** -way)) == [(Rule.UNADJUSTED_SPLIT_SUSPECT, ON)]


@pytest.mark.parametrize(("factor", "told"), [(1 / 4, "ratio 4,"), (2.0, "ratio 0.5,")])
def test_the_suspected_ratio_is_told_as_a_split_has_it(factor: float, told: str) -> None:
    (finding,) = check_series(jumped(factor))
    assert told in finding.detail


def test_a_split_that_is_known_is_not_suspected() -> None:
    split = Split(symbol=SYMBOL, day=ON, ratio=4, source="vendor")
    assert found(jumped(1 / 4), Known(splits=(split,))) == []


def test_a_split_that_is_known_and_did_not_happen_is_suspected() -> None:
    split = Split(symbol=SYMBOL, day=ON, ratio=4, source="vendor")
    (finding,) = check_series(series_of(DAYS, steady(400)), Known(splits=(split,)))
    assert (finding.rule, finding.day) == (Rule.UNADJUSTED_SPLIT_SUSPECT, ON)
    assert "the split that is known does not fit" in finding.detail


def test_a_fall_that_is_not_near_a_split_is_an_outlying_return() -> None:
    assert found(jumped(0.7)) == [(Rule.OUTLYING_RETURN, ON)]


def test_an_event_since_the_bar_before_explains_a_return() -> None:
    for day in (ON, to_date(DAYS[JUMP - 1])):
        assert found(jumped(0.7), Known(event_days=(day,))) == []


def test_an_event_two_sessions_before_explains_nothing() -> None:
    event = to_date(DAYS[JUMP - 2])
    assert found(jumped(0.7), Known(event_days=(event,))) == [(Rule.OUTLYING_RETURN, ON)]


def test_a_dividend_explains_the_fall_that_it_causes() -> None:
    series = jumped(0.7)
    dividend = Dividend(symbol=SYMBOL, day=ON, amount=0.3 * series.close[JUMP - 1], source="vendor")
    assert found(series, Known(dividends=(dividend,))) == []


def test_what_is_usual_is_told_by_the_returns_before() -> None:
    wild = np.exp(np.cumsum(np.random.default_rng(5).normal(0, 0.1, 400)))
    wild[JUMP:] *= 0.7
    assert (Rule.OUTLYING_RETURN, ON) not in found(series_of(DAYS, 100 * wild))


def test_of_few_returns_none_is_outlying() -> None:
    closes = steady(30)
    closes[20:] *= 0.7
    assert found(series_of(DAYS[:30], closes)) == []


def test_a_price_that_never_moved_tells_nothing_of_what_is_usual() -> None:
    closes = np.tile([100.0, 100.0, 100.0, 100.0, 100.01], 48)
    closes[200:] = 101 + np.arange(40) / 100
    assert found(series_of(DAYS[:240], closes)) == []


def flat(many: int) -> Floats:
    closes = steady(100)
    closes[50 : 50 + many] = closes[50]
    return closes


def test_five_closes_in_a_row_that_are_the_same_are_found_at_the_fifth() -> None:
    assert found(series_of(DAYS[:100], flat(5))) == [(Rule.FLAT_CLOSES, to_date(DAYS[54]))]


def test_four_closes_in_a_row_that_are_the_same_are_nothing() -> None:
    assert found(series_of(DAYS[:100], flat(4))) == []


def test_more_closes_in_a_row_that_are_the_same_are_found_once() -> None:
    assert found(series_of(DAYS[:100], flat(9))) == [(Rule.FLAT_CLOSES, to_date(DAYS[54]))]


def test_a_close_that_is_missing_is_passed_over() -> None:
    closes = steady(400)
    closes[100] = np.nan
    assert found(series_of(DAYS, closes)) == []


def test_only_days_since_one_are_told_and_each_as_before() -> None:
    closes = steady(400)
    closes[100:] *= 0.7
    closes[JUMP:] *= 0.7
    series = series_of(DAYS, closes)
    assert check_series(series, since=to_date(DAYS[200])) == check_series(series)[1:]
    assert check_series(series, since=ON) == check_series(series)[1:]


def test_closes_that_were_flat_before_are_not_told_again() -> None:
    assert check_series(series_of(DAYS[:100], flat(5)), since=to_date(DAYS[60])) == ()


def test_one_bar_is_held_against_nothing() -> None:
    assert found(series_of(DAYS[:1], [100.0])) == []
