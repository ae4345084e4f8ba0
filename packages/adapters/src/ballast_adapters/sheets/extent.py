"""How far the cells of a sheet reach, told from its XML before anybody makes room for them."""

from xml.parsers import expat

import numpy as np

_QUOTE, _EQUALS, _R = (ord(mark) for mark in '"=r')
_SPACE, _DIGIT, _LETTER = ord(" "), ord("0"), ord("A")
_HIGHEST = 5
"""Digits of a row that is surely near."""
_LOOK = 4 + _HIGHEST


def all_near(xml: bytes, most_cells: int) -> bool:
    """Return whether all places (`r="B12"`) are near enough at a glance; False may still be harmless.

    Also False when a place is written in a way in which no spreadsheet program writes it.
    """
    text = np.frombuffer(xml + b" " * _LOOK, np.uint8)
    equals = np.flatnonzero(text[: len(xml)] == _EQUALS)
    before = text[equals - 1]
    if (before <= _SPACE).any():
        return False
    named = equals[before == _R]
    at = named[text[named - 2] <= _SPACE]
    if (text[at + 1] != _QUOTE).any():
        return False
    first, second = text[at + 2] - _LETTER, text[at + 3] - _LETTER  # no letter: 26 or more, it wraps around
    one, two = first < 26, second < 26
    if not at.size or (two & ~one).any():
        return not at.size
    widest = 26 * (int(first[two].max()) + 2) if two.any() else 26
    at += 2 + one + two
    ended = np.zeros(at.size, np.bool_)
    highest = 1
    for _ in range(_HIGHEST):
        mark = text[at]
        ended |= mark == _QUOTE
        if ended.all():
            break
        if not (ended | (mark - _DIGIT < 10)).all():
            return False
        highest *= 10
        at += 1
    ended |= text[at] == _QUOTE
    return bool(ended.all()) and widest * highest <= most_cells


def extent(xml: bytes) -> tuple[int, int]:
    """Return the last row and the last column that a cell names. Raises `ExpatError` for broken XML."""
    rows = columns = 1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns
        if tag.rpartition(":")[2] != "c":
            return
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        rows = max(rows, int(place[len(letters) :] or 0))
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - _LETTER + 1
        columns = max(columns, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)  # noqa: FBT003 -- expat takes it by position
    return rows, columns
