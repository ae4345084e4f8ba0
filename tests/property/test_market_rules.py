"""What holds of coverage and of adjusted prices, whatever the bars are."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market_rows import SYMBOL, rows_of, series_of, weekdays

from ballast_core.market import BarSeries, Dividend, Split
from ballast_core.market.rules.adjusting import adjusted, dividend_factors, split_factors
from ballast_core.market.rules.coverage import cover, month_counts
from ballast_core.market.rules.merging import together
from ballast_core.market.rules.quality import check_bars
from ballast_core.shared.arrays import to_dates

FIRST = date(2025, 1, 1)
MOST = 60

marks = st.lists(st.booleans(), max_size=MOST)
closes = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=MOST)
ratios = st.sampled_from([0.1, 0.5, 1.5, 2.0, 3.0, 20.0])
days = st.integers(-5, 2 * MOST).map(lambda number: FIRST + timedelta(days=number))
splits = st.lists(
    st.builds(lambda day, ratio: Split(symbol=SYMBOL, day=day, ratio=ratio, source="s"), days, ratios),
    max_size=4,
    unique_by=lambda split: split.day,
)
dividends = st.lists(
    st.builds(
        lambda day, amount: Dividend(symbol=SYMBOL, day=day, amount=amount, source="s"),
        days,
        st.floats(0.001, 10),
    ),
    max_size=4,
    unique_by=lambda paid: paid.day,
)


def bars(values: list[float]) -> BarSeries:
    return series_of(weekdays(FIRST, len(values)), values)


@given(marks)
def test_gaps_are_exactly_the_sessions_that_are_missing(there: list[bool]) -> None:
    expected = weekdays(FIRST, len(there))
    found = cover(expected, expected[np.array(there, np.bool_)])
    inside = [day for gap in found.gaps() for day in to_dates(expected) if gap.first <= day <= gap.last]
    assert inside == to_dates(found.missing)
    assert sum(gap.sessions for gap in found.gaps()) == len(inside)


@given(marks)
def test_coverage_lies_between_nothing_and_all(there: list[bool]) -> None:
    expected = weekdays(FIRST, len(there))
    found = cover(expected, expected[np.array(there, np.bool_)])
    assert found.present + found.missing.size == expected.size
    assert found.coverage is None if not there else 0 <= (found.coverage or 0) <= 1
    places = [gap.place for gap in found.gaps()]
    assert places == sorted(places, key=["head", "inner", "tail"].index)
    assert found.stretches_between == places.count("inner")


@given(marks)
def test_months_add_up_to_the_whole(there: list[bool]) -> None:
    expected = weekdays(FIRST, len(there))
    found = cover(expected, expected[np.array(there, np.bool_)])
    months = np.arange("2025-01", "2025-06", dtype="datetime64[M]").astype("datetime64[D]")
    counts = month_counts(found, months)
    assert (sum(counts.expected), sum(counts.present)) == (len(there), sum(there))


@given(closes, splits)
def test_splits_that_are_undone_give_the_prices_as_they_were_quoted(
    values: list[float], splits: list[Split]
) -> None:
    raw = bars(values)
    shown = adjusted(raw, "split", splits)
    factors = split_factors(raw.days, splits)
    assert shown.close / factors == pytest.approx(raw.close)
    assert shown.volume * factors == pytest.approx(raw.volume)


@given(closes, splits)
def test_what_was_traded_is_worth_the_same_before_and_after_adjustment(
    values: list[float], splits: list[Split]
) -> None:
    raw = bars(values)
    shown = adjusted(raw, "split", splits)
    assert shown.close * shown.volume == pytest.approx(raw.close * raw.volume)


@given(closes, splits, dividends)
def test_the_last_bar_is_quoted_as_it_was_unless_something_comes_after_it(
    values: list[float], splits: list[Split], dividends: list[Dividend]
) -> None:
    raw = bars(values)
    last = to_dates(raw.days)[-1]
    before = [split for split in splits if split.day <= last]
    paid = [dividend for dividend in dividends if dividend.day <= last]
    assert adjusted(raw, "total_return", before, paid).close[-1] == raw.close[-1]


@given(closes, splits, dividends)
def test_dividends_never_raise_the_price_of_the_past(
    values: list[float], splits: list[Split], dividends: list[Dividend]
) -> None:
    raw = bars(values)
    factors = dividend_factors(raw, splits, dividends)
    assert ((factors > 0) & (factors <= 1)).all()
    assert (np.diff(factors) >= 0).all()


@given(closes, st.integers(1, 10))
def test_bars_put_together_keep_extremes_and_volume(values: list[float], size: int) -> None:
    raw = bars(values)
    merged = together(raw, size)
    assert len(merged) == -(-len(raw) // size)
    assert (merged.high.max(), merged.low.min()) == (raw.high.max(), raw.low.min())
    assert merged.volume.sum() == pytest.approx(raw.volume.sum())
    assert (merged.close[-1], merged.days[-1]) == (raw.close[-1], raw.days[-1])


@given(st.lists(st.integers(0, 20), max_size=40), st.data())
def test_whatever_comes_valid_bars_are_on_sessions_and_once_a_day(
    numbers: list[int], data: st.DataObject
) -> None:
    sessions = weekdays(FIRST, 12)
    prices = st.floats(allow_nan=True, allow_infinity=True)
    sent = rows_of(
        np.datetime64(FIRST) + np.array(numbers, "timedelta64[D]"),
        close=[data.draw(prices) for _ in numbers],
    )
    checked = check_bars(sent, {SYMBOL: sessions})
    assert np.isin(checked.valid.days, sessions).all()
    assert np.unique(checked.valid.days).size == len(checked.valid)
    assert len(checked.valid) + checked.rejected == len(sent)
    assert (checked.valid.close <= checked.valid.high * (1 + 1e-6)).all()
    keys = [(one.rule, one.symbol, one.day, one.source) for one in checked.findings]
    assert len(keys) == len(set(keys))
