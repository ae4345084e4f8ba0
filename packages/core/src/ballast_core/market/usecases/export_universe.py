"""Show the universe as files have it."""

from dataclasses import dataclass

from ballast_core.market.ports import UniverseStore
from ballast_core.market.usecases.universe_view import UniverseKind, UniverseView


@dataclass(frozen=True, slots=True)
class ExportUniverse:
    """Give out what is to be known of; as CSV it can be imported again."""

    universe: UniverseStore

    async def __call__(self, kind: UniverseKind = "instruments") -> UniverseView:
        """Give out all of a kind; nothing before the first import."""
        match kind:
            case "instruments":
                return UniverseView(kind=kind, instruments=tuple(await self.universe.instruments()))
            case "indicators":
                return UniverseView(kind=kind, indicators=tuple(await self.universe.indicators()))
            case "recurring":
                return UniverseView(kind=kind, recurring=tuple(await self.universe.recurring()))
