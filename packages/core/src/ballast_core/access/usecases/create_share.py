"""A new share link, shown this once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from ballast_core.access.entities import Share
from ballast_core.access.ports import Secrets, ShareStore
from ballast_core.access.rules import Label
from ballast_core.access.usecases.list_shares import ShareSummary, SharesView
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Table, View

_ID_BYTES = 6


class ShareSpec(Entity):
    """What a link is to show, to whom, and how long; without `models` all, also later ones.

    Whether models of these names exist is for the caller to ask: access knows none.
    """

    label: Label
    models: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    expires_days: int = Field(default=30, strict=True, ge=1, le=3_650)


class NewShare(View):
    """A link and its secret, the last part of its path `/shared/<secret>`, which nothing can show again."""

    secret: str = Field(repr=False)
    share: ShareSummary

    def table(self) -> Table:
        """Return the link as one row, without its secret."""
        return SharesView(shares=(self.share,)).table()


@dataclass(frozen=True, slots=True)
class CreateShare:
    """Make a link that shows models to whoever holds it."""

    store: ShareStore
    secrets: Secrets
    clock: Clock

    async def __call__(self, spec: ShareSpec) -> NewShare:
        """Make and store a link; only the keyed hash of its secret is kept."""
        now, secret = self.clock.now(), self.secrets.make()
        share = Share(
            id=self.secrets.make(_ID_BYTES),
            label=spec.label,
            models=spec.models,
            secret_hash=self.secrets.hash(secret),
            created_at=now,
            expires_at=now + timedelta(days=spec.expires_days),
        )
        await self.store.add_share(share)
        return NewShare(secret=f"{share.id}_{secret}", share=ShareSummary.of(share, now))
