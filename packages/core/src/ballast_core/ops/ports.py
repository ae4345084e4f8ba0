"""What the look at the running program needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from ballast_core.ops.entities import Check, PoolUse


class Probes(Protocol):
    """Looks at what Ballast stands on."""

    async def checks(self) -> Sequence[Check]:
        """Return what was found, in the order in which it was looked at; raises nothing."""
        ...

    async def essentials(self) -> Sequence[Check]:
        """Return only what no answer can do without: the database and its tables; raises nothing."""
        ...

    def pool(self) -> PoolUse:
        """Return how many connections to the database there are, without asking it."""
        ...
