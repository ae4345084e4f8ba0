"""The code that proves who set this Ballast up: who reads its log owns it."""

from dataclasses import dataclass
from datetime import timedelta

from ballast_core.access.entities import SetupCode
from ballast_core.access.ports import OwnerStore, Secrets
from ballast_core.access.rules import code_shown
from ballast_core.shared.ports import Clock

SETUP_CODE_LIFE = timedelta(hours=24)
_CODE_BYTES = 10


@dataclass(frozen=True, slots=True)
class BeginSetup:
    """Make a new setup code while there is no owner."""

    owners: OwnerStore
    secrets: Secrets
    clock: Clock

    async def __call__(self) -> str | None:
        """Return a new code, good for a day, instead of the one before; None when there is an owner."""
        if await self.owners.owner() is not None:
            return None
        code = self.secrets.make(_CODE_BYTES)
        ends = self.clock.now() + SETUP_CODE_LIFE
        await self.owners.save_setup_code(SetupCode(code_hash=self.secrets.hash(code), expires_at=ends))
        return code_shown(code)


@dataclass(frozen=True, slots=True)
class HasOwner:
    """Tell whether this Ballast was set up."""

    owners: OwnerStore

    async def __call__(self) -> bool:
        """Whether there is an owner."""
        return await self.owners.owner() is not None
