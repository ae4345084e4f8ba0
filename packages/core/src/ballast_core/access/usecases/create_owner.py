"""The owner's beginning: a setup code and a first password."""

from dataclasses import dataclass
from hmac import compare_digest

from ballast_core.access.entities import Owner
from ballast_core.access.errors import OwnerExistsError, WrongSetupCodeError
from ballast_core.access.ports import OwnerStore, Secrets
from ballast_core.access.rules import code_typed
from ballast_core.access.usecases.set_password import HashPassword
from ballast_core.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class CreateOwner:
    """Make whoever has the setup code the owner."""

    owners: OwnerStore
    hash_password: HashPassword
    secrets: Secrets
    clock: Clock

    async def __call__(self, code: str, password: str) -> None:
        """Store the owner; of two at once one wins.

        Raises `OwnerExistsError`, `WrongSetupCodeError`, `WeakPasswordError`.
        """
        if await self.owners.owner() is not None:
            raise OwnerExistsError
        known, now = await self.owners.setup_code(), self.clock.now()
        typed = self.secrets.hash(code_typed(code))
        if known is None or not compare_digest(typed, known.code_hash) or now >= known.expires_at:
            raise WrongSetupCodeError
        hashed = await self.hash_password(password)
        await self.owners.create_owner(Owner(password_hash=hashed, created_at=now, password_changed_at=now))
