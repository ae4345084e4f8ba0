"""Backtest files: three, five or six columns, sentinels, and dates out of order."""

from datetime import date

import numpy as np
import pytest

from ballast_core.shared.arrays import to_dates
from ballast_core.tracking.entities import BacktestColumns, Parsed
from ballast_core.tracking.parsing import parse_backtest

FIVE = "1991-01-02 10000.0 10000.0 -1155.1 -100000.0\n2026-03-02 331160.98 39222823.94 11109.5 3568.1\n"
SIX = "1991-01-02 10000.0 10000.00 -1000 -100000.0 CASH\n"
SIX += "2026-03-02 331160.97 3904412231.86 11109.5 3568.1 sp500_hma\n"
THREE = "2000-01-03  10000.0  10000.0\n2000-01-04  9709.20987433  9709.20987433\n"


def read(body: str) -> Parsed[BacktestColumns]:
    return parse_backtest(body.encode())


def rules(parsed: Parsed[BacktestColumns]) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.rule) for finding in parsed.findings]


def test_five_columns_are_values_and_scores() -> None:
    parsed = read(FIVE)
    content = parsed.content
    assert to_dates(content.days) == [date(1991, 1, 2), date(2026, 3, 2)]
    assert content.buy_and_hold.tolist() == [10000.0, 331160.98]
    assert content.strategy.tolist() == [10000.0, 39222823.94]
    assert content.new_highs[1] == 11109.5
    assert content.new_lows[1] == 3568.1
    assert content.sub_models == ()
    assert (parsed.findings, parsed.lines, parsed.rejected) == ((), 2, 0)


def test_a_negative_score_is_missing_without_a_word() -> None:
    parsed = read(FIVE)
    assert np.isnan([parsed.content.new_highs[0], parsed.content.new_lows[0]]).all()
    assert parsed.findings == ()


def test_the_sixth_column_is_the_sub_model() -> None:
    parsed = read(SIX)
    assert parsed.content.sub_models == ("CASH", "sp500_hma")
    assert parsed.findings == ()


def test_three_columns_have_no_scores() -> None:
    parsed = read(THREE)
    assert parsed.content.strategy.tolist() == [10000.0, 9709.20987433]
    assert np.isnan(parsed.content.new_highs).all()
    assert parsed.findings == ()


def test_layouts_may_be_mixed() -> None:
    parsed = read(SIX.splitlines()[0] + "\n" + THREE + FIVE.splitlines()[1])
    assert parsed.content.sub_models == ("CASH", "", "", "")
    assert parsed.content.line.tolist() == [1, 2, 3, 4]
    assert parsed.findings == ()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_any_end_of_line_will_do(end: str) -> None:
    assert len(read(FIVE.replace("\n", end)).content) == 2


def test_odd_spacing_and_notation_are_read_without_a_finding() -> None:
    parsed = read("\t1991-1-2   1e4\t+10000 5 5 CASH  \n\n# said\n")
    assert parsed.content.buy_and_hold.tolist() == [10000.0]
    assert parsed.content.sub_models == ("CASH",)
    assert parsed.findings == ()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("date buy strategy", "backtest.bad_date"),
        ("1991-02-30 1 2 3 4", "backtest.bad_date"),
        ("0000-01-01 1 2 3 4", "backtest.bad_date"),
        ("1-2-1991 1 2 3 4", "backtest.bad_date"),
        ("1991-01-03", "backtest.bad_fields"),
        ("1991-01-03 1 2 3", "backtest.bad_fields"),
        ("1991-01-03 1 2 3 4 CASH 7", "backtest.bad_fields"),
        ("1991-01-03 nan nan 3 4", "backtest.no_value"),
        ("1991-01-03 0 -1 3 4", "backtest.no_value"),
    ],
)
def test_a_bad_line_costs_one_finding_and_not_the_file(line: str, rule: str) -> None:
    first, last = FIVE.splitlines()
    parsed = read(f"{first}\n{line}\n{last}\n")
    assert parsed.content.line.tolist() == [1, 3]
    assert rules(parsed) == [(2, rule)]
    assert parsed.rejected == 1


@pytest.mark.parametrize(
    ("line", "done"),
    [
        ("1991-01-03 nan 2 3 4 CASH", "left empty: buy_and_hold"),
        ("1991-01-03 1 0 3 4 CASH", "left empty: strategy"),
        ("1991-01-03 1 2 inf 4 CASH", "left empty: new_highs"),
        ("1991-01-03 1 2 3 x CASH", "left empty: new_lows"),
        ("1991-01-03 1 2 3 4 C/A", "left empty: sub_model"),
        ("1991-01-03 1 1e999 3 1_0 C\x00", "left empty: strategy, new_lows, sub_model"),
    ],
)
def test_a_bad_field_is_left_empty_and_the_row_kept(line: str, done: str) -> None:
    parsed = read(line)
    assert len(parsed.content) == 1
    assert [(finding.rule, finding.done) for finding in parsed.findings] == [("backtest.bad_value", done)]
    assert parsed.rejected == 0


def test_rows_are_put_in_order() -> None:
    parsed = read("1991-01-04 4 4\n1991-01-02 2 2\n1991-01-03 3 3\n")
    assert parsed.content.strategy.tolist() == [2.0, 3.0, 4.0]
    assert parsed.content.line.tolist() == [2, 3, 1]
    assert rules(parsed) == [(2, "backtest.date_order")]


def test_the_last_row_of_a_date_counts() -> None:
    parsed = read("1991-01-02 1 1\n1991-01-03 2 2\n1991-01-03 3 3\n")
    assert parsed.content.strategy.tolist() == [1.0, 3.0]
    assert rules(parsed) == [(2, "backtest.repeated_date")]
    assert parsed.rejected == 1


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[Backtest]\n"])
def test_a_file_without_rows_is_empty_and_said(content: bytes) -> None:
    parsed = parse_backtest(content)
    assert len(parsed.content) == 0
    assert "backtest.no_rows" in {finding.rule for finding in parsed.findings}
