"""Answers of sources put together, cut, and held against what is kept."""

from dataclasses import replace
from datetime import date

import numpy as np
from tests.market_builders import bars, day

from ballast_core.market import Observations, Split, Upserted
from ballast_core.market.rules.joining import compared, compared_values, each_once, inside, joined
from ballast_core.shared.dates import DateSpan

PERIODS = np.array(["2026-01-01", "2026-01-01", "2026-02-01"], "datetime64[D]")
VINTAGES = np.array(["2026-02-05", "2026-03-05", "2026-03-05"], "datetime64[D]")
RATE = Observations("RATE", "first", PERIODS, VINTAGES, np.array([1.0, np.nan, 3.0]))


def split(number: int, ratio: float = 2.0) -> Split:
    return Split(symbol="AAA", day=date(2026, 1, number), ratio=ratio, source="first")


def test_bars_of_one_source_become_one_and_keep_their_symbols() -> None:
    (first, second) = joined(
        [bars([1.0, 2.0]), bars([7.0], "BBB"), bars([3.0], source="second"), bars([4.0], start="2024-02-01")]
    )
    assert (first.source, second.source) == ("first", "second")
    assert first.symbols == ("AAA", "BBB")
    assert [first.symbols[code] for code in first.code] == ["AAA", "AAA", "BBB", "AAA"]
    assert first.close.tolist() == [1.0, 2.0, 7.0, 4.0]


def test_nothing_joined_is_nothing() -> None:
    assert joined([]) == []


def test_rows_beyond_the_span_of_their_symbol_go() -> None:
    whole = joined([bars([1.0, 2.0, 3.0]), bars([7.0], "BBB")])[0]
    cut = inside(whole, {"AAA": DateSpan(day("2024-01-03"), day("2024-01-03"))})
    assert cut.close.tolist() == [2.0]
    assert inside(whole, dict.fromkeys(("AAA", "BBB"), DateSpan(date(2020, 1, 1), date(2030, 1, 1)))) is whole


def test_the_last_value_of_a_vintage_counts() -> None:
    doubled = Observations(
        "RATE",
        "first",
        np.concatenate([PERIODS, PERIODS[:1]]),
        np.concatenate([VINTAGES, VINTAGES[:1]]),
        np.array([1.0, 2.0, 3.0, 9.0]),
    )
    once = each_once(doubled)
    assert once.periods.tolist() == PERIODS.tolist()
    assert once.values.tolist() == [9.0, 2.0, 3.0]


def test_what_would_be_new_changed_and_the_same_is_counted() -> None:
    kept, new = [split(1), split(2)], [split(1), split(2, 3.0), split(3), split(3, 4.0)]
    assert compared(new, kept, lambda one: one.day) == Upserted(1, 1, 1)


def test_a_value_that_is_missing_again_is_the_same() -> None:
    assert compared_values(RATE, None) == Upserted(3, 0, 0)
    assert compared_values(RATE, RATE) == Upserted(0, 0, 3)
    changed = replace(RATE, values=np.array([1.0, 2.0, 3.0]))
    assert compared_values(changed, RATE) == Upserted(0, 1, 2)
