"""Status file to status records: `cumu_value: DATE TIME BASE [SIGNAL TRADED]`."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

import numpy as np

from ballast_core.shared.arrays import Floats, Instants
from ballast_core.tracking.entities import Parsed, StatusColumns
from ballast_core.tracking.parsing.columns import Sheet, read_sheet
from ballast_core.tracking.parsing.findings import Findings
from ballast_core.tracking.parsing.text import (
    FIRST_DAY,
    LAST_DAY,
    read_day,
    read_float,
    words,
)

_CLEAN = re.compile(
    rb"cumu_value: (?P<at>0000-00-00 00:00(?:\.00(?=\.)|:00(?:\.0{1,6})?(?= )))(?:\.00)? "
    rb"(?P<base>0{1,15}(?:\.0{0,15})?)(?: (?P<signal>0(?:\.0)?) (?P<traded>0{1,15}(?:\.0{0,15})?))?"
)
_BEFORE_SECONDS = len("2013-01-03 08:30")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?|\.([0-9]{2})\.[0-9]{2})")
_FIRST = np.datetime64(FIRST_DAY, "us")
_LAST = np.datetime64(LAST_DAY, "us") + np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Record:
    """One record as a line tells it."""

    at: datetime
    base: float
    signal: float = np.nan
    traded: float = np.nan


@dataclass(frozen=True, slots=True)
class _Lines:
    """One entry for each line of the file; no time where the line is no record."""

    at: Instants
    base: Floats
    signal: Floats
    traded: Floats


def parse_status(content: bytes, *, file: str = "PyTAAA_status.params") -> Parsed[StatusColumns]:
    """Read every record of a status file, in its order."""
    sheet = read_sheet(content, _CLEAN)
    findings = Findings(file)
    read = _Lines(
        np.full(len(sheet), np.datetime64("NaT", "us")), *(np.full(len(sheet), np.nan) for _ in range(3))
    )
    has_header = False
    for number in _read_clean(sheet, read):
        line = sheet.line(number).strip(" \t")
        if line.lower() == "[status]":
            has_header = True
        elif line and not line.startswith("#") and (record := read_record(line, number + 1, findings)):
            read.at[number], read.base[number] = record.at, record.base
            read.signal[number], read.traded[number] = record.signal, record.traded
    kept = np.flatnonzero(~np.isnat(read.at))
    columns = StatusColumns(read.at[kept], read.base[kept], read.signal[kept], read.traded[kept], kept + 1)
    if not has_header:
        findings.note("status.no_header", None, "", f"kept the {len(columns)} records that stand there")
    for number in kept[1:][columns.at[1:] < columns.at[:-1]].tolist():
        findings.note("status.time_order", number + 1, sheet.line(number), "kept in the order of the file")
    return findings.parsed(columns, len(sheet))


def read_record(line: str, number: int, findings: Findings) -> Record | None:
    """Read one line in any form that a record may have, or enter why it is none."""
    key, _, value = line.partition(":")
    fields = words(value)
    if key.strip(" \t").lower() != "cumu_value":
        rule = "status.unknown_line"
    elif len(fields) not in {3, 5}:
        rule = "status.bad_fields"
    elif (at := _read_at(fields[0], fields[1])) is None:
        rule = "status.bad_time"
    elif (base := read_float(fields[2])) is None or base <= 0:
        rule = "status.bad_value"
    else:
        overlay = [read_float(field) for field in fields[3:]]
        match overlay:
            case []:
                return Record(at, base)
            case [0.0 | 1.0 as signal, float(traded)] if traded > 0:
                return Record(at, base, signal, traded)
            case _:
                findings.note("status.bad_overlay", number, line, "kept the base value alone")
                return Record(at, base)
    findings.reject(rule, number, line)
    return None


def _read_clean(sheet: Sheet, read: _Lines) -> list[int]:
    """Read the lines that stand as the program writes them; return the numbers of all others."""
    left = np.full(len(sheet), fill_value=True)
    if sheet.rows.size:
        texts = sheet.texts("at")
        texts.view(np.uint8).reshape(len(texts), -1)[:, _BEFORE_SECONDS] = ord(":")
        with suppress(ValueError):  # a day or time that does not exist, and numpy does not say where
            at = texts.astype("datetime64[us]")
            base, signal, traded = (sheet.floats(field) for field in ("base", "signal", "traded"))
            overlay = ((signal == 0) | (signal == 1)) & (traded > 0) | ~sheet.has("signal")
            good = (at >= _FIRST) & (at < _LAST) & (base > 0) & overlay
            rows = sheet.rows[good]
            read.at[rows], read.base[rows] = at[good], base[good]
            read.signal[rows], read.traded[rows] = signal[good], traded[good]
            left[rows] = False
    return np.flatnonzero(left).tolist()


def _read_at(day: str, clock: str) -> datetime | None:
    on, found = read_day(day), _TIME.fullmatch(clock)
    if on is None or found is None:
        return None
    hour, minute, second, fraction, dotted = found.groups()
    try:
        at = time(int(hour), int(minute), int(second or dotted), int((fraction or "").ljust(6, "0")))
    except ValueError:
        return None
    return datetime.combine(on, at)
