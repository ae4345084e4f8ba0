"""How busy the connections to the database are."""

from dataclasses import dataclass

from ballast_core.ops.entities import PoolUse
from ballast_core.ops.ports import Probes


@dataclass(frozen=True, slots=True)
class ShowPool:
    """Count connections; quick, and right also when the database is away."""

    probes: Probes

    def __call__(self) -> PoolUse:
        """Return how many connections are kept at most, and how many are at work."""
        return self.probes.pool()
