"""What the look at the running program needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from ballast_core.ops.entities import Check


class Probes(Protocol):
    """Looks at what Ballast stands on."""

    async def checks(self) -> Sequence[Check]:
        """Return what was found, in the order in which it was looked at; raises nothing."""
        ...
