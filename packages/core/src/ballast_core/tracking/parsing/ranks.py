"""Ranks file to the latest ranking: the last complete block of `lastdate:`, `symbols:` and `ranks:`."""

import re
from dataclasses import dataclass, field

from ballast_core.tracking.entities import Parsed, Rank, Ranking
from ballast_core.tracking.parsing.findings import LEFT_OUT, Findings
from ballast_core.tracking.parsing.text import (
    decode,
    read_day,
    read_day_year_last,
    read_ticker,
    words,
)

_RANK = re.compile(r"([0-9]{1,6})(?:\.0*)?")
_HEAD = "lastdate"
_LISTS = {"symbols", "ranks"}
_IGNORED = "channelpercent"  # in another order than the symbols


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    written_day: str
    lists: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def parse_ranks(content: bytes, *, file: str = "PyTAAA_ranks.params") -> Parsed[Ranking | None]:
    """Read the last block that is complete, or nothing when there is none."""
    lines = decode(content)
    findings = Findings(file)
    ranking = None
    for block in reversed(_blocks(lines, findings)):
        if ranking := _ranking(block, findings):
            break
    else:
        findings.note("ranks.no_block", None, "", "read as no ranking")
    return findings.parsed(ranking, len(lines))


def _blocks(lines: list[str], findings: Findings) -> list[_Block]:
    blocks: list[_Block] = []
    has_header = False
    for number, line in enumerate(lines, 1):
        text = line.strip(" \t")
        key, colon, value = text.partition(":")
        key = key.strip(" \t").lower()
        if key == "[ranks]":
            has_header = True
        elif not text or text.startswith("#") or (colon and key == _IGNORED):
            continue
        elif colon and key == _HEAD:
            blocks.append(_Block(number, value.strip(" \t")))
        elif colon and key in _LISTS and blocks and key not in blocks[-1].lists:
            blocks[-1].lists[key] = words(value)
        else:
            findings.reject("ranks.unknown_line", number, text)
    if not has_header:
        findings.note("ranks.no_header", None, "", "read without it")
    return blocks


def _ranking(block: _Block, findings: Findings) -> Ranking | None:
    day = read_day(block.written_day) or read_day_year_last(block.written_day)
    symbols, ranks = (block.lists.get(key, []) for key in ("symbols", "ranks"))
    read: dict[str, Rank] = {}
    bad: list[str] = []
    for position, (symbol, rank) in enumerate(zip(symbols, ranks, strict=False), 1):
        name, number = read_ticker(symbol), _RANK.fullmatch(rank)
        if name is None or name in read or not number or int(number[1]) == 0:
            bad.append(f"{symbol} {rank}")
        else:
            read[name] = Rank(symbol=name, rank=int(number[1]), position=position)
    if day is None or not read:
        findings.reject("ranks.bad_block", block.line, f"lastdate: {block.written_day}")
        return None
    if len(symbols) != len(ranks):
        sizes = f"{len(symbols)} symbols, {len(ranks)} ranks"
        findings.note("ranks.length_mismatch", block.line, sizes, f"kept the first {len(read)}")
    if bad:
        findings.note("ranks.bad_entry", block.line, ", ".join(bad), LEFT_OUT)
    return Ranking(day=day, ranks=tuple(read.values()))
