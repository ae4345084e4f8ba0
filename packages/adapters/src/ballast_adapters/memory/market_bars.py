"""MemoryBars: bars as columns, by symbol."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_core.market import (
    BarRevision,
    Bars,
    BarSeries,
    BarsStored,
    Held,
    KeptBars,
    Quote,
    Settled,
    Upserted,
    by_symbol,
    no_bars,
    settle,
)
from ballast_core.shared.arrays import Bools, Days, Floats, Ints, to_date, to_dates
from ballast_core.shared.dates import DateSpan

type Column = npt.NDArray[Any]

_VALUES = ("open", "high", "low", "close", "volume", "vwap", "trades")


class MemoryBars:
    """Fits `BarStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._kept: dict[str, KeptBars] = {}
        self._former: list[BarRevision] = []

    async def add_bars(self, bars: Bars, ranks: Mapping[str, int], at: datetime) -> BarsStored:
        """Store valid bars, each symbol and day once."""
        total = BarsStored(Upserted())
        for new in by_symbol(bars):
            kept = self._of(new.series.symbol)
            settled = settle(new, kept, ranks)
            total = _sum(total, settled.stored)
            if settled.updates.any() or settled.inserts.any():
                replaced = settled.place[settled.updates]
                self._former += _revisions(kept, replaced[kept.final[replaced]], at)
                self._kept[new.series.symbol] = _merged(kept, new, settled)
        if total.rows.inserted or total.rows.updated:
            self._revision.renew()
        return total

    async def compare_bars(self, bars: Bars, ranks: Mapping[str, int]) -> BarsStored:
        """Tell what `add_bars` would do; store nothing."""
        total = BarsStored(Upserted())
        for new in by_symbol(bars):
            total = _sum(total, settle(new, self._of(new.series.symbol), ranks).stored)
        return total

    async def bars(self, symbol: str, span: DateSpan) -> BarSeries:
        """Return the bars of a symbol, oldest first."""
        series = self._of(symbol).series
        return _picked(series, _within(series.days, span))

    async def bars_of(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, BarSeries]:
        """Return the bars of several symbols; a symbol without bars is missing."""
        found = {symbol: await self.bars(symbol, span) for symbol in symbols}
        return {symbol: series for symbol, series in found.items() if len(series)}

    async def held(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Held]:
        """Return the days on which each symbol has a bar."""
        found = {symbol: await self.bars(symbol, span) for symbol in symbols}
        return {
            symbol: Held(symbol, series.days, series.sources, series.source)
            for symbol, series in found.items()
            if len(series)
        }

    async def last_bars(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """Return the last close of each symbol."""
        found = {symbol: self._of(symbol).series for symbol in symbols}
        return {symbol: _last(series) for symbol, series in found.items() if len(series)}

    async def revisions(self, symbol: str) -> Sequence[BarRevision]:
        """Return the former bars of a symbol, newest change first."""
        mine = reversed([one for one in self._former if one.symbol == symbol])
        return sorted(mine, key=lambda one: (one.replaced_at, one.day), reverse=True)

    def _of(self, symbol: str) -> KeptBars:
        return self._kept.get(symbol) or no_bars(symbol)


def _within(days: Days, span: DateSpan) -> Bools:
    keep = np.ones(days.size, np.bool_)
    if span.start is not None:
        keep &= days >= np.datetime64(span.start)
    if span.end is not None:
        keep &= days <= np.datetime64(span.end)
    return keep


def _picked(series: BarSeries, keep: Bools) -> BarSeries:
    codes, source = np.unique(series.source[keep], return_inverse=True)
    picked = {name: getattr(series, name)[keep] for name in ("days", *_VALUES)}
    sources = tuple(series.sources[int(code)] for code in codes)
    return replace(series, **picked, sources=sources, source=source)


def _merged(kept: KeptBars, new: KeptBars, settled: Settled) -> KeptBars:
    """Return what is kept, with the bars that come in at their places."""
    counts = settled.inserts | settled.updates
    stays = np.ones(len(kept.series), np.bool_)
    stays[settled.place[settled.updates]] = False
    order = np.argsort(np.concatenate([kept.series.days[stays], new.series.days[counts]]))

    def together(old: Column, coming: Column) -> Column:
        return np.concatenate([old[stays], coming[counts]])[order]

    columns: dict[str, Any] = {
        name: together(getattr(kept.series, name), getattr(new.series, name)) for name in ("days", *_VALUES)
    }
    sources = tuple(dict.fromkeys((*kept.series.sources, *new.series.sources)))
    source = together(kept.series.source, new.series.source + sources.index(new.series.sources[0]))
    series = replace(new.series, **columns, sources=sources, source=source)
    return KeptBars(series, together(kept.final, new.final))


def _revisions(kept: KeptBars, rows: Ints, at: datetime) -> list[BarRevision]:
    series, days = kept.series, to_dates(kept.series.days[rows])
    return [
        BarRevision(
            symbol=series.symbol,
            day=day,
            open=_told(series.open, row),
            high=_told(series.high, row),
            low=_told(series.low, row),
            close=_told(series.close, row),
            volume=_told(series.volume, row),
            source=series.sources[int(series.source[row])],
            replaced_at=at,
        )
        for row, day in zip(rows.tolist(), days, strict=True)
    ]


def _told(column: Floats, row: int) -> float | None:
    return None if np.isnan(column[row]) else float(column[row])


def _last(series: BarSeries) -> Quote:
    day = to_date(series.days[-1])
    return Quote(
        symbol=series.symbol,
        price=float(series.close[-1]),
        at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        source=series.sources[int(series.source[-1])],
    )


def _sum(one: BarsStored, two: BarsStored) -> BarsStored:
    return BarsStored(one.rows + two.rows, one.disagreements + two.disagreements)
