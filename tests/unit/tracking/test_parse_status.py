"""Status files: three forms of time, one value or three, and whatever can go wrong with a line."""

import numpy as np
import pytest

from ballast_core.tracking.entities import Parsed, StatusColumns
from ballast_core.tracking.parsing import parse_status

HEAD = "\n[Status]\n\n"
FIRST = "cumu_value: 2013-01-03 08:30:00 10000.0\n"
LAST = "cumu_value: 2026-03-03 21:46:27.778333 64791.64 1 123456.5\n"


def read(body: str) -> Parsed[StatusColumns]:
    return parse_status((HEAD + body).encode())


def rules(parsed: Parsed[StatusColumns]) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.rule) for finding in parsed.findings]


def test_a_record_has_one_value_or_three() -> None:
    parsed = read(FIRST + LAST)
    content = parsed.content
    assert content.at.tolist() == [np.datetime64("2013-01-03T08:30:00", "us").item(),
                                   np.datetime64("2026-03-03T21:46:27.778333", "us").item()]  # fmt: skip
    assert content.base.tolist() == [10000.0, 64791.64]
    assert content.signal[1] == 1.0
    assert content.traded[1] == 123456.5
    assert np.isnan([content.signal[0], content.traded[0]]).all()
    assert content.line.tolist() == [4, 5]
    assert (parsed.findings, parsed.lines, parsed.rejected) == ((), 5, 0)


def test_columns_have_the_types_that_they_promise() -> None:
    content = read(FIRST + LAST).content
    assert content.at.dtype == "datetime64[us]"
    assert {array.dtype for array in (content.base, content.signal, content.traded)} == {np.dtype(np.float64)}
    assert content.line.dtype == np.int64


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("08:30.15.15", "2013-01-03T08:30:15"),
        ("08:30:15", "2013-01-03T08:30:15"),
        ("08:30:15.25", "2013-01-03T08:30:15.250000"),
        ("08:30:15.000001", "2013-01-03T08:30:15.000001"),
        ("8:30:15", "2013-01-03T08:30:15"),
    ],
)
def test_a_time_has_three_forms(written: str, read_as: str) -> None:
    parsed = read(f"cumu_value: 2013-01-03 {written} 10000.0\n")
    assert parsed.content.at[0] == np.datetime64(read_as)
    assert parsed.findings == ()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_any_end_of_line_will_do(end: str) -> None:
    parsed = parse_status((HEAD + FIRST + LAST).replace("\n", end).encode())
    assert parsed.content.line.tolist() == [4, 5]
    assert parsed.findings == ()


def test_ends_of_line_may_be_mixed() -> None:
    parsed = parse_status(
        b"\r[Status]\r\rcumu_value: 2013-01-03 08:30:00 1\rcumu_value: 2013-01-04 08:30:00 2\n"
    )
    assert parsed.content.base.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "line",
    [
        "  cumu_value:\t2013-1-3  08:30:00\t10000.0  ",
        "CUMU_VALUE: 2013-01-03 08:30:00 1e4",
        "cumu_value : 2013-01-03 08:30:00 +10000",
        "cumu_value:2013-01-03 08:30:00 00000000000000000000010000.00000000000000000000",
    ],
)
def test_odd_spacing_case_and_notation_are_read_without_a_finding(line: str) -> None:
    parsed = read(line + "\n")
    assert parsed.content.base.tolist() == [10000.0]
    assert parsed.findings == ()


@pytest.mark.parametrize("signal", ["0", "1", "0.0", "1.0"])
def test_a_signal_may_be_written_as_a_float(signal: str) -> None:
    parsed = read(f"cumu_value: 2013-01-03 08:30:00 1.0 {signal} 2\n")
    assert parsed.content.signal.tolist() == [float(signal)]
    assert parsed.findings == ()


@pytest.mark.parametrize(
    "overlay", ["2 5.0", "0.5 5.0", "-1 5.0", "nan 5.0", "1 nan", "1 0", "1 -5.0", "x 5.0", "9 5"]
)
def test_a_bad_overlay_costs_the_overlay_and_keeps_the_base_value(overlay: str) -> None:
    parsed = read(f"cumu_value: 2013-01-03 08:30:00 7.0 {overlay}\n")
    assert parsed.content.base.tolist() == [7.0]
    assert np.isnan(parsed.content.signal[0])
    assert np.isnan(parsed.content.traded[0])
    assert rules(parsed) == [(4, "status.bad_overlay")]
    assert parsed.rejected == 0


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("hello", "status.unknown_line"),
        ("10000.0", "status.unknown_line"),
        ("[Other]", "status.unknown_line"),
        ("cumu_value:", "status.bad_fields"),
        ("cumu_value: 2013-01-03 08:30:00", "status.bad_fields"),
        ("cumu_value: 2013-01-03 08:30:00 1.0 1", "status.bad_fields"),
        ("cumu_value: 2013-01-03 08:30:00 1.0 1 2.0 3", "status.bad_fields"),
        ("cumu_value: 2013-02-30 08:30:00 1.0", "status.bad_time"),
        ("cumu_value: 0000-01-01 08:30:00 1.0", "status.bad_time"),
        ("cumu_value: 9999-01-01 08:30:00 1.0", "status.bad_time"),
        ("cumu_value: 2013-W01-1 08:30:00 1.0", "status.bad_time"),
        ("cumu_value: NaT 08:30:00 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 24:00:00 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 08:60.00.00 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 08:30 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 08:30:00Z 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 08:30:00.1234567 1.0", "status.bad_time"),
        ("cumu_value: 2013-01-03 08:30:00 nan", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 inf", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 1e999", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 1_000", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 \u0661\u0660", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 0", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 0.00", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 -5", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 1\x00", "status.bad_value"),
        ("cumu_value: 2013-01-03 08:30:00 " + "9" * 5000, "status.bad_value"),
    ],
)
def test_a_bad_line_costs_one_finding_and_not_the_file(line: str, rule: str) -> None:
    parsed = read(FIRST + line + "\n" + LAST)
    assert parsed.content.line.tolist() == [4, 6]
    assert rules(parsed) == [(5, rule)]
    assert parsed.rejected == 1


def test_a_finding_shows_what_was_read() -> None:
    (finding,) = read("oh\tno\x00" + "x" * 500 + "\n").findings
    assert finding.read.startswith("oh\\tno\\x00xxx")
    assert len(finding.read) == 200


def test_blank_lines_and_comments_say_nothing() -> None:
    parsed = read("\n# switch\n  \t\n" + FIRST)
    assert parsed.content.line.tolist() == [7]
    assert parsed.findings == ()


def test_a_record_that_goes_back_in_time_is_kept_and_said() -> None:
    parsed = read(LAST + FIRST + LAST)
    assert parsed.content.line.tolist() == [4, 5, 6]
    assert rules(parsed) == [(5, "status.time_order")]


def test_records_of_one_moment_all_stay() -> None:
    parsed = read(LAST + LAST)
    assert len(parsed.content) == 2
    assert parsed.findings == ()


def test_a_fresh_store_without_header_or_record_is_empty_and_said() -> None:
    parsed = parse_status(b"10000.0")
    assert len(parsed.content) == 0
    assert rules(parsed) == [(None, "status.no_header"), (1, "status.unknown_line")]


def test_an_empty_file_is_empty_and_said() -> None:
    parsed = parse_status(b"")
    assert (len(parsed.content), parsed.lines) == (0, 0)
    assert rules(parsed) == [(None, "status.no_header")]


def test_records_outlive_a_lost_header() -> None:
    parsed = parse_status(FIRST.encode())
    assert len(parsed.content) == 1
    assert rules(parsed) == [(None, "status.no_header")]


def test_one_bad_byte_leaves_all_other_lines_alone() -> None:
    parsed = parse_status((HEAD + FIRST).encode() + b"\xff\xfe\n" + LAST.encode())
    assert parsed.content.line.tolist() == [4, 6]
    assert [finding.read for finding in parsed.findings] == ["ÿþ"]


def test_findings_name_the_file_that_was_given() -> None:
    (finding,) = parse_status(b"", file="other.params").findings
    assert finding.file == "other.params"
