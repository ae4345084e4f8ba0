"""Which token a text is."""

from dataclasses import dataclass
from hmac import compare_digest

from ballast_core.access.entities import Token
from ballast_core.access.errors import UnknownTokenError
from ballast_core.access.ports import Secrets, TokenStore
from ballast_core.access.rules import split_token
from ballast_core.access.usecases.check_session import MARK_EVERY
from ballast_core.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class CheckToken:
    """Find the token that a program sent."""

    store: TokenStore
    secrets: Secrets
    clock: Clock

    async def __call__(self, text: str) -> Token:
        """Return the token, and note its use once a minute. Raises `UnknownTokenError`."""
        parts, now = split_token(text), self.clock.now()
        if parts is None:
            raise UnknownTokenError
        token_id, secret = parts
        token, hashed = await self.store.token(token_id), self.secrets.hash(secret)
        if token is None or not compare_digest(token.secret_hash, hashed) or not token.active(now):
            raise UnknownTokenError
        if token.used_at is None or now - token.used_at >= MARK_EVERY:
            await self.store.mark_token_used(token_id, now)
        return token
