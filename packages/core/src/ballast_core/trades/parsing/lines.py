"""Text files as rows of cells, and how numbers and dates are spelled in them.

A spelling is found for a whole file, not for a cell: only then can `03/04/2024` or `1,234` be told apart.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ballast_core.trades.entities import Cell, Rows
from ballast_core.trades.errors import BadWorkbookError
from ballast_core.trades.parsing.faults import Faults
from ballast_core.trades.parsing.grid import SEARCHED_ROWS

type Decimal = Literal[".", ","]

DELIMITERS = (",", ";", "\t")
_HEAD = 200_000
_MONEY = re.compile(r"[\s$€£¥]|USD|EUR|GBP")
_SHAPES = {
    ".": re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?"),
    ",": re.compile(r"(?:\d{1,3}(?:[.'\u2019]\d{3})+|\d+)?(?:,\d*)?"),
}
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")
_TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f")
_DAYS = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%m-%d-%Y", "%d-%m-%Y", "%m/%d/%y", "%d/%m/%y")
FORMS = ("iso", *(f"{day} {time}" for day in _DAYS for time in _TIMES), *_DAYS)

_CLEARER = "give the list as .xlsx, or as a plain CSV with a column mapping that names it"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file writes numbers and moments; `form` is `iso` or a strptime format."""

    decimal: Decimal = "."
    form: str = "iso"

    def number(self, cell: Cell) -> Cell:
        """Return the number that a text spells, or the cell as it is."""
        if not isinstance(cell, str):
            return cell
        found = _number(cell, self.decimal)
        return cell if found is None else found

    def moment(self, cell: Cell) -> Cell:
        """Return the moment that a text spells, or the cell as it is."""
        if not isinstance(cell, str):
            return cell
        found = read_moment(cell, self.form)
        return cell if found is None else found


def decode(content: bytes, faults: Faults) -> str:
    """Return a text file as text; it must be UTF-8 or, with its mark, UTF-16."""
    try:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.refuse(f"line {line}", "the text is not UTF-8; save the file with that encoding")


def split_rows(text: str, delimiter: str, faults: Faults) -> Rows:
    """Return the cells of a text by line, all rows of one width."""
    rows: list[list[Cell]] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            # a field with a line break in it: fill up, so that a row's place stays its line
            rows.extend([] for _ in range(reader.line_num - 1 - len(rows)))
            rows.append([*row])
    except csv.Error as error:
        faults.refuse(f"line {reader.line_num}", f"the file is no table of fields: {error}")
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def head(text: str, delimiter: str) -> Rows:
    """Return the cells of the first lines, where a header stands; nothing where they are no table."""
    first = "\n".join(text[:_HEAD].splitlines()[:SEARCHED_ROWS])
    try:
        return split_rows(first, delimiter, Faults(""))
    except BadWorkbookError:
        return []


def find_decimal(texts: Iterable[str], delimiter: str, faults: Faults) -> Decimal:
    """Return the sign between whole number and fraction that all numbers of a file agree on."""
    written = [text for text in texts if text.strip()]
    fits: list[Decimal] = [
        sign for sign in (".", ",") if all(_number(text, sign) is not None for text in written)
    ]
    if len(fits) == 2 and any(_number(text, ".") != _number(text, ",") for text in written):
        if delimiter != ";" and not any("," in text for text in written):
            return "."
        faults.refuse("", f"numbers may have a decimal point or a decimal comma; {_CLEARER}")
    return fits[0] if fits else "."


def find_form(entries: Sequence[str], exits: Sequence[str], faults: Faults) -> str:
    """Return the format that fits all moments of a file; where day and month can be swapped, time tells."""
    written = [text for text in (*entries, *exits) if text.strip()]
    fits = [form for form in FORMS if all(read_moment(text, form) is not None for text in written)]
    if len(fits) > 1:
        meanings: dict[tuple[datetime | None, ...], str] = {}
        for form in fits:
            meanings.setdefault(tuple(read_moment(text, form) for text in written), form)
        fits = list(meanings.values())
    if len(fits) > 1:
        fits = [form for form in fits if _runs(entries, exits, form)] or fits
    if len(fits) > 1:
        fits = [form for form in fits if form.startswith("%m") and "%p" in form] or fits
    if len(fits) > 1:
        faults.refuse("", f"dates may begin with day or month; {_CLEARER}")
    return fits[0] if fits else _most_fitting(written)


def read_moment(text: str, form: str) -> datetime | None:
    """Return the moment that a text spells in a format, or None; without a zone."""
    trimmed = text.strip()
    try:
        if form == "iso":
            return datetime.fromisoformat(trimmed) if _ISO.fullmatch(trimmed) else None
        moment = datetime.strptime(trimmed, form)  # noqa: DTZ007 -- the file has no zone
    except ValueError:
        return None
    return moment.replace(tzinfo=None)


def _number(text: str, decimal: Decimal) -> float | None:
    bare = _MONEY.sub("", text)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1] if negative else bare
    if bare[:1] in {"-", "+", "\u2212"}:
        negative ^= bare[0] != "+"
        bare = bare[1:]
    if not any(map(str.isdigit, bare)) or not _SHAPES[decimal].fullmatch(bare):
        return None
    plain = bare.replace(",", "") if decimal == "." else re.sub(r"[.'\u2019]", "", bare).replace(",", ".")
    return -float(plain) if negative else float(plain)


def _runs(entries: Sequence[str], exits: Sequence[str], form: str) -> bool:
    """Return whether no exit is before its entry, and entries go forth (or back) in time."""
    begun = [moment for text in entries if (moment := read_moment(text, form))]
    pairs = zip(entries, exits, strict=False)
    read = [(read_moment(entry, form), read_moment(leaving, form)) for entry, leaving in pairs]
    if any(one and other and other < one for one, other in read):
        return False
    return begun in (sorted(begun), sorted(begun, reverse=True))


def _most_fitting(written: Sequence[str]) -> str:
    """Return the format that fits most texts, so that the others are named as faults."""
    return max(FORMS, key=lambda form: sum(read_moment(text, form) is not None for text in written[:200]))
