"""How far the cells of a sheet reach, told from its XML before anybody makes room for them."""

from collections.abc import Iterator
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

type _Bytes = npt.NDArray[np.uint8]

_QUOTE, _EQUALS, _R = (ord(mark) for mark in '"=r')
_SPACE, _DIGIT, _LETTER = ord(" "), ord("0"), ord("A")
_HIGHEST = 5
"""Digits of a row that is surely near."""
_BACK, _LOOK = 2, 4 + _HIGHEST
_WINDOW = 1 << 18
"""Bytes looked at together: what is found in them takes many times their room."""
_TAG, _COLON = ord("<"), ord(":")
_CELL, _NO_CELL = b"c r=", b"ouf"
_ROW, _NO_ROW = b"row r=", b"B"
"""How cells and rows say where they stand, and how other tags that begin so go on."""


def all_near(xml: bytes, most_cells: int) -> bool:
    """Return whether all places (`r="B12"`) are near enough at a glance; False may still be harmless.

    Also False when a cell or row names no place, and when one is written in a way in which no spreadsheet
    program writes it.
    """
    widest = highest = 1
    for window in _windows(xml):
        if _any_prefixed(window) or not (
            _all_say(window, _CELL, _NO_CELL) and _all_say(window, _ROW, _NO_ROW)
        ):
            return False
        columns, rows = _reach(window)
        widest, highest = max(widest, columns), max(highest, rows)
    return widest * highest <= most_cells


def extent(xml: bytes) -> tuple[int, int]:
    """Return the last row and the last column of a cell. Raises `ExpatError` for broken XML.

    A cell that names no place stands beside the one before it, as calamine has it.
    """
    rows = columns = 1
    row, column = 1, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, row, column
        place = attributes.get("r")
        match tag.rpartition(":")[2]:
            case "row" if place is not None:
                row = int(place)
            case "c":
                here, column = (row, column + 1) if place is None else _place(place)
                rows, columns = max(rows, here), max(columns, column)
            case _:
                pass

    def end(tag: str) -> None:
        nonlocal row, column
        if tag.rpartition(":")[2] == "row":
            row, column = row + 1, 0

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)  # noqa: FBT003 -- expat takes it by position
    return rows, columns


def _windows(xml: bytes) -> Iterator[_Bytes]:
    """Yield the text in pieces, each with a few bytes of what is before and behind it."""
    text = np.frombuffer(xml, np.uint8)
    for begin in range(0, len(xml), _WINDOW):
        end = begin + _WINDOW + _LOOK
        if begin and end <= len(xml):
            yield text[begin - _BACK : end]
            continue
        before = xml[max(begin - _BACK, 0) : begin].rjust(_BACK)
        behind = xml[begin + _WINDOW : begin + _WINDOW + _LOOK].ljust(_LOOK)
        yield np.frombuffer(before + xml[begin : begin + _WINDOW] + behind, np.uint8)


def _reach(text: _Bytes) -> tuple[int, int]:
    """Return columns and rows within which all places of a window are; far too many when in doubt."""
    doubt = 1 << 32, 1 << 32
    two_before, before, here = (text[_BACK - back : -_LOOK - back] for back in (2, 1, 0))
    equals = here == _EQUALS
    if (equals & (before <= _SPACE)).any():
        return doubt
    at = np.flatnonzero(equals & (before == _R) & (two_before <= _SPACE)) + _BACK
    if (text[at + 1] != _QUOTE).any():
        return doubt
    first, second = text[at + 2] - _LETTER, text[at + 3] - _LETTER  # no letter: 26 or more, it wraps around
    one, two = first < 26, second < 26
    if (two & ~one).any():
        return doubt
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
            return doubt
        highest *= 10
        at += 1
    ended |= text[at] == _QUOTE
    return (widest, highest) if ended.all() else doubt


def _any_prefixed(text: _Bytes) -> bool:
    """Return whether a name after a colon may be that of a cell or a row."""
    at = np.flatnonzero(text[:-_LOOK] == _COLON) + 1
    return bool(((text[at] == _CELL[0]) | ((text[at] == _ROW[0]) & (text[at + 1] == _ROW[1]))).any())


def _all_say(text: _Bytes, said: bytes, others: bytes) -> bool:
    """Return whether all tags named as the first word go on as said, or their names as others do."""
    known = said.index(b" ")
    at = np.flatnonzero((text[:-_LOOK] == _TAG) & (text[1 : 1 - _LOOK] == said[0])) + 1
    for place, mark in enumerate(said[1:], 1):
        here = text[at + place]
        if place < known:
            at = at[here == mark]
            continue
        if place == known:
            for other in others:
                at, here = at[here != other], here[here != other]
        if (here != mark).any():
            return False
    return True


def _place(named: str) -> tuple[int, int]:
    letters = named.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - _LETTER + 1
    return int(named[len(letters) :] or 0), column
