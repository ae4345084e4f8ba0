"""Answers of sources put together, cut to what was asked for, and held against what is kept."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from math import isnan

import numpy as np

from ballast_core.market.entities import Bars, Observations, Upserted
from ballast_core.market.rules.quality import picked
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.entity import Entity

_COLUMNS = tuple(field.name for field in fields(Bars) if field.name not in {"source", "symbols", "code"})


def joined(some: Iterable[Bars]) -> list[Bars]:
    """Return the bars of each source as one, its rows in the order in which they came."""
    by_source: defaultdict[str, list[Bars]] = defaultdict(list)
    for bars in some:
        by_source[bars.source].append(bars)
    return [each[0] if len(each) == 1 else _one(source, each) for source, each in by_source.items()]


def inside(bars: Bars, spans: Mapping[str, DateSpan]) -> Bars:
    """Return the rows that lie within the span of their symbol; those of other symbols go, too."""
    first = np.array([_edge(spans, symbol, "start") for symbol in bars.symbols], "datetime64[D]")
    last = np.array([_edge(spans, symbol, "end") for symbol in bars.symbols], "datetime64[D]")
    keep = (bars.days >= first[bars.code]) & (bars.days <= last[bars.code])
    return bars if bool(keep.all()) else picked(bars, np.flatnonzero(keep))


def each_once(observations: Observations) -> Observations:
    """Return each period and vintage once, ascending; of several values the last one."""
    order = np.lexsort((np.arange(len(observations)), observations.vintages, observations.periods))
    periods, vintages = observations.periods[order], observations.vintages[order]
    last = np.ones(order.size, np.bool_)
    last[:-1] = (periods[1:] != periods[:-1]) | (vintages[1:] != vintages[:-1])
    kept = order[last]
    return Observations(
        observations.series,
        observations.source,
        observations.periods[kept],
        observations.vintages[kept],
        observations.values[kept],
    )


def compared[E: Entity](new: Sequence[E], kept: Sequence[E], key: Callable[[E], Hashable]) -> Upserted:
    """Tell what storing these would do; of several with one key the last one counts."""
    before, rows = {key(one): one for one in kept}, {key(one): one for one in new}
    inserted = sum(known not in before for known in rows)
    unchanged = sum(before.get(known) == one for known, one in rows.items())
    return Upserted(inserted, len(rows) - inserted - unchanged, unchanged)


def compared_values(new: Observations, kept: Observations | None) -> Upserted:
    """Tell what storing these values would do; each period and vintage is there once."""
    before = _values(kept) if kept else {}
    rows = _values(new)
    inserted = sum(known not in before for known in rows)
    unchanged = sum(known in before and before[known] == value for known, value in rows.items())
    return Upserted(inserted, len(rows) - inserted - unchanged, unchanged)


def _values(observations: Observations) -> dict[tuple[int, int], float | None]:
    periods, vintages = observations.periods.astype(int).tolist(), observations.vintages.astype(int).tolist()
    values = [None if isnan(value) else value for value in observations.values.tolist()]
    return dict(zip(zip(periods, vintages, strict=True), values, strict=True))


def _one(source: str, some: Sequence[Bars]) -> Bars:
    symbols = tuple(dict.fromkeys(symbol for bars in some for symbol in bars.symbols))
    place = {symbol: code for code, symbol in enumerate(symbols)}
    codes = [np.array([place[symbol] for symbol in bars.symbols], np.int64)[bars.code] for bars in some]
    columns = {name: np.concatenate([getattr(bars, name) for bars in some]) for name in _COLUMNS}
    return Bars(source=source, symbols=symbols, code=np.concatenate(codes), **columns)


def _edge(spans: Mapping[str, DateSpan], symbol: str, side: str) -> np.datetime64:
    # Nothing lies on NaT's side of anything.
    span = spans.get(symbol)
    return np.datetime64(getattr(span, side) if span else "NaT", "D")
