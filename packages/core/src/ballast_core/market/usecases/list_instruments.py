"""The universe: its instruments, and its sectors."""

from collections import defaultdict
from dataclasses import dataclass

from ballast_core.market.entities import Instrument, Quote
from ballast_core.market.ports import BarStore, UniverseStore
from ballast_core.market.usecases.instruments_view import (
    InstrumentsAsk,
    InstrumentsView,
    ListedInstrument,
    SectorSummary,
    SectorsView,
)


@dataclass(frozen=True, slots=True)
class ListInstruments:
    """List instruments with their last close."""

    universe: UniverseStore
    bars: BarStore

    async def __call__(self, ask: InstrumentsAsk | None = None) -> InstrumentsView:
        """Return those that are asked for by symbol; none before a universe is imported."""
        ask = ask or InstrumentsAsk()
        universe = await self.universe.instruments()
        wanted = [one for one in universe if _meets(one, ask)]
        last = await self.bars.last_bars([one.symbol for one in wanted])
        rows = tuple(_listed(one, last.get(one.symbol)) for one in wanted)
        return InstrumentsView(instruments=rows, universe=len(universe))


@dataclass(frozen=True, slots=True)
class ListSectors:
    """List sectors and who is in them."""

    universe: UniverseStore

    async def __call__(self) -> SectorsView:
        """Return all sectors by name, the empty one for instruments without."""
        sectors: defaultdict[str, list[Instrument]] = defaultdict(list)
        for one in await self.universe.instruments():
            sectors[one.sector].append(one)
        return SectorsView(
            sectors=tuple(
                SectorSummary(
                    sector=sector,
                    instruments=len(some),
                    kinds=tuple(sorted({one.kind for one in some})),
                    symbols=tuple(one.symbol for one in some),
                )
                for sector, some in sorted(sectors.items())
            )
        )


def _meets(one: Instrument, ask: InstrumentsAsk) -> bool:
    searched = ask.search.strip().casefold()
    return (
        (ask.sector is None or one.sector.casefold() == ask.sector.casefold())
        and (ask.kind is None or one.kind is ask.kind)
        and (ask.category is None or ask.category in one.categories)
        and (searched in one.symbol.casefold() or searched in one.name.casefold())
    )


def _listed(one: Instrument, last: Quote | None) -> ListedInstrument:
    if last is None:
        return ListedInstrument(instrument=one)
    return ListedInstrument(
        instrument=one, last_day=last.at.date(), last_close=last.price, source=last.source
    )
