"""Whether anything that answers about market data rest on has changed."""

from dataclasses import dataclass, field

from ballast_core.market.ports import UniverseStore
from ballast_core.market.usecases.cover_symbols import CoverSymbols


@dataclass(frozen=True, slots=True)
class ShowMarketRevision:
    """Tell what answers rest on: what is stored, and which sessions are over."""

    universe: UniverseStore
    cover: CoverSymbols
    _calendars: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    async def __call__(self) -> str:
        """Return a text that changes when stored data changes, or another session is complete."""
        revision = await self.universe.revision()
        if revision not in self._calendars:
            calendars = frozenset(one.calendar for one in await self.universe.instruments())
            self._calendars.clear()  # the calendars of one revision are enough
            self._calendars[revision] = calendars
        sittings = await self.cover.sittings(set(self._calendars[revision]), None)
        return " ".join((revision, *(f"{name}:{day}" for name, day in sorted(sittings.last.items()))))
