"""Find instruments of the universe by their symbols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ballast_core.market.entities import Instrument
from ballast_core.market.errors import SymbolNotFoundError
from ballast_core.market.ports import UniverseStore


@dataclass(frozen=True, slots=True)
class KnownInstruments:
    """Look symbols up in the universe."""

    universe: UniverseStore

    async def __call__(self) -> Mapping[str, Instrument]:
        """Return all by symbol."""
        return {one.symbol: one for one in await self.universe.instruments()}

    async def one(self, symbol: str) -> Instrument:
        """Return one of them, however its symbol is spelled. Raises `SymbolNotFoundError`."""
        wanted = symbol.strip().upper()
        return await self.universe.instrument(wanted) or chosen(await self(), [wanted])[0]


def chosen(known: Mapping[str, Instrument], symbols: Sequence[str]) -> list[Instrument]:
    """Return instruments in the order of their symbols, all without any. Raises `SymbolNotFoundError`."""
    if not symbols:
        return list(known.values())
    wanted = [symbol.strip().upper() for symbol in symbols]
    for symbol in wanted:
        if symbol not in known:
            raise SymbolNotFoundError(symbol, get_close_matches(symbol, known, 2))
    return [known[symbol] for symbol in dict.fromkeys(wanted)]


def by_spelling(instruments: Sequence[Instrument]) -> Mapping[str, str]:
    """Return the symbol of each symbol, and of whatever a provider calls an instrument, in large letters."""
    spelled = {name.upper(): one.symbol for one in instruments for name in one.spellings.values()}
    return spelled | {one.symbol: one.symbol for one in instruments}
