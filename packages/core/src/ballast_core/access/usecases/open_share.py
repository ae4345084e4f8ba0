"""What a share link shows."""

from dataclasses import dataclass
from hmac import compare_digest

from ballast_core.access.entities import Share
from ballast_core.access.errors import ShareGoneError
from ballast_core.access.ports import Secrets, ShareStore
from ballast_core.access.rules import split_share
from ballast_core.access.usecases.check_session import MARK_EVERY
from ballast_core.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class OpenShare:
    """Find the share link that somebody followed."""

    store: ShareStore
    secrets: Secrets
    clock: Clock

    async def __call__(self, secret: str) -> Share:
        """Return the link, and note its use once a minute. Raises `ShareGoneError`."""
        parts, now = split_share(secret), self.clock.now()
        if parts is None:
            raise ShareGoneError
        share_id, proof = parts
        share, hashed = await self.store.share(share_id), self.secrets.hash(proof)
        if share is None or not compare_digest(share.secret_hash, hashed) or not share.active(now):
            raise ShareGoneError
        if share.used_at is None or now - share.used_at >= MARK_EVERY:
            await self.store.mark_share_used(share_id, now)
        return share
