"""Bars of one symbol, adjusted when they are read."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import BarSeries, Instrument
from ballast_core.market.ports import BarStore, QualityStore, ShareStore
from ballast_core.market.rules.adjusting import adjusted
from ballast_core.market.rules.coverage import cover
from ballast_core.market.rules.merging import together
from ballast_core.market.rules.sessions import expected_days
from ballast_core.market.usecases.cover_symbols import CoverSymbols
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
        one = await self.instruments.one(ask.symbol)
        sittings = await self.cover.sittings({one.calendar}, ask.start)
        last = sittings.last[one.calendar]
        start, end = _span(ask, one, last)
        # A dividend is measured by the close before, so all of the later ones must be there.
        whole = DateSpan(start, None if ask.adjust == "total_return" else end)
        bars = await self.bars.bars(one.symbol, whole)
        today = self.cover.clock.now().date()
        splits = [split for split in await self.shares.splits([one.symbol]) if split.day <= today]
        dividends = [paid for paid in await self.shares.dividends([one.symbol]) if paid.day <= today]
        shown = _until(adjusted(bars, ask.adjust, splits, dividends), end)
        first = start or (to_date(shown.days[0]) if len(shown) else end or last)
        expected = shown.days[:0]
        if first and last:
            sessions = sittings.sessions[one.calendar]
            if sessions.days.size == 0 or first < to_date(sessions.days[0]):
                sessions = (await self.cover.sittings({one.calendar}, first)).sessions[one.calendar]
            expected = expected_days(sessions, one, first, end or last, last)
        within = DateSpan(first, end) if first else DateSpan(None, end)
        size = -(-len(shown) // ask.points) if ask.points else 1
        rows = together(shown, size)
        return HistoryView(
            symbol=one.symbol,
            name=one.name,
            calendar=one.calendar,
            currency=one.currency,
            adjust=ask.adjust,
            start=first,
            end=min(end, last) if end and last else (end or last),
            days=to_dates(rows.days),
            open=_or_none(rows.open),
            high=_or_none(rows.high),
            low=_or_none(rows.low),
            close=_or_none(rows.close),
            volume=_or_none(rows.volume),
            source=[rows.sources[at] for at in rows.source.tolist()],
            splits=tuple(split for split in splits if split.day in within),
            dividends=tuple(paid for paid in dividends if paid.day in within),
            gaps=cover(expected, shown.days).gaps(),
            findings=tuple(await self.quality.findings([one.symbol], within)),
            expected=int(expected.size),
            raw_points=len(shown),
            sent_points=len(rows),
            sessions_per_row=max(size, 1),
            notes=_notes(one, len(shown), size, expected),
        )


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


def _notes(one: Instrument, bars: int, size: int, expected: Days) -> tuple[str, ...]:
    notes: list[str] = []
    if not bars:
        said = f"`ballast market backfill --symbols {one.symbol}` fetches them" if expected.size else ""
        notes.append(f"There are no bars of {one.symbol} in these days" + (f"; {said}." if said else "."))
    if size > 1:
        notes.append(f"Each row is {size} sessions together, {bars:,} in all; ask for points=0 to get all.")
    if one.delisted:
        notes.append(
            f"{one.symbol} was delisted on {one.delisted}"
            + (f"; its successor is {one.successor}." if one.successor else ".")
        )
    return tuple(notes)
