"""Take an instrument into the universe, change it, or take it out."""

from dataclasses import dataclass

from ballast_core.market.entities import Instrument
from ballast_core.market.errors import SymbolNotFoundError
from ballast_core.market.ports import UniverseStore
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Calendars, Clock, EventChannel


@dataclass(frozen=True, slots=True)
class SaveInstrument:
    """Take an instrument into the universe, in place of a former one of its symbol."""

    universe: UniverseStore
    calendars: Calendars
    channel: EventChannel
    clock: Clock

    async def __call__(self, instrument: Instrument) -> Instrument:
        """Store it and return it; its bars come with the next run. Raises `NoCalendarError`."""
        now = self.clock.now()
        await self.calendars.sessions(instrument.calendar, now.date(), now.date())
        await self.universe.save([instrument])
        await self.channel.publish([Event(topic="coverage", subject=instrument.symbol, at=now)])
        return instrument


@dataclass(frozen=True, slots=True)
class RemoveInstrument:
    """Take an instrument out of the universe."""

    universe: UniverseStore
    channel: EventChannel
    clock: Clock

    async def __call__(self, symbol: str) -> Instrument:
        """Take it out and return what it was; its bars stay. Raises `SymbolNotFoundError`."""
        wanted = symbol.strip().upper()
        found = next((one for one in await self.universe.instruments() if one.symbol == wanted), None)
        if found is None or not await self.universe.remove(wanted):
            raise SymbolNotFoundError(wanted)
        await self.channel.publish([Event(topic="coverage", subject=wanted, at=self.clock.now())])
        return found
