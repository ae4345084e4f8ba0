"""A new token, shown this once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from ballast_core.access.entities import Scope, Token
from ballast_core.access.ports import Secrets, TokenStore
from ballast_core.access.rules import Label
from ballast_core.access.usecases.list_tokens import TokenSummary, TokensView
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Table, View

_ID_BYTES = 6


def _once_each(scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
    return tuple(scope for scope in Scope if scope in scopes)


class TokenSpec(Entity):
    """What a token is to be: a name, what it may do, how long; forever without `expires_days`."""

    name: Label
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1), AfterValidator(_once_each)] = (Scope.READ,)
    expires_days: int | None = Field(default=None, strict=True, ge=1, le=3_650)
    in_address: bool = Field(default=False, strict=True)

    @model_validator(mode="after")
    def _only_reading_in_an_address(self) -> Self:
        if self.in_address and self.scopes != (Scope.READ,):
            raise ValueError("only a token with the scope read alone may stand in an address")
        return self


class NewToken(View):
    """A token and its text `ballast_<id>_<secret>`, which nothing can show again."""

    secret: str = Field(repr=False)
    token: TokenSummary

    def table(self) -> Table:
        """Return the token as one row, without its text."""
        return TokensView(tokens=(self.token,)).table()


@dataclass(frozen=True, slots=True)
class CreateToken:
    """Make a token for a program."""

    store: TokenStore
    secrets: Secrets
    clock: Clock

    async def __call__(self, spec: TokenSpec) -> NewToken:
        """Make and store a token; only its keyed hash is kept."""
        now, secret = self.clock.now(), self.secrets.make()
        token = Token(
            id=self.secrets.make(_ID_BYTES),
            name=spec.name,
            scopes=spec.scopes,
            in_address=spec.in_address,
            secret_hash=self.secrets.hash(secret),
            created_at=now,
            expires_at=None if spec.expires_days is None else now + timedelta(days=spec.expires_days),
        )
        await self.store.add_token(token)
        return NewToken(secret=f"ballast_{token.id}_{secret}", token=TokenSummary.of(token, now))
