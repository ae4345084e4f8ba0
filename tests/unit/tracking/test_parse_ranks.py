"""Ranks files: the last complete block counts."""

from datetime import date

import pytest

from ballast_core.tracking.entities import Parsed, Ranking
from ballast_core.tracking.parsing import parse_ranks

HEAD = "[Ranks]\n\n"
OLD = "lastdate: 2026-02-02\nsymbols: ROST  GOOGL CASH\nranks:     1     2     3\n"
OLD += "channelPercent: -100.0%-100.0%\n"
NEW = "lastdate: 2026-2-19\nsymbols: ROST  GOOGL CASH\nranks:     2     1     3\nchannelPercent:\n"


def read(body: str) -> Parsed[Ranking | None]:
    return parse_ranks((HEAD + body).encode())


def ranks(parsed: Parsed[Ranking | None]) -> list[tuple[str, int, int]]:
    assert parsed.content is not None
    return [(rank.symbol, rank.rank, rank.position) for rank in parsed.content.ranks]


def rules(parsed: Parsed[Ranking | None]) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.rule) for finding in parsed.findings]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_the_last_block_counts(end: str) -> None:
    parsed = read((OLD + NEW).replace("\n", end))
    assert parsed.content is not None
    assert parsed.content.day == date(2026, 2, 19)
    assert ranks(parsed) == [("ROST", 2, 1), ("GOOGL", 1, 2), ("CASH", 3, 3)]
    assert (parsed.findings, parsed.lines, parsed.rejected) == ((), 10, 0)


@pytest.mark.parametrize(
    "broken",
    [
        "lastdate: 2026-02-19\n",
        "lastdate: 2026-02-19\nsymbols: A B\n",
        "lastdate: 2026-02-19\nsymbols: A B\nranks:\n",
        "lastdate: 2026-02-30\nsymbols: A B\nranks: 1 2\n",
        "lastdate: 2026-02-19\nsymbols: A B\nranks: x y\n",
    ],
)
def test_where_the_last_block_is_broken_the_one_before_counts(broken: str) -> None:
    parsed = read(OLD + broken)
    assert parsed.content is not None
    assert parsed.content.day == date(2026, 2, 2)
    assert rules(parsed) == [(7, "ranks.bad_block")]
    assert parsed.rejected == 1


def test_a_block_that_was_cut_off_keeps_what_is_aligned() -> None:
    parsed = read(NEW.replace("1     3", "1"))
    assert ranks(parsed) == [("ROST", 2, 1), ("GOOGL", 1, 2)]
    assert rules(parsed) == [(3, "ranks.length_mismatch")]


def test_bad_entries_are_left_out_together_and_the_others_keep_their_place() -> None:
    parsed = read("lastdate: 2026-02-19\nsymbols: A b A C$ D E F\nranks: 1 2 3 4 x 0 7.0\n")
    assert ranks(parsed) == [("A", 1, 1), ("B", 2, 2), ("F", 7, 7)]
    assert [(finding.rule, finding.read) for finding in parsed.findings] == [
        ("ranks.bad_entry", "A 3, C$ 4, D x, E 0")
    ]


def test_lists_below_a_mistyped_head_do_not_replace_those_before() -> None:
    parsed = read(OLD + NEW.replace("lastdate", "lastdat"))
    assert ranks(parsed)[0] == ("ROST", 1, 1)
    assert rules(parsed) == [(7, "ranks.unknown_line"), (8, "ranks.unknown_line"), (9, "ranks.unknown_line")]


def test_a_file_without_header_is_read_and_said() -> None:
    parsed = parse_ranks(NEW.encode())
    assert parsed.content is not None
    assert rules(parsed) == [(None, "ranks.no_header")]


def test_the_table_of_a_fresh_store_is_no_ranking() -> None:
    parsed = parse_ranks(b"CASH\t1")
    assert parsed.content is None
    assert {rule for _, rule in rules(parsed)} == {"ranks.no_header", "ranks.no_block", "ranks.unknown_line"}


def test_comments_case_and_a_year_at_the_end_are_taken() -> None:
    parsed = read("# now\nLASTDATE: 2-19-2026\nSymbols: cash\nRANKS: 1\n")
    assert parsed.content is not None
    assert parsed.content.day == date(2026, 2, 19)
    assert ranks(parsed) == [("CASH", 1, 1)]
