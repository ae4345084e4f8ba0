"""MemoryAccessStore, and quick stand-ins for slow hashes and for chance."""

import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import count, islice

from ballast_core.access import (
    Action,
    Owner,
    OwnerExistsError,
    Session,
    SetupCode,
    Share,
    Token,
)


class MemoryAccessStore:
    """Fits all stores of access, and forgets all at the end of the process."""

    def __init__(self) -> None:
        self._owner: Owner | None = None
        self._code: SetupCode | None = None
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, Token] = {}
        self._shares: dict[str, Share] = {}
        self._actions: list[Action] = []

    async def owner(self) -> Owner | None:
        """Return the owner, or None before there is one."""
        return self._owner

    async def create_owner(self, owner: Owner) -> None:
        """Store the first owner and forget the setup code. Raises `OwnerExistsError`; of two one wins."""
        if self._owner is not None:
            raise OwnerExistsError
        await self.save_owner(owner)

    async def save_owner(self, owner: Owner) -> None:
        """Store the owner, whether there was one or not; and forget the setup code."""
        self._owner, self._code = owner, None

    async def setup_code(self) -> SetupCode | None:
        """Return the code that was stored last, or None."""
        return self._code

    async def save_setup_code(self, code: SetupCode) -> None:
        """Store a code; the one before counts no more."""
        self._code = code

    async def session(self, secret_hash: str) -> Session | None:
        """Return the session with this hash, be it the present or the former one; or None."""
        sessions = self._sessions.values() if secret_hash else ()
        return next((one for one in sessions if secret_hash in {one.secret_hash, one.former_hash}), None)

    async def sessions(self) -> Sequence[Session]:
        """Return all that are stored, the one seen last first."""
        by_id = sorted(self._sessions.values(), key=lambda session: session.id)
        return sorted(by_id, key=lambda session: session.seen_at, reverse=True)

    async def add_session(self, session: Session) -> None:
        """Store a new session."""
        self._sessions[session.id] = session

    async def mark_session_seen(self, session_id: str, at: datetime) -> None:
        """Note when it was last used; does nothing when there is none, or a later use is noted."""
        session = self._sessions.get(session_id)
        if session and session.seen_at < at:
            self._sessions[session_id] = session.model_copy(update={"seen_at": at})

    async def rotate_session(self, session: Session, from_hash: str) -> bool:
        """Replace a session whose present hash still is `from_hash`; tell whether it was."""
        known = self._sessions.get(session.id)
        if known is None or known.secret_hash != from_hash:
            return False
        self._sessions[session.id] = session
        return True

    async def end_session(self, session_id: str) -> bool:
        """Forget a session; tell whether there was one."""
        return self._sessions.pop(session_id, None) is not None

    async def end_sessions(self, *, but: str = "") -> int:
        """Forget all sessions, save the one with this id; return how many."""
        ended = [session_id for session_id in self._sessions if session_id != but]
        for session_id in ended:
            del self._sessions[session_id]
        return len(ended)

    async def token(self, token_id: str) -> Token | None:
        """Return the token with this id, or None."""
        return self._tokens.get(token_id)

    async def tokens(self) -> Sequence[Token]:
        """Return all tokens, the newest first."""
        return _newest_first(self._tokens)

    async def add_token(self, token: Token) -> None:
        """Store a new token."""
        self._tokens[token.id] = token

    async def revoke_token(self, token_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        return _revoke(self._tokens, token_id, at)

    async def mark_token_used(self, token_id: str, at: datetime) -> None:
        """Note when a token was last used; does nothing when there is none, or a later use is noted."""
        _mark_used(self._tokens, token_id, at)

    async def share(self, share_id: str) -> Share | None:
        """Return the share link with this id, or None."""
        return self._shares.get(share_id)

    async def shares(self) -> Sequence[Share]:
        """Return all share links, the newest first."""
        return _newest_first(self._shares)

    async def add_share(self, share: Share) -> None:
        """Store a new share link."""
        self._shares[share.id] = share

    async def revoke_share(self, share_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        return _revoke(self._shares, share_id, at)

    async def mark_share_used(self, share_id: str, at: datetime) -> None:
        """Note when a link was last opened; does nothing when there is none, or a later use is noted."""
        _mark_used(self._shares, share_id, at)

    async def add_action(self, action: Action) -> None:
        """Add one at the end."""
        self._actions.append(action)

    async def actions(self, limit: int, offset: int) -> Sequence[Action]:
        """Return actions, the newest first."""
        return list(islice(reversed(self._actions), offset, offset + limit))

    async def action_total(self) -> int:
        """Return how many there are."""
        return len(self._actions)


class QuickPasswords:
    """Salts and hashes at once what a real adapter takes a tenth of a second for; fit for tests alone."""

    def __init__(self) -> None:
        self._salts = count(1)

    async def hash(self, password: str) -> str:
        """Return a salted hash that says itself how it was made."""
        return _quick_hash(password, str(next(self._salts)))

    async def verify(self, password: str, password_hash: str) -> bool:
        """Tell whether the hash is of this password; says no to no hash (`""`)."""
        salt = password_hash.split("$")[1:2]
        return bool(salt) and hmac.compare_digest(_quick_hash(password, salt[0]), password_hash)


class CountedSecrets:
    """Makes the same secrets in the same order each time: whoever reads this can guess them."""

    def __init__(self, key: bytes = b"in memory") -> None:
        self._key = key
        self._made = count(1)

    def make(self, n_bytes: int = 32) -> str:
        """Return fresh randomness as text: lower-case letters and digits, eight for each five bytes."""
        known = sha256(self._key + str(next(self._made)).encode()).digest()[:n_bytes]
        return b32encode(known).decode().rstrip("=").lower()

    def hash(self, secret: str) -> str:
        """Return the HMAC-SHA-256 of a secret under this installation's key, as hexadecimal text."""
        return hmac.new(self._key, secret.encode(errors="surrogatepass"), sha256).hexdigest()


def _quick_hash(password: str, salt: str) -> str:
    digest = sha256((salt + password).encode(errors="surrogatepass")).hexdigest()
    return f"quick${salt}${digest}"


def _newest_first[K: (Token, Share)](kept: dict[str, K]) -> list[K]:
    by_id = sorted(kept.values(), key=lambda key: key.id)
    return sorted(by_id, key=lambda key: key.created_at, reverse=True)


def _revoke[K: (Token, Share)](kept: dict[str, K], key_id: str, at: datetime) -> bool:
    key = kept.get(key_id)
    if key and key.revoked_at is None:
        kept[key_id] = key.model_copy(update={"revoked_at": at})
    return key is not None


def _mark_used[K: (Token, Share)](kept: dict[str, K], key_id: str, at: datetime) -> None:
    key = kept.get(key_id)
    if key and (key.used_at is None or key.used_at < at):
        kept[key_id] = key.model_copy(update={"used_at": at})
