"""Files of the universe: instruments, economic series or recurring events, told apart by their header.

A column that a file does not have leaves alone what is known; a column that it has decides, empty or not.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pydantic import ValidationError

from ballast_core.market.entities import Indicator, Instrument, RecurringEvent
from ballast_core.market.rules.universe_cells import COLUMNS, Kind, plain, spelling_of
from ballast_core.shared.errors import Problem

LARGEST = 20_000_000
"""Bytes of the largest file that is read."""

_MOST_ROWS = 50_000
_MOST_PROBLEMS = 200
_KEYS: Mapping[Kind, tuple[str, str]] = {
    "indicators": ("series_id", "id"),
    "recurring": ("event", "name"),
    "instruments": ("symbol", "symbol"),
}
"""The column that tells a file of each kind from the others, and the field that it is."""

_ENTITIES: Mapping[Kind, type[Instrument | Indicator | RecurringEvent]] = {
    "instruments": Instrument,
    "indicators": Indicator,
    "recurring": RecurringEvent,
}
_LAGS = {"daily": 3, "weekly": 6, "monthly": 45, "quarterly": 60, "annual": 120}
"""Days after its end when a period is published, where nobody says it better."""

_REGIONS = {"ecb": "EU", "boe": "GB", "boj": "JP"}
"""Where an event happens that begins with the name of a central bank, where nobody says it."""

_NO_ROW: tuple[int, list[str]] = (1, [])

type Entry = Instrument | Indicator | RecurringEvent
type Known = Mapping[Kind, Mapping[str, Entry]]


@dataclass(frozen=True, slots=True)
class UniverseRows:
    """What a file says: entries by symbol, id or name, the line of each, and all that is wrong."""

    name: str
    kind: Kind = "instruments"
    entries: Mapping[str, Entry] = field(default_factory=dict[str, Entry])
    lines: Mapping[str, int] = field(default_factory=dict[str, int])
    problems: tuple[Problem, ...] = ()

    def place(self, key: str, column: str) -> str:
        """Return where a column of an entry stands."""
        return _place(self.name, self.lines[key], column)


def read_universe(name: str, content: bytes, known: Known) -> UniverseRows:
    """Return what a file says on top of what is known; it raises nothing, and names every problem."""
    problems: list[Problem] = []
    rows = _rows(name, content, problems)
    line, header = next(rows, _NO_ROW)
    columns = [column.strip().lower() for column in header]
    kind = _kind(columns)
    if problems:
        return UniverseRows(name, problems=tuple(problems))
    if kind is None:
        said = "the first line must name the columns, one of them symbol, series_id or event"
        return UniverseRows(name, problems=(Problem(_place(name, line), said),))
    problems += islice(_header_problems(name, line, columns, kind), _MOST_PROBLEMS)
    reading = _Reading(name, kind, columns, known[kind], problems)
    if not problems:
        for line, cells in islice(rows, _MOST_ROWS):
            reading.take(line, cells)
            if len(problems) >= _MOST_PROBLEMS:
                break
        if not reading.entries and not problems:
            problems.append(Problem(_place(name, line), "there is no row below the header"))
        if not problems and next(rows, None):
            problems.append(Problem(name, f"there are more than {_MOST_ROWS:,} rows"))
    return UniverseRows(name, kind, reading.entries, reading.lines, tuple(problems[:_MOST_PROBLEMS]))


class _Reading:
    """The rows of one file while they are read."""

    def __init__(
        self,
        name: str,
        kind: Kind,
        columns: Sequence[str],
        known: Mapping[str, Entry],
        problems: list[Problem],
    ) -> None:
        self.entries: dict[str, Entry] = {}
        self.lines: dict[str, int] = {}
        self._name = name
        self._kind: Kind = kind
        self._columns = columns
        self._known = known
        self._problems = problems
        self._keys = {spelled: key for key, entry in known.items() for spelled in _spellings(entry)}

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Read one row, or say what is wrong with it."""
        if len(cells) != len(self._columns):
            said = f"{len(cells)} fields, where the header has {len(self._columns)}"
            self._problems.append(Problem(_place(self._name, line), said))
            return
        told = plain(self._kind, dict(zip(self._columns, cells, strict=True)))
        try:
            key, entry = self._entry(told)
        except ValidationError as error:
            self._refuse(line, error)
            return
        if key in self.lines:
            said = f"{key} stands in line {self.lines[key]} already"
            self._problems.append(Problem(_place(self._name, line), said))
        else:
            self.entries[key], self.lines[key] = entry, line

    def _entry(self, told: dict[str, object]) -> tuple[str, Entry]:
        named = _KEYS[self._kind][1]
        key = str(told.get(named, ""))
        key = key.upper() if self._kind == "instruments" else key
        if key not in self._known and key in self._keys:
            key = told[named] = self._keys[key]
        if self._kind == "indicators" and key not in self._known and "release_lag_days" not in told:
            told["release_lag_days"] = _LAGS.get(str(told.get("frequency")), 1)
        if self._kind == "recurring" and key not in self._known and "region" not in told:
            told["region"] = _REGIONS.get(key.lower().partition(" ")[0], "US")
        before = self._known.get(key)
        return key, _ENTITIES[self._kind].model_validate((before.model_dump() if before else {}) | told)

    def _refuse(self, line: int, error: ValidationError) -> None:
        columns = {field: column for column, field in COLUMNS[self._kind].items() if column in self._columns}
        for fault in error.errors():
            named = str(fault["loc"][0]) if fault["loc"] else ""
            where = _place(self._name, line, columns.get(named, named))
            self._problems.append(Problem(where, fault["msg"].removeprefix("Value error, ")))


def _kind(columns: Sequence[str]) -> Kind | None:
    for kind, (column, _) in _KEYS.items():
        if column in columns:
            return kind
    return None


def _spellings(entry: Entry) -> Sequence[str]:
    return tuple(entry.spellings.values()) if isinstance(entry, Instrument) else ()


def _place(name: str, line: int, column: str = "") -> str:
    return f"{name} line {line}, column {column}" if column else f"{name} line {line}"


def _rows(name: str, content: bytes, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    if len(content) > LARGEST:
        problems.append(Problem(name, f"the file is larger than {LARGEST // 1_000_000} MB"))
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = "the text is not UTF-8; save the file with that encoding"
        problems.append(Problem(_place(name, line), said))
        return
    plain_ends = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader((f"{line}\n" for line in plain_ends.removesuffix("\n").split("\n")), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        problems.append(Problem(_place(name, reader.line_num), f"this is no line of a CSV file: {error}"))


def _header_problems(name: str, line: int, columns: Sequence[str], kind: Kind) -> Iterator[Problem]:
    seen: set[str] = set()
    for column in columns:
        where, meant = _place(name, line, column), COLUMNS[kind].get(column, column)
        if meant in seen:
            yield Problem(where, "another column says the same")
        elif column not in COLUMNS[kind] and not (kind == "instruments" and spelling_of(column)):
            yield Problem(where, f"a file of {kind} has no such column; it has {', '.join(COLUMNS[kind])}")
        seen.add(meant)
