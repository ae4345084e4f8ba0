"""The browsers that are signed in, and the end of one."""

from dataclasses import dataclass

from pydantic import AwareDatetime

from ballast_core.access.entities import Session
from ballast_core.access.errors import AccessNotFoundError
from ballast_core.access.ports import SessionStore
from ballast_core.access.usecases.sign_in import AccessLimits
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Column, Table, View


class SessionSummary(Entity):
    """A signed-in browser, without what proves it."""

    id: str
    agent: str
    address: str
    created_at: AwareDatetime
    seen_at: AwareDatetime
    ends_at: AwareDatetime


class SessionsView(View):
    """Signed-in browsers, the one seen last first."""

    sessions: tuple[SessionSummary, ...]

    def table(self) -> Table:
        """Return a row a browser."""
        rows = self.sessions
        return Table(
            "Signed-in browsers",
            (
                Column("id", [row.id for row in rows]),
                Column("seen", [row.seen_at for row in rows], "instant"),
                Column("since", [row.created_at for row in rows], "instant"),
                Column("ends", [row.ends_at for row in rows], "instant"),
                Column("address", [row.address for row in rows]),
                Column("browser", [row.agent for row in rows]),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListSessions:
    """List the browsers that are signed in."""

    store: SessionStore
    clock: Clock
    limits: AccessLimits

    async def __call__(self) -> SessionsView:
        """List sessions that are not over; none when nobody is signed in."""
        now = self.clock.now()
        stored = await self.store.sessions()
        return SessionsView(sessions=tuple(_summary(one) for one in stored if not self.limits.over(one, now)))


@dataclass(frozen=True, slots=True)
class EndSession:
    """Sign a browser out."""

    store: SessionStore

    async def __call__(self, session_id: str) -> None:
        """End the session of this id. Raises `AccessNotFoundError`."""
        if not await self.store.end_session(session_id):
            raise AccessNotFoundError("session", session_id)


def _summary(session: Session) -> SessionSummary:
    return SessionSummary.model_validate(session.model_dump(include=set(SessionSummary.model_fields)))
