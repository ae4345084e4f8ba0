"""How the slices of market data ask a server."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from ballast_adapters.remote.server import Parameters, Server


@dataclass(frozen=True, slots=True)
class Asking:
    """A server, and how to put a question to it; a slice inherits it and adds no field."""

    server: Server

    async def ask[V: BaseModel](self, kind: type[V], path: str, parameters: Parameters | None = None) -> V:
        """Return the view that answers."""
        return self.server.read(kind, await self.server.get(path, parameters))


def parameters_of(ask: BaseModel | None) -> Parameters:
    """Return what an ask says beyond its defaults, as an address spells it."""
    return ask.model_dump(mode="json", exclude_defaults=True) if ask else {}


def day_or_none(day: date | None) -> str | None:
    """Return a day as an address spells it."""
    return day.isoformat() if day else None
