"""Rows that a source sends: what is wrong with each, and which are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.market_rows import SYMBOL, rows_of, weekdays

from ballast_core.market import Bars, Disagreement, Rule, Severity
from ballast_core.market.rules.quality import (
    ROW_RULES,
    SEVERITIES,
    CheckedBars,
    check_bars,
    disagreements,
)
from ballast_core.market.rules.suspicions import SERIES_RULES

MONDAY = date(2026, 3, 2)
DAYS = weekdays(MONDAY, 5)
NAN, INF = float("nan"), float("inf")


def check(bars: Bars, **more: Sequence[str]) -> CheckedBars:
    return check_bars(bars, {SYMBOL: weekdays(MONDAY, 60)}, **more)


def found(checked: CheckedBars) -> list[tuple[Rule, date]]:
    return [(one.rule, one.day) for one in checked.findings]


def with_third(name: str, value: float) -> Bars:
    """Return five rows, of which the third has this value."""
    columns = {"open": 10.0, "high": 12.0, "low": 9.0, "close": 11.0, "volume": 100.0}
    values = [columns[name] + (at if name == "volume" else 0) for at in range(5)]
    values[2] = value
    return rows_of(DAYS, **{name: values})


THIRD = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("name", "value"), [("trades", INF), ("trades", 1e19), ("vwap", INF), ("trades", -1e19)]
)
def test_what_nobody_could_keep_beside_the_prices_is_rejected(name: str, value: float) -> None:
    rows = with_third("close", 11.0)
    odd = replace(rows, **{name: np.array([NAN, NAN, value, NAN, NAN])})
    assert found(check(odd)) == [(Rule.NOT_A_NUMBER, THIRD)]


@pytest.mark.parametrize(
    ("name", "value", "rules"),
    [
        ("close", NAN, {Rule.NOT_A_NUMBER}),
        ("open", INF, {Rule.NOT_A_NUMBER, Rule.OPEN_OUTSIDE_HIGH_LOW}),
        ("volume", INF, {Rule.NOT_A_NUMBER}),
        ("volume", 1e19, {Rule.NOT_A_NUMBER}),
        ("low", 0.0, {Rule.NON_POSITIVE_PRICE}),
        ("close", -11.0, {Rule.NON_POSITIVE_PRICE, Rule.CLOSE_OUTSIDE_HIGH_LOW}),
        ("low", 13.0, {Rule.HIGH_BELOW_LOW, Rule.OPEN_OUTSIDE_HIGH_LOW, Rule.CLOSE_OUTSIDE_HIGH_LOW}),
        ("open", 12.5, {Rule.OPEN_OUTSIDE_HIGH_LOW}),
        ("open", 8.5, {Rule.OPEN_OUTSIDE_HIGH_LOW}),
        ("close", 12.5, {Rule.CLOSE_OUTSIDE_HIGH_LOW}),
        ("close", 8.5, {Rule.CLOSE_OUTSIDE_HIGH_LOW}),
        ("volume", -1.0, {Rule.NEGATIVE_VOLUME}),
        ("volume", 0.0, {Rule.ZERO_VOLUME}),
    ],
)
def test_a_value_that_cannot_be_is_found_by_rule_and_day(name: str, value: float, rules: set[Rule]) -> None:
    assert set(found(check(with_third(name, value)))) == {(rule, THIRD) for rule in rules}


@pytest.mark.parametrize(("name", "value"), [("close", NAN), ("low", 0.0), ("volume", -1.0)])
def test_a_row_that_is_rejected_is_not_stored(name: str, value: float) -> None:
    checked = check(with_third(name, value))
    assert (checked.rejected, len(checked.valid)) == (1, 4)
    assert np.datetime64(THIRD) not in checked.valid.days


def test_a_row_that_is_only_flagged_is_stored() -> None:
    checked = check(with_third("volume", 0.0))
    assert (checked.rejected, len(checked.valid)) == (0, 5)


def test_a_volume_that_nobody_told_is_no_fault() -> None:
    checked = check(with_third("volume", NAN))
    assert (found(checked), len(checked.valid)) == ([], 5)


def test_an_index_needs_no_volume() -> None:
    assert found(check(with_third("volume", 0.0), without_volume=[SYMBOL])) == []


def test_what_a_source_rounded_is_not_outside() -> None:
    assert found(check(with_third("close", 12.000_001))) == []


def test_of_two_rows_for_a_day_the_first_is_kept() -> None:
    days = np.concatenate((DAYS, DAYS[1:2]))
    checked = check(rows_of(days, close=[11, 11, 11, 11, 11, 11.5]))
    assert found(checked) == [(Rule.DUPLICATE_DATE, date(2026, 3, 3))]
    assert checked.valid.close.tolist() == [11] * 5


def test_of_two_rows_for_a_day_the_good_one_is_kept() -> None:
    days = np.concatenate((DAYS[1:2], DAYS))
    checked = check(rows_of(days, close=[NAN, 11, 11.5, 11, 11, 11]))
    assert set(found(checked)) == {
        (rule, date(2026, 3, 3)) for rule in (Rule.NOT_A_NUMBER, Rule.DUPLICATE_DATE)
    }
    assert checked.valid.close.tolist() == [11, 11.5, 11, 11, 11]


def test_a_page_that_was_sent_twice_is_found_once_for_each_day() -> None:
    checked = check(rows_of(np.concatenate((DAYS, DAYS, DAYS))))
    assert [rule for rule, _ in found(checked)] == [Rule.DUPLICATE_DATE] * 5
    assert (len(checked.valid), checked.rejected) == (5, 10)


def test_a_bar_on_a_day_without_a_session_is_rejected() -> None:
    saturday = np.array(["2026-03-07"], "datetime64[D]")
    checked = check(rows_of(np.concatenate((DAYS, saturday))))
    assert found(checked) == [(Rule.BAR_ON_NON_SESSION, date(2026, 3, 7))]
    assert len(checked.valid) == 5


def test_a_symbol_whose_sessions_are_not_known_has_none() -> None:
    checked = check_bars(rows_of(DAYS), {})
    assert {rule for rule, _ in found(checked)} == {Rule.BAR_ON_NON_SESSION}


def test_the_bar_of_yesterday_under_the_date_of_today_is_old_data() -> None:
    checked = check(rows_of(DAYS, volume=[100, 101, 102, 103, 103]))
    assert found(checked) == [(Rule.OLD_DATA, date(2026, 3, 6))]
    assert len(checked.valid) == 4


def test_the_same_prices_without_a_volume_are_not_taken_for_old_data() -> None:
    assert found(check(rows_of(DAYS, volume=[NAN] * 5))) == []


def test_valid_rows_are_in_the_order_of_their_days() -> None:
    checked = check(rows_of(DAYS[::-1]))
    assert (np.diff(checked.valid.days) > np.timedelta64(0, "D")).all()


def test_findings_name_the_row_and_its_numbers() -> None:
    (finding,) = check(with_third("volume", -5.0)).findings
    assert finding.detail == "row 3: open 10, high 12, low 9, close 11, volume -5"


def test_no_rows_have_no_findings() -> None:
    checked = check(rows_of(DAYS[:0]))
    assert (checked.findings, checked.rejected, len(checked.valid)) == ((), 0, 0)


def test_closes_in_which_sources_differ_are_told_with_both() -> None:
    overlap = Disagreement(SYMBOL, MONDAY, "first", 100.0, "second", 101.0)
    (finding,) = disagreements([overlap])
    assert (finding.rule, finding.source) == (Rule.SOURCES_DISAGREE, "second")
    assert finding.detail == "close 101, but 100 from first, which counts: +1.00%"


def test_every_rule_has_a_severity_and_a_place_where_it_is_looked_for() -> None:
    assert SEVERITIES.keys() == set(Rule)
    assert {*ROW_RULES, *SERIES_RULES, Rule.SOURCES_DISAGREE} == set(Rule)
    assert {SEVERITIES[rule] for rule in SERIES_RULES} == {Severity.FLAG}
