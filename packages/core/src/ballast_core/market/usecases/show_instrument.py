"""One instrument, and what is stored of it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ballast_core.market.ports import BarStore, QualityStore, ShareStore
from ballast_core.market.rules.adjusting import adjusted
from ballast_core.market.usecases.cover_symbols import CoverSymbols
from ballast_core.market.usecases.history_view import RevisionsView
from ballast_core.market.usecases.instruments_view import InstrumentView
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.shared.dates import DateSpan

_BEFORE = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class ShowInstrument:
    """Show an instrument, how complete its bars are, and what happened to its shares."""

    instruments: KnownInstruments
    cover: CoverSymbols
    bars: BarStore
    shares: ShareStore
    quality: QualityStore

    async def __call__(self, symbol: str) -> InstrumentView:
        """Show one by its symbol. Raises `SymbolNotFoundError`."""
        one = await self.instruments.one(symbol)
        found = await self.cover([one], None, None)
        row = found.rows[0]
        splits = tuple(await self.shares.splits([one.symbol]))
        dividends = tuple(await self.shares.dividends([one.symbol]))
        close, change = None, None
        if row.days.size:
            last: date = row.days[-1].astype(object)
            bars = await self.bars.bars(one.symbol, DateSpan(last - _BEFORE, last))
            closes = bars.close[np.isfinite(bars.close)]
            comparable = adjusted(bars, "split", [split for split in splits if split.day <= last]).close
            comparable = comparable[np.isfinite(comparable)]
            close = float(closes[-1]) if closes.size else None
            change = float(comparable[-1] / comparable[-2] - 1) if comparable.size > 1 else None
        return InstrumentView(
            instrument=one,
            last_session=found.last_sessions[one.calendar],
            last_close=close,
            day_return=change,
            coverage=row.told(len(await self.quality.findings([one.symbol]))),
            splits=splits,
            dividends=dividends,
            revisions=len(await self.bars.revisions(one.symbol)),
        )


@dataclass(frozen=True, slots=True)
class ListRevisions:
    """List final bars of a symbol that were replaced."""

    instruments: KnownInstruments
    bars: BarStore

    async def __call__(self, symbol: str) -> RevisionsView:
        """List the newest change first. Raises `SymbolNotFoundError`."""
        one = await self.instruments.one(symbol)
        return RevisionsView(symbol=one.symbol, revisions=tuple(await self.bars.revisions(one.symbol)))
