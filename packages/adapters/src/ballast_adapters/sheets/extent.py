"""How far the cells of a sheet reach, told from its XML before anybody makes room for them."""

from xml.parsers import expat

import numpy as np

_QUOTE, _EQUALS, _R = (ord(mark) for mark in '"=r')
_SPACE, _DIGIT, _LETTER = ord(" "), ord("0"), ord("A")
_WIDEST, _HIGHEST = 2, 5
"""Letters and digits of the places that are surely near: up to ZZ99999."""
_LOOK = 2 + _WIDEST + _HIGHEST


def all_near(xml: bytes, most_cells: int) -> bool:
    """Return whether all places (`r="B12"`) are near enough at a glance; False may still be harmless.

    Also False when a place is written in a way in which no spreadsheet program writes it.
    """
    text = np.frombuffer(xml + b" " * _LOOK, np.uint8)
    equals = np.flatnonzero(text[: len(xml)] == _EQUALS)
    if (text[equals - 1] <= _SPACE).any():
        return False
    places = equals[(text[equals - 1] == _R) & (text[equals - 2] <= _SPACE)]
    if (text[places + 1] != _QUOTE).any():
        return False
    digits = np.zeros(places.size, np.int64)
    letters = np.zeros(places.size, np.int64)
    widest = np.zeros(places.size, np.int64)
    ended = np.zeros(places.size, np.bool_)
    for step in range(2, _LOOK):
        mark = text[places + step]
        ended |= mark == _QUOTE
        is_digit = ~ended & (mark - _DIGIT < 10)
        is_letter = ~ended & (mark - _LETTER < 26)
        digits += is_digit
        letters += is_letter
        widest = np.where(is_letter, widest * 26 + mark - (_LETTER - 1), widest)
    plain = ended & (letters <= _WIDEST) & (digits <= _HIGHEST)
    highest = 10 ** int(digits.max(initial=0))
    return bool(plain.all()) and int(widest.max(initial=1)) * highest <= most_cells


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
