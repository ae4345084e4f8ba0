"""A browser's way in: the password, for a secret that its cookie holds from then on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import Field

from ballast_core.access.entities import Owner, Session
from ballast_core.access.errors import WrongPasswordError
from ballast_core.access.ports import OwnerStore, Passwords, Secrets, SessionStore
from ballast_core.access.rules import canonical, plain
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock

_ID_BYTES = 6
_AGENT_LENGTH = 300
_ADDRESS_LENGTH = 80


@dataclass(frozen=True, slots=True)
class AccessLimits:
    """When a session ends: after so long without a request (`idle`), and after so long in any case."""

    idle: timedelta = timedelta(days=7)
    absolute: timedelta = timedelta(days=30)

    def over(self, session: Session, now: datetime) -> bool:
        """Whether a session has ended by this moment."""
        return now >= session.ends_at or now - session.seen_at >= self.idle


class SignedIn(Entity):
    """A session that has just begun, and the secret by which its browser is known; shown this once."""

    secret: str = Field(repr=False)
    session: Session


@dataclass(frozen=True, slots=True)
class SignIn:
    """Begin a session for who knows the password."""

    owners: OwnerStore
    sessions: SessionStore
    passwords: Passwords
    secrets: Secrets
    clock: Clock
    limits: AccessLimits

    async def __call__(self, password: str, agent: str = "", address: str = "") -> SignedIn:
        """Begin a session. Raises `WrongPasswordError`, equally late whether or not there is an owner."""
        owner = await self.owners.owner()
        right = await self.passwords.verify(canonical(password), owner.password_hash if owner else "")
        if owner is None or not right:
            raise WrongPasswordError
        await self._forget_ended()
        secret = self.secrets.make()
        session = self._session(secret, agent, address)
        await self.sessions.add_session(session)
        if await self._changed(owner):
            await self.sessions.end_session(session.id)
            raise WrongPasswordError
        return SignedIn(secret=secret, session=session)

    def _session(self, secret: str, agent: str, address: str) -> Session:
        now = self.clock.now()
        return Session(
            id=self.secrets.make(_ID_BYTES),
            secret_hash=self.secrets.hash(secret),
            csrf_token=self.secrets.make(),
            agent=plain(agent, _AGENT_LENGTH),
            address=plain(address, _ADDRESS_LENGTH),
            created_at=now,
            seen_at=now,
            rotated_at=now,
            ends_at=now + self.limits.absolute,
        )

    async def _changed(self, owner: Owner) -> bool:
        # Who changes the password ends all sessions after that, and may have missed this one.
        now = await self.owners.owner()
        return now is None or now.password_hash != owner.password_hash

    async def _forget_ended(self) -> None:
        now = self.clock.now()
        for session in await self.sessions.sessions():
            if self.limits.over(session, now):
                await self.sessions.end_session(session.id)
