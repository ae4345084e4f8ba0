"""Days on which a symbol has bars, as one bit a day."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from ballast_core.market import Held
from ballast_core.shared.arrays import Days, to_date

type BySource = dict[str, Days]
"""Days by source, each strictly ascending."""


def packed_days(days: Days) -> tuple[date, bytes]:
    """Return the first of some days, and a bit for each day from it on."""
    bits = np.zeros(int((days[-1] - days[0]).astype(np.int64)) + 1, np.bool_)
    bits[(days - days[0]).astype(np.int64)] = True
    return to_date(days[0]), np.packbits(bits).tobytes()


def unpacked_days(first: date, packed: bytes) -> Days:
    """Return the days that were packed, strictly ascending."""
    bits = np.unpackbits(np.frombuffer(packed, np.uint8))
    return np.datetime64(first) + np.flatnonzero(bits)


def by_source(rows: Iterable[tuple[str, str, date, bytes]]) -> Mapping[str, BySource]:
    """Return the days by symbol and source; rows are symbol, source, first day and bits."""
    found: dict[str, BySource] = {}
    for symbol, source, first, packed in rows:
        found.setdefault(symbol, {})[source] = unpacked_days(first, packed)
    return found


def held(symbol: str, sources: BySource, start: date, end: date) -> Held | None:
    """Return the days of all sources together from `start` to `end`, both included; None without any."""
    names = tuple(sources)
    days = np.concatenate(list(sources.values()))
    source = np.repeat(np.arange(len(names)), [sources[name].size for name in names])
    if len(names) > 1:
        order = np.argsort(days)
        days, source = days[order], source[order]
    part = slice(
        int(np.searchsorted(days, np.datetime64(start))),
        int(np.searchsorted(days, np.datetime64(end), side="right")),
    )
    return Held(symbol, days[part], names, source[part]) if days[part].size else None
