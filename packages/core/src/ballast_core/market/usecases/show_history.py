"""Bars of one symbol, adjusted when they are read."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ballast_core.market.entities import BarSeries, Dividend, Instrument
from ballast_core.market.ports import BarStore, QualityStore, ShareStore
from ballast_core.market.rules.adjusting import adjusted
from ballast_core.market.rules.coverage import cover
from ballast_core.market.rules.merging import together
from ballast_core.market.rules.sessions import expected_days
from ballast_core.market.usecases.cover_symbols import NO_DAYS, CoverSymbols
from ballast_core.market.usecases.history_view import HistoryAsk, HistoryView
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.shared.arrays import Days, Floats, to_date, to_dates
from ballast_core.shared.dates import DateSpan, period_start


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Show bars of a symbol, and what is missing or wrong among them."""

    instruments: KnownInstruments
    cover: CoverSymbols
    bars: BarStore
    shares: ShareStore
    quality: QualityStore

    async def __call__(self, ask: HistoryAsk | str) -> HistoryView:
        """Show the bars; a symbol alone asks for a year, adjusted for splits. Raises `SymbolNotFoundError`.

        A period runs back from the last complete session, or from the day on which it was delisted.
        """
        ask = HistoryAsk(symbol=ask) if isinstance(ask, str) else ask
        one, splits, dividends = await asyncio.gather(
            self.instruments.one(ask.symbol),
            self.shares.splits([ask.symbol]),
            self.shares.dividends([ask.symbol]),
        )
        sittings = await self.cover.sittings({one.calendar}, ask.start)
        last = sittings.last[one.calendar]
        start, end = _span(ask, one, last)
        # A dividend is measured by the close before, so all of the later ones must be there.
        whole = DateSpan(start, None if ask.adjust == "total_return" else end)
        raw, findings = await asyncio.gather(
            self.bars.bars(one.symbol, whole), self.quality.findings([one.symbol], DateSpan(start, end))
        )
        today = self.cover.clock.now().date()
        splits = [split for split in splits if split.day <= today]
        dividends = [paid for paid in dividends if paid.day <= today]
        ours = [paid for paid in dividends if paid.currency == one.currency]
        bars = _until(adjusted(raw, ask.adjust, splits, ours), end)
        first = start or (to_date(bars.days[0]) if len(bars) else end or last)
        until = min(end, last) if end and last else (end or last)
        expected = await self._expected(one, first, until, last)
        within = DateSpan(first, end)
        size = max(-(-len(bars) // ask.points) if ask.points else 1, 1)
        return HistoryView(
            symbol=one.symbol,
            name=one.name,
            calendar=one.calendar,
            currency=one.currency,
            adjust=ask.adjust,
            start=first,
            end=until,
            **_columns(together(bars, size)),
            splits=tuple(split for split in splits if split.day in within),
            dividends=tuple(paid for paid in dividends if paid.day in within),
            gaps=cover(expected, bars.days).gaps(),
            findings=tuple(findings),
            expected=int(expected.size),
            raw_points=len(bars),
            sent_points=-(-len(bars) // size),
            sessions_per_row=size,
            notes=(
                *_notes(one, len(bars), size, expected),
                *_left_out(ask, one, [paid for paid in dividends if paid.day in within]),
            ),
        )

    async def _expected(
        self, one: Instrument, first: date | None, until: date | None, last: date | None
    ) -> Days:
        if first is None or until is None:
            return NO_DAYS
        sittings = await self.cover.sittings({one.calendar}, first)
        return expected_days(sittings.sessions[one.calendar], one, first, until, last)


def _columns(bars: BarSeries) -> dict[str, Any]:
    return {
        "days": to_dates(bars.days),
        "open": _or_none(bars.open),
        "high": _or_none(bars.high),
        "low": _or_none(bars.low),
        "close": _or_none(bars.close),
        "volume": _or_none(bars.volume),
        "source": [bars.sources[at] for at in bars.source.tolist()],
    }


def _span(ask: HistoryAsk, one: Instrument, last: date | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that are asked for; None for an open side."""
    if ask.start or ask.end:
        return ask.start, ask.end
    until = min(last, one.delisted) if last and one.delisted else (one.delisted or last)
    return (period_start(ask.period, until) if until else None), None


def _until(series: BarSeries, end: date | None) -> BarSeries:
    if end is None or not len(series) or series.days[-1] <= np.datetime64(end, "D"):
        return series
    most = int(np.searchsorted(series.days, np.datetime64(end, "D"), side="right"))
    return BarSeries(
        series.symbol,
        series.days[:most],
        series.open[:most],
        series.high[:most],
        series.low[:most],
        series.close[:most],
        series.volume[:most],
        series.vwap[:most],
        series.trades[:most],
        series.sources,
        series.source[:most],
    )


def _or_none(values: Floats) -> list[float | None]:
    known: list[float | None] = values.tolist()
    for at in np.flatnonzero(~np.isfinite(values)).tolist():
        known[at] = None
    return known


def _left_out(ask: HistoryAsk, one: Instrument, dividends: Sequence[Dividend]) -> tuple[str, ...]:
    """Tell of dividends that are no part of the total return: nobody here knows what currencies are worth."""
    others = [paid for paid in dividends if paid.currency != one.currency]
    if ask.adjust != "total_return" or not others:
        return ()
    named = ", ".join(sorted({paid.currency for paid in others}))
    return (f"{len(others):,} dividends in {named} are left out; prices are in {one.currency}.",)


def _notes(one: Instrument, bars: int, size: int, expected: Days) -> tuple[str, ...]:
    notes: list[str] = []
    if not bars:
        said = f"`ballast market backfill {one.symbol}` fetches them" if expected.size else ""
        notes.append(f"There are no bars of {one.symbol} in these days" + (f"; {said}." if said else "."))
    if size > 1:
        notes.append(f"Each row is {size} sessions together, {bars:,} in all; ask for points=0 to get all.")
    if one.delisted:
        notes.append(
            f"{one.symbol} was delisted on {one.delisted}"
            + (f"; its successor is {one.successor}." if one.successor else ".")
        )
    return tuple(notes)
