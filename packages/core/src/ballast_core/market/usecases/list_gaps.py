"""Where bars are missing."""

from dataclasses import dataclass

from ballast_core.market.usecases.cover_symbols import CoverSymbols
from ballast_core.market.usecases.coverage_view import GapsAsk, GapsView, SymbolGap
from ballast_core.market.usecases.known_instruments import KnownInstruments, chosen


@dataclass(frozen=True, slots=True)
class ListGaps:
    """List stretches of sessions without bars."""

    instruments: KnownInstruments
    cover: CoverSymbols

    async def __call__(self, ask: GapsAsk | None = None) -> GapsView:
        """List them by symbol and day. Raises `SymbolNotFoundError`."""
        ask = ask or GapsAsk()
        some = chosen(await self.instruments(), ask.symbols)
        found = await self.cover(some, ask.start, ask.end)
        gaps = tuple(
            SymbolGap(symbol=row.instrument.symbol, **dict(gap))
            for row in found.rows
            for gap in row.covered.gaps()
        )
        missing = sum(gap.sessions for gap in gaps)
        return GapsView(start=found.start, end=found.end, gaps=gaps, sessions=missing)
