"""What every parser asks of a line, a word and a finding."""

from datetime import date
from decimal import Decimal

import pytest

from ballast_core.tracking.entities import Severity
from ballast_core.tracking.parsing import RULES
from ballast_core.tracking.parsing.findings import Findings
from ballast_core.tracking.parsing.text import (
    decode,
    read_day,
    read_day_year_last,
    read_decimal,
    read_float,
    read_name,
    read_ticker,
    visible,
    words,
)


def test_cr_lf_and_both_end_a_line_and_nothing_else_does() -> None:
    assert decode("a\rb\nc\r\nd\x0b\x0c\x1c\x85\u2028e".encode()) == [
        "a",
        "b",
        "c",
        "d\x0b\x0c\x1c\x85\u2028e",
    ]


def test_an_end_of_line_at_the_end_begins_no_further_line() -> None:
    assert decode(b"a\n") == ["a"]
    assert decode(b"a\n\n") == ["a", ""]
    assert decode(b"") == []
    assert decode(b"\n") == [""]


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbf[Status]") == ["[Status]"]


def test_a_line_that_is_no_utf_8_is_latin_1_and_its_neighbors_stay_what_they_are() -> None:
    assert decode("Zürich\n".encode() + "Zürich\n".encode("latin-1")) == ["Zürich", "Zürich"]


def test_a_null_byte_survives() -> None:
    assert decode(b"a\x00b") == ["a\x00b"]


def test_only_blanks_and_tabs_part_words() -> None:
    assert words(" a\tb  c\x0cd\xa0e ") == ["a", "b", "c\x0cd\xa0e"]


def test_what_cannot_be_printed_is_shown_as_an_escape() -> None:
    assert visible("a\x00\tb\u2028ü") == "a\\x00\\tb\\u2028ü"


def test_what_was_read_is_cut_at_200_characters() -> None:
    assert visible("x" * 1_000_000) == "x" * 200
    assert len(visible("\x00" * 200)) == 200


@pytest.mark.parametrize("word", ["2013-4-1", "2013-04-01", "2013/4/01"])
def test_a_day_needs_no_padding(word: str) -> None:
    assert read_day(word) == date(2013, 4, 1)


NO_DAYS = ["2013", "2013-13-01", "2013-02-30", "0000-01-01", "1899-12-31", "2200-01-01", "20130401"]
NO_DAYS += ["2013-W01-1", "NaT", "now", "today", "2013-04-01T00:00", "-2013-4-1", "\u0662013-4-1"]
NO_NUMBERS = ["nan", "inf", "-Infinity", "1e999", "1_000", "1,000", "\u0663", "0x10", "1e", "."]


@pytest.mark.parametrize("word", [*NO_DAYS, "2013-4-1\n", ""])
def test_what_is_no_day_is_none(word: str) -> None:
    assert read_day(word) is None


def test_a_day_with_its_year_last_is_month_and_day_or_day_and_month() -> None:
    assert read_day_year_last("1-2-2013") == date(2013, 1, 2)
    assert read_day_year_last("25-1-2013") == date(2013, 1, 25)
    assert read_day_year_last("32-1-2013") is None
    assert read_day_year_last("2013-1-2") is None


@pytest.mark.parametrize(
    ("word", "number"), [("1", 1.0), ("1.", 1.0), (".5", 0.5), ("-2.5", -2.5), ("+3", 3.0), ("1e+16", 1e16)]
)
def test_a_number_may_be_written_in_these_ways(word: str, number: float) -> None:
    assert read_float(word) == number


@pytest.mark.parametrize("word", [*NO_NUMBERS, "9" * 400, "1\n", "1\x00", ""])
def test_what_python_would_take_but_no_file_means_is_no_number(word: str) -> None:
    assert read_float(word) is None


def test_a_decimal_keeps_its_digits() -> None:
    assert read_decimal("589.0") == Decimal("589.0")
    assert read_decimal("1.") == 1
    assert read_decimal(".5") == Decimal("0.5")


@pytest.mark.parametrize("word", ["NaN", "sNaN", "Infinity", "1e5", "1E999999999", "1_0", "1" * 16, "."])
def test_a_decimal_cannot_overflow_later(word: str) -> None:
    assert read_decimal(word) is None


def test_names_and_tickers_hold_no_odd_characters() -> None:
    assert read_name("naz100_pine") == "naz100_pine"
    assert read_name("../etc") is None
    assert read_name("a" * 65) is None
    assert read_ticker("bf-b") == "BF-B"
    assert read_ticker("A\x00") is None


def test_findings_come_back_by_line_with_those_about_the_file_first() -> None:
    findings = Findings("x.params")
    findings.reject("status.bad_value", 9, "nine")
    findings.note("status.bad_overlay", 3, "three", "kept")
    findings.note("status.no_header", None, "", "kept")
    parsed = findings.parsed(content=None, lines=9)
    assert [finding.line for finding in parsed.findings] == [None, 3, 9]
    assert parsed.rejected == 1
    assert {finding.file for finding in parsed.findings} == {"x.params"}


def test_every_rule_has_a_dotted_name_and_a_sentence() -> None:
    for name, rule in RULES.items():
        context, _, what = name.partition(".")
        assert context in {"status", "holdings", "ranks", "backtest", "config"}
        assert what.replace("_", "").isalpha()
        assert rule.meaning.endswith(".")
        assert rule.severity in Severity
