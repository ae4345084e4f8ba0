"""How much text the cells of a sheet come to, each with a copy of what they share, told from the XML."""

from array import array
from xml.parsers import expat

import numpy as np

_END = b"</si>"
_SHORT = 256
_GLANCE = 16 << 20
"""Bytes of text that are surely few."""
_V, _SLASH = ord("v"), ord("/")
_WINDOW = 1 << 20
"""Bytes looked at together."""


class Shared:
    """The texts that a workbook keeps once, however many cells have them."""

    def __init__(self, xml: bytes = b"") -> None:
        self.count = xml.count(b"<si") + xml.count(b":si")
        self._xml = xml
        self._longest = _longest(xml)
        self._sizes: array[int] | None = None

    def copied(self, sheet: bytes) -> int:
        """Return how many bytes the cells of a sheet have of them, at most; exactly when it may be much.

        Raises `ExpatError` for broken XML.
        """
        most = self._longest * _values(sheet)
        if most <= _GLANCE:
            return most
        if self._sizes is None:
            self._sizes = _sizes(self._xml)
        return _copied(sheet, self._sizes)


def _values(sheet: bytes) -> int:
    """Return how many cells have a value, at most: every v counts that ends no tag."""
    # Counting single bytes takes a tenth of the time that looking for `<v` and `:v` does.
    text, found = np.frombuffer(sheet, np.uint8), 0
    for begin in range(1, text.size, _WINDOW):
        here, before = text[begin : begin + _WINDOW], text[begin - 1 : begin - 1 + _WINDOW]
        found += int(np.count_nonzero((here == _V) & (before[: here.size] != _SLASH)))
    return found


def _longest(xml: bytes) -> int:
    """Return how many bytes a text has at most, at a glance."""
    if b"<![CDATA[" in xml or b":si>" in xml:
        return len(xml)
    size = _SHORT
    while size < len(xml) and not _ends_within(xml, size):
        size *= 2
    return min(size, len(xml))


def _ends_within(xml: bytes, size: int) -> bool:
    """Return whether no two ends of texts are further apart than this."""
    at = 0
    while len(xml) - at > size:
        end = xml.rfind(_END, at, at + size)
        if end < 0:
            return False
        at = end + len(_END)
    return True


def _sizes(xml: bytes) -> "array[int]":
    sizes = array("Q")

    def start(tag: str, _: object) -> None:
        if tag.rpartition(":")[2] == "si":
            sizes.append(0)

    def text(said: str) -> None:
        if sizes:
            sizes[-1] += len(said.encode())

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.Parse(xml, True)  # noqa: FBT003 -- expat takes it by position
    return sizes


def _copied(sheet: bytes, sizes: "array[int]") -> int:
    copied, is_shared, inside, said = 0, False, False, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_shared, inside, said
        match tag.rpartition(":")[2]:
            case "c":
                is_shared = attributes.get("t") == "s"
            case "v":
                inside, said = is_shared, ""
            case _:
                pass

    def end(tag: str) -> None:
        nonlocal copied, inside
        if inside and tag.rpartition(":")[2] == "v":
            inside = False
            which = int(said)
            copied += sizes[which] if 0 <= which < len(sizes) else 0

    def text(some: str) -> None:
        nonlocal said
        if inside:
            said += some

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(sheet, True)  # noqa: FBT003 -- expat takes it by position
    return copied
