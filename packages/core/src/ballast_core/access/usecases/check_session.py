"""Who a cookie belongs to; on the way its secret is renewed."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from ballast_core.access.entities import Session
from ballast_core.access.errors import SignInNeededError
from ballast_core.access.ports import Secrets, SessionStore
from ballast_core.access.usecases.sign_in import AccessLimits
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock

MARK_EVERY = timedelta(minutes=1)
ROTATE_EVERY = timedelta(minutes=15)
FORMER_LIFE = timedelta(seconds=60)


class Checked(Entity):
    """A session that is good, and its new secret where it has just got one, for the cookie."""

    session: Session
    fresh_secret: str | None = Field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CheckSession:
    """Find the session that a cookie's secret opens."""

    sessions: SessionStore
    secrets: Secrets
    clock: Clock
    limits: AccessLimits

    async def __call__(self, secret: str) -> Checked:
        """Return the session, and a new secret every quarter of an hour. Raises `SignInNeededError`.

        The former secret stays good for a minute: the requests of a page cross one another. Of two requests
        that come when a new secret is due, one gets it.
        """
        hashed = self.secrets.hash(secret)
        session = await self._good(hashed)
        now = self.clock.now()
        if session.secret_hash == hashed and now - session.rotated_at >= ROTATE_EVERY:
            return await self._rotate(session)
        if now - session.seen_at >= MARK_EVERY:
            await self.sessions.mark_session_seen(session.id, now)
            session = session.model_copy(update={"seen_at": now})
        return Checked(session=session)

    async def _good(self, hashed: str) -> Session:
        session, now = await self.sessions.session(hashed), self.clock.now()
        if session is None:
            raise SignInNeededError
        if self.limits.over(session, now):
            await self.sessions.end_session(session.id)
            raise SignInNeededError
        if session.secret_hash != hashed and now - session.rotated_at >= FORMER_LIFE:
            raise SignInNeededError
        return session

    async def _rotate(self, session: Session) -> Checked:
        fresh, now = self.secrets.make(), self.clock.now()
        renewed = session.model_copy(
            update={
                "secret_hash": self.secrets.hash(fresh),
                "former_hash": session.secret_hash,
                "seen_at": now,
                "rotated_at": now,
            }
        )
        if await self.sessions.rotate_session(renewed, session.secret_hash):
            return Checked(session=renewed, fresh_secret=fresh)
        return Checked(session=await self._good(session.secret_hash))
