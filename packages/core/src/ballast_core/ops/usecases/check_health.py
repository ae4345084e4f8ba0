"""Whether all that Ballast stands on is well."""

from dataclasses import dataclass

from ballast_core.ops.entities import Health
from ballast_core.ops.ports import Probes


@dataclass(frozen=True, slots=True)
class CheckHealth:
    """Look at what Ballast stands on."""

    probes: Probes

    async def __call__(self) -> Health:
        """Return every check; one that failed is an answer, not an error."""
        return Health(checks=tuple(await self.probes.checks()))
