"""The tokens of programs, and the end of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime

from ballast_core.access.entities import Scope, Share, Token
from ballast_core.access.errors import AccessNotFoundError
from ballast_core.access.ports import TokenStore
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Column, Table, View


class KeyState(StrEnum):
    """Whether a token or a link opens anything, and if not, why."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @classmethod
    def of(cls, key: Token | Share, now: datetime) -> Self:
        """Return the state of a token or link at this moment."""
        if key.revoked_at is not None:
            return cls("revoked")
        return cls("active" if key.active(now) else "expired")


class TokenSummary(Entity):
    """A token, without what proves it."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    in_address: bool
    state: KeyState
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    used_at: AwareDatetime | None
    revoked_at: AwareDatetime | None

    @classmethod
    def of(cls, token: Token, now: datetime) -> Self:
        """Return what may be seen of a token at this moment."""
        seen = token.model_dump(exclude={"secret_hash"})
        return cls.model_validate(seen | {"state": KeyState.of(token, now)})


class TokensView(View):
    """Tokens, newest first, with those that open nothing any more."""

    tokens: tuple[TokenSummary, ...]

    def table(self) -> Table:
        """Return a row a token."""
        rows = self.tokens
        return Table(
            "Tokens",
            (
                Column("id", [row.id for row in rows]),
                Column("name", [row.name for row in rows]),
                Column("state", [row.state.value for row in rows]),
                Column("scopes", [", ".join(row.scopes) for row in rows]),
                Column("in_address", [row.in_address for row in rows], "flag"),
                Column("created", [row.created_at for row in rows], "instant"),
                Column("expires", [row.expires_at for row in rows], "instant"),
                Column("used", [row.used_at for row in rows], "instant"),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListTokens:
    """List the tokens of programs."""

    store: TokenStore
    clock: Clock

    async def __call__(self) -> TokensView:
        """List all tokens, newest first; none when none was made."""
        now = self.clock.now()
        return TokensView(tokens=tuple(TokenSummary.of(token, now) for token in await self.store.tokens()))


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """Make a token open nothing from now on."""

    store: TokenStore
    clock: Clock

    async def __call__(self, token_id: str) -> None:
        """Revoke the token of this id; doing it again changes nothing. Raises `AccessNotFoundError`."""
        if not await self.store.revoke_token(token_id, self.clock.now()):
            raise AccessNotFoundError("token", token_id)
