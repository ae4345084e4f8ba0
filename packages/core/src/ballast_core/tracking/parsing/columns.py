"""Reads the clean lines of a columnar file all at once.

The shape of a line is the line with every digit turned into 0. A file that a program wrote has few
shapes, so a grammar is asked once for each shape instead of once for each line, and what it answers
for the shape (where each field begins and ends) holds for all lines of that shape.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from ballast_core.shared.arrays import Bools, Floats, Ints
from ballast_core.tracking.parsing.text import decode_line, split_lines, unify_ends

type Texts = npt.NDArray[np.bytes_]

_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A columnar file: all its lines, and the fields of those lines that fit a grammar.

    Shapes: `bounds` (m, 2) begin and end of each line in `text`; `rows` (n,) numbers of the lines that fit,
    ascending from 0; `begins` (n, fields) in `text`; `sizes` (n, fields) in bytes, 0 where a field is absent.
    """

    text: bytes
    bounds: Ints
    rows: Ints
    begins: Ints
    sizes: Ints
    fields: dict[str, int]

    def __len__(self) -> int:
        return len(self.bounds)

    def line(self, number: int) -> str:
        """Return one line of the file, counted from 0."""
        begin, end = self.bounds[number].tolist()
        return decode_line(self.text[begin:end])

    def has(self, field: str) -> Bools:
        """Return which rows have the field."""
        return self.sizes[:, self.fields[field]] > 0

    def texts(self, field: str) -> Texts:
        """Return a field of every row; empty where a row lacks it."""
        return self._cut(field, np.full(len(self.rows), fill_value=True))

    def floats(self, field: str) -> Floats:
        """Return a field of every row as numbers; NaN where a row lacks it."""
        there = self.has(field)
        numbers = np.full(len(there), np.nan)
        numbers[there] = self._cut(field, there).astype(np.float64)
        return numbers

    def _cut(self, field: str, rows: Bools) -> Texts:
        column = self.fields[field]
        sizes = self.sizes[rows, column].astype(np.uint8)
        width = max(int(sizes.max(initial=0)), 1)
        chars = np.frombuffer(self.text + bytes(width), np.uint8)
        texts = np.lib.stride_tricks.sliding_window_view(chars, width)[self.begins[rows, column]]
        texts *= np.arange(width, dtype=np.uint8) < sizes[:, None]
        cut: Texts = texts.view(f"S{width}")[:, 0]
        return cut


def read_sheet(content: bytes, grammar: re.Pattern[bytes]) -> Sheet:
    """Return a file's lines, and the fields of those whose whole shape the grammar matches.

    Every group of the grammar is a named field and matches 1 to 255 bytes.
    """
    text = unify_ends(content)
    shapes = split_lines(text.translate(_TO_ZERO))
    codes: defaultdict[bytes, int] = defaultdict(count().__next__)
    code = np.fromiter(map(codes.__getitem__, shapes), np.int64, len(shapes))
    spans = np.full((len(codes), grammar.groups + 1, 2), -1)
    for shape, row in codes.items():
        if match := grammar.fullmatch(shape):
            spans[row] = match.regs
    size = np.array([len(shape) for shape in codes], np.int64)[code]
    end = np.cumsum(size + 1) - 1
    fits = (spans[:, 0, 0] == 0)[code]
    places = spans[code[fits]]
    return Sheet(
        text=text,
        bounds=np.stack((end - size, end), axis=1),
        rows=np.flatnonzero(fits),
        begins=(end - size)[fits, None] + np.maximum(places[..., 0], 0),
        sizes=places[..., 1] - places[..., 0],
        fields=dict(grammar.groupindex),
    )
