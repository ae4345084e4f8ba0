"""A new password: by who knows the old one, or by who has the machine."""

from dataclasses import dataclass
from hmac import compare_digest

from ballast_core.access.entities import Owner
from ballast_core.access.errors import WeakPasswordError, WrongPasswordError
from ballast_core.access.ports import OwnerStore, Passwords, Secrets, SessionStore
from ballast_core.access.rules import canonical, code_typed, weakness
from ballast_core.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class HashPassword:
    """Hash a password that was chosen, unless it is guessed too soon."""

    owners: OwnerStore
    passwords: Passwords
    secrets: Secrets

    async def __call__(self, password: str) -> str:
        """Return the hash to keep. Raises `WeakPasswordError`."""
        password = canonical(password)
        if why := weakness(password):
            raise WeakPasswordError(why)
        code = await self.owners.setup_code()
        if code and compare_digest(code.code_hash, self.secrets.hash(code_typed(password))):
            raise WeakPasswordError("it is the setup code, which stands in the log")
        return await self.passwords.hash(password)


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Set the password without the old one: for who has the machine itself."""

    owners: OwnerStore
    sessions: SessionStore
    hash_password: HashPassword
    clock: Clock

    async def __call__(self, password: str) -> None:
        """Create the owner or replace the password, and end all sessions. Raises `WeakPasswordError`."""
        hashed, now = await self.hash_password(password), self.clock.now()
        before = await self.owners.owner()
        created = before.created_at if before else now
        await self.owners.save_owner(Owner(password_hash=hashed, created_at=created, password_changed_at=now))
        await self.sessions.end_sessions()


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Change the password from a browser that is signed in."""

    owners: OwnerStore
    sessions: SessionStore
    passwords: Passwords
    hash_password: HashPassword
    clock: Clock

    async def __call__(self, old: str, new: str, keep_session_id: str) -> None:
        """Replace the password, and end all sessions but this one.

        Raises `WrongPasswordError`, `WeakPasswordError`.
        """
        owner = await self.owners.owner()
        right = await self.passwords.verify(canonical(old), owner.password_hash if owner else "")
        if owner is None or not right:
            raise WrongPasswordError
        hashed = await self.hash_password(new)
        changed = {"password_hash": hashed, "password_changed_at": self.clock.now()}
        await self.owners.save_owner(owner.model_copy(update=changed))
        await self.sessions.end_sessions(but=keep_session_id)
