"""Whether questions can be answered right now."""

from dataclasses import dataclass

from ballast_core.ops.entities import Health
from ballast_core.ops.ports import Probes


@dataclass(frozen=True, slots=True)
class CheckReady:
    """Look only at what no answer can do without."""

    probes: Probes

    async def __call__(self) -> Health:
        """Return the checks of database and tables; one that failed is an answer, not an error."""
        return Health(checks=tuple(await self.probes.essentials()))
