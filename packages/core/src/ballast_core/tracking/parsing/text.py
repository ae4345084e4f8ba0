"""The text of params files: lines, words, days and numbers, read strictly and without ever raising."""

import math
import re
from datetime import date
from decimal import Decimal

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)

_BOM = b"\xef\xbb\xbf"
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_TICKER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.^=-]{0,14}")


def unify_ends(content: bytes) -> bytes:
    r"""Return the text without BOM, each of its lines (ended by CRLF, CR or LF) ended by `\n`."""
    return content.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def split_lines(text: bytes) -> list[bytes]:
    r"""Return the lines of a text whose lines end in `\n`; the last one may lack its end."""
    return text.removesuffix(b"\n").split(b"\n") if text else []


def decode_line(line: bytes) -> str:
    """Return a line as UTF-8, or as Latin-1 where it is none."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def decode(content: bytes) -> list[str]:
    """Return the lines of a file as text."""
    return [decode_line(line) for line in split_lines(unify_ends(content))]


def words(line: str) -> list[str]:
    """Return what stands between blanks and tabs; other white space is part of a word."""
    return [word for word in line.replace("\t", " ").split(" ") if word]


def visible(text: str, longest: int = 200) -> str:
    """Return at most `longest` characters, those that cannot be printed written as escapes."""
    clipped = text[:longest]
    if clipped.isprintable():
        return clipped
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in clipped)[:longest]


def read_day(word: str) -> date | None:
    """Return the day of `2013-4-1` or `2013-04-01`, between `FIRST_DAY` and `LAST_DAY`."""
    found = _YEAR_FIRST.fullmatch(word)
    return _day(found[1], found[2], found[3]) if found else None


def read_day_year_last(word: str) -> date | None:
    """Return the day of `1-2-2013`: month, day, year, or day first where no such month exists."""
    found = _YEAR_LAST.fullmatch(word)
    if not found:
        return None
    return _day(found[3], found[1], found[2]) or _day(found[3], found[2], found[1])


def read_float(word: str) -> float | None:
    """Return a finite number; no `nan`, `inf`, `1_000` or digits beyond ASCII."""
    if not _FLOAT.fullmatch(word):
        return None
    number = float(word)
    return number if math.isfinite(number) else None


def read_decimal(word: str) -> Decimal | None:
    """Return a number of at most 15 digits on either side of the point, so that no later sum overflows."""
    return Decimal(word) if _DECIMAL.fullmatch(word) else None


def read_name(word: str) -> str | None:
    """Return what can be the name of a model."""
    return word if _NAME.fullmatch(word) else None


def read_ticker(word: str) -> str | None:
    """Return what can be a ticker, in capitals."""
    return word.upper() if _TICKER.fullmatch(word) else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read if FIRST_DAY <= read <= LAST_DAY else None
