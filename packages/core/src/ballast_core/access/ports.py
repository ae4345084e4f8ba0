"""What access needs from outside. Every method is atomic and keeps nothing but hashes of secrets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ballast_core.access.entities import Action, Owner, Session, SetupCode, Share, Token


class OwnerStore(Protocol):
    """Keeps the one owner, and the setup code before there is one."""

    async def owner(self) -> Owner | None:
        """Return the owner, or None before there is one."""
        ...

    async def create_owner(self, owner: Owner) -> None:
        """Store the first owner and forget the setup code. Raises `OwnerExistsError`; of two one wins."""
        ...

    async def save_owner(self, owner: Owner) -> None:
        """Store the owner, whether there was one or not; and forget the setup code."""
        ...

    async def setup_code(self) -> SetupCode | None:
        """Return the code that was stored last, or None."""
        ...

    async def save_setup_code(self, code: SetupCode) -> None:
        """Store a code; the one before counts no more."""
        ...


class SessionStore(Protocol):
    """Keeps the sessions of the owner."""

    async def session(self, secret_hash: str) -> Session | None:
        """Return the session with this hash, be it the present or the former one; or None."""
        ...

    async def sessions(self) -> Sequence[Session]:
        """Return all that are stored, the one seen last first."""
        ...

    async def add_session(self, session: Session) -> None:
        """Store a new session."""
        ...

    async def mark_session_seen(self, session_id: str, at: datetime) -> None:
        """Note when it was last used; does nothing when there is none, or a later use is noted."""
        ...

    async def rotate_session(self, session: Session, from_hash: str) -> bool:
        """Replace a session whose present hash still is `from_hash`; tell whether it was."""
        ...

    async def end_session(self, session_id: str) -> bool:
        """Forget a session; tell whether there was one."""
        ...

    async def end_sessions(self, *, but: str = "") -> int:
        """Forget all sessions, save the one with this id; return how many."""
        ...


class TokenStore(Protocol):
    """Keeps the tokens of programs; a revoked one stays to be seen."""

    async def token(self, token_id: str) -> Token | None:
        """Return the token with this id, or None."""
        ...

    async def tokens(self) -> Sequence[Token]:
        """Return all tokens, the newest first."""
        ...

    async def add_token(self, token: Token) -> None:
        """Store a new token."""
        ...

    async def revoke_token(self, token_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        ...

    async def mark_token_used(self, token_id: str, at: datetime) -> None:
        """Note when a token was last used; does nothing when there is none, or a later use is noted."""
        ...


class ShareStore(Protocol):
    """Keeps share links; a revoked one stays to be seen."""

    async def share(self, share_id: str) -> Share | None:
        """Return the share link with this id, or None."""
        ...

    async def shares(self) -> Sequence[Share]:
        """Return all share links, the newest first."""
        ...

    async def add_share(self, share: Share) -> None:
        """Store a new share link."""
        ...

    async def revoke_share(self, share_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        ...

    async def mark_share_used(self, share_id: str, at: datetime) -> None:
        """Note when a link was last opened; does nothing when there is none, or a later use is noted."""
        ...


class ActionStore(Protocol):
    """Keeps the record of what was done; nothing ever changes in it."""

    async def add_action(self, action: Action) -> None:
        """Add one at the end."""
        ...

    async def actions(self, limit: int, offset: int) -> Sequence[Action]:
        """Return actions, the newest first."""
        ...

    async def action_total(self) -> int:
        """Return how many there are."""
        ...


class Passwords(Protocol):
    """Hashes passwords slowly; both methods may take a tenth of a second, and leave the event loop free."""

    async def hash(self, password: str) -> str:
        """Return a salted hash that says itself how it was made."""
        ...

    async def verify(self, password: str, password_hash: str) -> bool:
        """Tell whether the hash is of this password; says no to no hash (`""`), and takes as long."""
        ...


class Secrets(Protocol):
    """Makes what nobody can guess, and the keyed hashes by which it is known again."""

    def make(self, n_bytes: int = 32) -> str:
        """Return fresh randomness as text: lower-case letters and digits, eight for each five bytes."""
        ...

    def hash(self, secret: str) -> str:
        """Return the HMAC-SHA-256 of a secret under this installation's key, as hexadecimal text."""
        ...
