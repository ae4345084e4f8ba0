"""The links that show models to others, and the end of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import AwareDatetime

from ballast_core.access.entities import Share
from ballast_core.access.errors import AccessNotFoundError
from ballast_core.access.ports import ShareStore
from ballast_core.access.usecases.list_tokens import KeyState
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Column, Table, View


class ShareSummary(Entity):
    """A share link, without what opens it; `models` empty: all."""

    id: str
    label: str
    models: tuple[str, ...]
    state: KeyState
    created_at: AwareDatetime
    expires_at: AwareDatetime
    used_at: AwareDatetime | None
    revoked_at: AwareDatetime | None

    @classmethod
    def of(cls, share: Share, now: datetime) -> Self:
        """Return what may be seen of a link at this moment."""
        seen = share.model_dump(exclude={"secret_hash"})
        return cls.model_validate(seen | {"state": KeyState.of(share, now)})


class SharesView(View):
    """Share links, newest first, with those that show nothing any more."""

    shares: tuple[ShareSummary, ...]

    def table(self) -> Table:
        """Return a row a link."""
        rows = self.shares
        return Table(
            "Share links",
            (
                Column("id", [row.id for row in rows]),
                Column("label", [row.label for row in rows]),
                Column("state", [row.state.value for row in rows]),
                Column("models", [", ".join(row.models) or "all" for row in rows]),
                Column("created", [row.created_at for row in rows], "instant"),
                Column("expires", [row.expires_at for row in rows], "instant"),
                Column("opened", [row.used_at for row in rows], "instant"),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListShares:
    """List the share links."""

    store: ShareStore
    clock: Clock

    async def __call__(self) -> SharesView:
        """List all links, newest first; none when none was made."""
        now = self.clock.now()
        return SharesView(shares=tuple(ShareSummary.of(share, now) for share in await self.store.shares()))


@dataclass(frozen=True, slots=True)
class RevokeShare:
    """Make a share link show nothing from now on."""

    store: ShareStore
    clock: Clock

    async def __call__(self, share_id: str) -> None:
        """Revoke the link of this id; doing it again changes nothing. Raises `AccessNotFoundError`."""
        if not await self.store.revoke_share(share_id, self.clock.now()):
            raise AccessNotFoundError("share link", share_id)
