"""Backtest file to columns: `DATE BUY_AND_HOLD STRATEGY [NEW_HIGHS NEW_LOWS [SUB_MODEL]]`."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Ints
from ballast_core.tracking.entities import BacktestColumns, Parsed
from ballast_core.tracking.parsing.columns import Sheet, read_sheet
from ballast_core.tracking.parsing.findings import Findings
from ballast_core.tracking.parsing.text import FIRST_DAY, LAST_DAY, read_day, read_float, read_name, words

_NUMBER = rb"0{1,15}(?:\.0{0,15})?"
_CLEAN = re.compile(
    rb"(?P<day>0000-00-00) {1,2}(?P<buy_and_hold>%(n)b) {1,2}(?P<strategy>%(n)b)"
    rb"(?: (?P<new_highs>-?%(n)b) (?P<new_lows>-?%(n)b)(?: (?P<sub_model>[A-Za-z0][A-Za-z0_.-]{0,63}))?)?"
    % {b"n": _NUMBER}
)
_NUMBERS = ("buy_and_hold", "strategy", "new_highs", "new_lows")
_FIRST, _LAST = np.datetime64(FIRST_DAY), np.datetime64(LAST_DAY)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a line tells it; `numbers` are buy and hold, strategy, new highs and new lows."""

    day: date
    numbers: list[float]
    sub_model: str


@dataclass(frozen=True, slots=True)
class _Lines:
    """One entry for each line of the file; no day where the line is no row."""

    days: Days
    numbers: Floats
    sub_models: dict[int, str]


def parse_backtest(
    content: bytes, *, file: str = "pyTAAAweb_backtestPortfolioValue.params"
) -> Parsed[BacktestColumns]:
    """Read a backtest file of three, five or six columns, oldest first; of one date the last row counts."""
    sheet = read_sheet(content, _CLEAN)
    findings = Findings(file)
    size = len(sheet)
    read = _Lines(np.full(size, np.datetime64("NaT", "D")), np.full((size, 4), np.nan), {})
    for number in _read_clean(sheet, read):
        line = sheet.line(number).strip(" \t")
        if line and not line.startswith("#") and (row := read_row(line, number + 1, findings)):
            read.days[number], read.numbers[number] = row.day, row.numbers
            if row.sub_model:
                read.sub_models[number] = row.sub_model
    scores = read.numbers[:, 2:]
    scores[scores < 0] = np.nan  # the sentinels of days that have no score yet
    kept = _in_order(sheet, read.days, findings)
    if not kept.size:
        findings.note("backtest.no_rows", None, "", "nothing to keep")
    numbers: list[int] = kept.tolist()
    names = [read.sub_models.get(number, "") for number in numbers] if read.sub_models else []
    buy_and_hold, strategy, new_highs, new_lows = (read.numbers[kept, column] for column in range(4))
    columns = BacktestColumns(
        days=read.days[kept],
        buy_and_hold=buy_and_hold,
        strategy=strategy,
        new_highs=new_highs,
        new_lows=new_lows,
        sub_models=tuple(names),
        line=kept + 1,
    )
    return findings.parsed(columns, size)


def read_row(line: str, number: int, findings: Findings) -> Row | None:
    """Read one line in any form that a row may have, or enter why it is none."""
    fields = words(line)
    if len(fields) not in {3, 5, 6}:
        findings.reject("backtest.bad_fields", number, line)
        return None
    day = read_day(fields[0])
    if day is None:
        findings.reject("backtest.bad_date", number, line)
        return None
    numbers = [np.nan] * 4
    sub_model = ""
    empty: list[str] = []
    for column, (name, field) in enumerate(zip(_NUMBERS, fields[1:5], strict=False)):
        value = read_float(field)
        if value is None or (column < 2 and value <= 0):
            empty.append(name)
        else:
            numbers[column] = value
    for field in fields[5:]:
        sub_model = read_name(field) or ""
        empty += [] if sub_model else ["sub_model"]
    if empty[:2] == ["buy_and_hold", "strategy"]:
        findings.reject("backtest.no_value", number, line)
        return None
    if empty:
        findings.note("backtest.bad_value", number, line, f"left empty: {', '.join(empty)}")
    return Row(day, numbers, sub_model)


def _read_clean(sheet: Sheet, read: _Lines) -> list[int]:
    """Read the lines that stand as the program writes them; return the numbers of all others."""
    left = np.full(len(sheet), fill_value=True)
    with suppress(ValueError):  # a day that does not exist, and numpy does not say where
        days = sheet.texts("day").astype("datetime64[D]")
        numbers = np.stack([sheet.floats(name) for name in _NUMBERS], axis=1)
        good = (days >= _FIRST) & (days <= _LAST) & (numbers[:, :2] > 0).all(axis=1)
        rows = sheet.rows[good]
        read.days[rows], read.numbers[rows] = days[good], numbers[good]
        named = good & sheet.has("sub_model")
        names = map(bytes.decode, sheet.texts("sub_model")[named].tolist())
        read.sub_models.update(zip(sheet.rows[named].tolist(), names, strict=True))
        left[rows] = False
    return np.flatnonzero(left).tolist()


def _in_order(sheet: Sheet, days: Days, findings: Findings) -> Ints:
    """Return the numbers of the lines that count, by day."""
    there = np.flatnonzero(~np.isnat(days))
    on = days[there]
    for number in there[1:][on[1:] < on[:-1]].tolist():
        findings.note("backtest.date_order", number + 1, sheet.line(number), "put in its place by date")
    order = np.argsort(on, kind="stable")
    last = np.full(len(there), fill_value=True)
    last[:-1] = on[order][1:] > on[order][:-1]
    for number in there[order[~last]].tolist():
        findings.reject("backtest.repeated_date", number + 1, sheet.line(number), "the last row counts")
    kept: Ints = there[order[last]]
    return kept
