"""Holdings file to snapshots and trade log: one block for each `TradeDate:`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ballast_core.tracking.entities import (
    HoldingsContent,
    Parsed,
    Snapshot,
    TradeAction,
    TradeLogEntry,
    snapshot_id,
)
from ballast_core.tracking.parsing.findings import LEFT_OUT, Findings
from ballast_core.tracking.parsing.lots import LISTS, read_lots
from ballast_core.tracking.parsing.text import (
    decode,
    read_day,
    read_day_year_last,
    read_decimal,
    read_name,
    words,
)
from ballast_core.tracking.parsing.trade_log import begins_like_a_trade, read_entry

_HEADER = "[holdings]"
_HEAD = "tradedate"
_BEGINS = re.compile(r"tradedate[ \t]*:?[ \t]*([^#]*)", re.IGNORECASE)
_INFO = {"info", "ifno"}
_SETTINGS = {*LISTS, "cumulativecashin", "trading_model"}
_IGNORED = {"commissons", "commissions"}  # the program writes the first


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A `TradeDate:` line and what follows it."""

    head: _Line
    lines: list[_Line]


def parse_holdings(
    content: bytes, *, model: UUID, file: str = "PyTAAA_holdings.params"
) -> Parsed[HoldingsContent]:
    """Read every snapshot and the trade log of a holdings file, in its order."""
    lines = decode(content)
    findings = Findings(file)
    preamble: list[_Line] = []
    blocks: list[_Block] = []
    for line in _lines(lines, findings):
        if line.key == _HEAD:
            blocks.append(_Block(line, []))
        else:
            (blocks[-1].lines if blocks else preamble).append(line)
    for line in preamble:
        if line.key not in _INFO:
            findings.note("holdings.outside_block", line.number, f"{line.key}: {line.value}", LEFT_OUT)
    trade_log = _trade_log(preamble, None, findings)
    snapshots: list[Snapshot] = []
    days: dict[date, None] = {}
    for sequence, block in enumerate(blocks):
        day = _day(block.head, days, findings)
        trade_log += _trade_log(block.lines, day, findings)
        if day and (snapshot := _snapshot(block, model, day, sequence, findings)):
            snapshots.append(snapshot)
    return findings.parsed(HoldingsContent(tuple(snapshots), tuple(trade_log)), len(lines))


def _lines(lines: Sequence[str], findings: Findings) -> Iterator[_Line]:
    """Yield the lines with a known key; enter those with none."""
    has_header = in_table = False
    for number, line in enumerate(lines, 1):
        text = line.strip(" \t")
        key, colon, value = text.partition(":")
        key = key.strip(" \t").lower()
        if key == _HEADER:
            has_header = True
        elif not text or text.startswith("#") or (colon and key in _IGNORED):
            continue
        elif colon and key in _INFO:
            yield _Line(number, key, value.strip(" \t"))
        elif begins := _BEGINS.match(text):
            in_table = False
            yield _Line(number, _HEAD, begins[1].strip(" \t"))
        elif colon and key in _SETTINGS and not in_table:
            yield _Line(number, key, value.partition("#")[0].strip(" \t"))
        elif words(key)[:3] == [*LISTS]:
            in_table = True
            findings.note("holdings.undated_table", number, text, "left out, for no row has a day")
        elif not in_table:
            findings.note("holdings.unknown_line", number, text, LEFT_OUT)
    if not has_header:
        findings.note("holdings.no_header", None, "", "read without it")


def _day(head: _Line, days: dict[date, None], findings: Findings) -> date | None:
    """Read the day of a block, doubt it against the days before, and put it behind them."""
    day = read_day(head.value)
    if day is None and (day := read_day_year_last(head.value)):
        findings.note("holdings.year_last", head.number, head.value, f"read as {day}")
    if day is None:
        findings.reject("holdings.bad_date", head.number, head.value)
        return None
    if day in days:
        findings.note("holdings.repeated_date", head.number, head.value, "kept; the later block counts")
    elif days and day < next(reversed(days)):
        findings.note("holdings.date_order", head.number, head.value, "kept in the order of the file")
    days.pop(day, None)
    days[day] = None
    return day


def _trade_log(lines: Sequence[_Line], day: date | None, findings: Findings) -> list[TradeLogEntry]:
    entries: list[TradeLogEntry] = []
    for line in lines:
        if line.key not in _INFO:
            continue
        entry = read_entry(line.value, line=line.number, day=day)
        if entry is None:
            findings.note("holdings.undated_info", line.number, line.value, LEFT_OUT)
            continue
        if entry.action is TradeAction.NOTE and begins_like_a_trade(line.value):
            findings.note("holdings.unread_trade", line.number, line.value, "kept as a note")
        entries.append(entry)
    return entries


def _snapshot(block: _Block, model: UUID, day: date, sequence: int, findings: Findings) -> Snapshot | None:
    values = _values(block, findings)
    stocks, shares, prices = (values[key].value if key in values else "" for key in LISTS)
    lots = read_lots(stocks, shares, prices, line=block.head.number, findings=findings)
    if not lots:
        return None
    tag, cash_in = values.get("trading_model"), values.get("cumulativecashin")
    name = read_name(tag.value) if tag else None
    total = read_decimal(cash_in.value) if cash_in else None
    if tag and name is None:
        findings.note("holdings.bad_tag", tag.number, tag.value, "read as no tag")
    if cash_in and total is None:
        findings.note("holdings.bad_cash_in", cash_in.number, cash_in.value, "read as no cash-in")
    return Snapshot(
        id=snapshot_id(model, day, sequence),
        day=day,
        sequence=sequence,
        line=block.head.number,
        lots=lots,
        active_sub_model=name,
        cash_in_total=total,
    )


def _values(block: _Block, findings: Findings) -> dict[str, _Line]:
    """Return the last line of each key."""
    values: dict[str, _Line] = {}
    for line in block.lines:
        if line.key in _INFO:
            continue
        before = values.get(line.key)
        if before and words(before.value) != words(line.value):
            findings.note(
                "holdings.repeated_line", line.number, f"{line.key}: {line.value}", "the last counts"
            )
        values[line.key] = line
    return values
