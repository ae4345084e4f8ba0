"""The owner, what proves who asks, and the record of what was done."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from ballast_core.shared.entity import Entity


class Scope(StrEnum):
    """What a token may do; `admin` may do everything, the others only what they name."""

    READ = "read"
    INGEST = "ingest"
    ADMIN = "admin"


class Owner(Entity):
    """The one person whom this Ballast belongs to; `password_hash` is argon2's own text."""

    password_hash: str = Field(repr=False)
    created_at: AwareDatetime
    password_changed_at: AwareDatetime


class SetupCode(Entity):
    """What the log printed for whoever sets this Ballast up; only its keyed hash is kept."""

    code_hash: str = Field(repr=False)
    expires_at: AwareDatetime


class Session(Entity):
    """A browser that signed in. `id` is public; `secret_hash` is a keyed hash of what its cookie holds.

    It ends at `ends_at` at the latest, and before when nothing was asked for a while.
    `rotated_at` is when it last got a new secret; `former_hash` is the one before, good for seconds only,
    because a page's requests cross one another.
    """

    id: str
    secret_hash: str = Field(repr=False)
    former_hash: str = Field(default="", repr=False)
    csrf_token: str = Field(repr=False)
    agent: str
    address: str
    created_at: AwareDatetime
    seen_at: AwareDatetime
    rotated_at: AwareDatetime
    ends_at: AwareDatetime


class Token(Entity):
    """A program that may ask: `ballast_<id>_<secret>`, of which only a keyed hash is kept.

    `in_address` allows `?token=` for a client that cannot send headers; only one that merely reads has it.
    """

    id: str
    name: str
    scopes: tuple[Scope, ...]
    in_address: bool = False
    secret_hash: str = Field(repr=False)
    created_at: AwareDatetime
    expires_at: AwareDatetime | None = None
    used_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def allows(self, scope: Scope) -> bool:
        """Whether it is for this."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


class Share(Entity):
    """A link that shows models to whoever holds it, without a single amount.

    `models` empty: all models, also later ones. Only a keyed hash of the link's secret is kept.
    """

    id: str
    label: str
    models: tuple[str, ...]
    secret_hash: str = Field(repr=False)
    created_at: AwareDatetime
    expires_at: AwareDatetime
    used_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether it shows anything at this moment."""
        return self.revoked_at is None and now < self.expires_at


class Outcome(StrEnum):
    """How a try to change something ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Action(Entity):
    """One try to change something: who, what, on what, from where, and how it ended; never a secret."""

    at: AwareDatetime
    actor: str
    action: str
    subject: str = ""
    address: str = ""
    outcome: Outcome
    detail: str = ""
