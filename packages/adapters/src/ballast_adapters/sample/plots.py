"""Plots as PNG files, drawn without a library and without compression: the same bytes everywhere."""

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ballast_core.shared.arrays import Days, Floats, Ints

type Image = npt.NDArray[np.uint8]
"""Palette entries, (height, width)."""

_WIDTH, _HEIGHT, _MARGIN = 640, 360, 24
_PALETTE = bytes.fromhex("ffffff e4e7eb 4a5568 dce8f6 1f5fa8 d9822b 2f9e62 8e44ad c0392b 17a2b8")
_PAPER, _GRID, _AXIS, _FILL, _FIRST_LINE = range(5)
_STORED_MAX = 65535


def line_chart(days: Days, lines: Sequence[Floats], *, log: bool = False) -> bytes:
    """Return a PNG of lines over time, with a grid line a year and the area below a single line shaded."""
    image = np.full((_HEIGHT, _WIDTH), _PAPER, dtype=np.uint8)
    scaled = [np.log10(line) if log else line for line in lines]
    low, high = min(float(line.min()) for line in scaled), max(float(line.max()) for line in scaled)
    plot = image[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    heights = [_heights(days, line, low, high, plot.shape) for line in scaled]
    if len(lines) == 1:
        plot[np.arange(plot.shape[0])[:, None] > heights[0]] = _FILL
    _draw_grid(plot, days)
    for number, height in enumerate(heights):
        _draw_line(plot, height, _FIRST_LINE + number)
    image[_MARGIN - 1 : -_MARGIN + 1, _MARGIN - 2 : _MARGIN] = _AXIS
    image[-_MARGIN : -_MARGIN + 2, _MARGIN - 2 : -_MARGIN] = _AXIS
    return png(image)


def png(image: Image) -> bytes:
    """Return the bytes of a PNG file with four bits a pixel."""
    height, width = image.shape
    packed = image[:, 0::2] << 4 | image[:, 1::2]
    rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), packed]).tobytes()  # 0: no filter
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", _stored(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _stored(content: bytes) -> bytes:
    # zlib's stored blocks: how well a zlib compresses depends on its version
    starts = range(0, len(content), _STORED_MAX)
    parts = [content[start : start + _STORED_MAX] for start in starts]
    blocks = [struct.pack("<BHH", part is parts[-1], len(part), len(part) ^ 0xFFFF) + part for part in parts]
    return b"\x78\x01" + b"".join(blocks) + struct.pack(">I", zlib.adler32(content))


def _heights(days: Days, line: Floats, low: float, high: float, shape: tuple[int, ...]) -> Floats:
    height, width = shape
    across = np.interp(np.arange(width), _share(days) * (width - 1), line)
    return np.rint((height - 4) * (1 - (across - low) / ((high - low) or 1.0))) + 1


def _share(days: Days) -> Floats:
    since = (days - days[0]).astype(np.int64).astype(np.float64)
    share: Floats = since / since[-1]
    return share


def _draw_grid(plot: Image, days: Days) -> None:
    height, width = plot.shape
    for part in range(1, 5):
        plot[height * part // 5] = _GRID
    new_year = np.flatnonzero(np.diff(days.astype("datetime64[Y]").astype(np.int64))) + 1
    columns = np.rint(_share(days)[new_year] * (width - 1))
    plot[:, columns.astype(np.int64)] = _GRID


def _draw_line(plot: Image, heights: Floats, color: int) -> None:
    rows: Ints = np.arange(plot.shape[0], dtype=np.int64)[:, None]
    before = np.concatenate([heights[:1], heights[:-1]])
    plot[(rows >= np.minimum(heights, before)) & (rows <= np.maximum(heights, before) + 1)] = color
