"""Read last closes, for values of what is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ballast_core.market.entities import Split
from ballast_core.market.ports import BarStore, ShareStore, UniverseStore
from ballast_core.market.usecases.known_instruments import by_spelling


@dataclass(frozen=True, slots=True)
class LastClose:
    """The raw close of the last session that is stored, and all splits of the instrument, oldest first."""

    symbol: str
    day: date
    close: float
    source: str
    splits: tuple[Split, ...]

    def shares_of(self, held_on: date) -> float:
        """Return how many shares one share of a day has become by the day of the close."""
        factor = 1.0
        for split in self.splits:
            if held_on < split.day <= self.day:
                factor *= split.ratio
        return factor


@dataclass(frozen=True, slots=True)
class ReadCloses:
    """Read the last close of tickers as others spell them."""

    universe: UniverseStore
    bars: BarStore
    shares: ShareStore

    async def __call__(self, tickers: Sequence[str]) -> Mapping[str, LastClose]:
        """Return the last close by ticker; one that has none is missing.

        A ticker is a symbol, or else what a provider calls an instrument of the universe.
        """
        spelled = by_spelling(await self.universe.instruments())
        symbols = {ticker: spelled.get(ticker.upper(), ticker.upper()) for ticker in tickers}
        last = await self.bars.last_bars(sorted(set(symbols.values())))
        splits = await self.shares.splits(sorted(last))
        return {
            ticker: LastClose(
                symbol=symbol,
                day=last[symbol].at.date(),
                close=last[symbol].price,
                source=last[symbol].source,
                splits=tuple(split for split in splits if split.symbol == symbol),
            )
            for ticker, symbol in symbols.items()
            if symbol in last
        }
