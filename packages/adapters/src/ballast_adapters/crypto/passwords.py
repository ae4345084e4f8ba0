"""Argon2Passwords: argon2id by pwdlib, in threads."""

from functools import cached_property
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from pwdlib.hashers.argon2 import Argon2Hasher

_AT_ONCE = 2


class Argon2Passwords:
    """Hashes with the library's own parameters, which grow with it; `hasher` may be a quicker one.

    Two hashes at most are made at once, because each takes 64 MB.
    """

    def __init__(self, hasher: "Argon2Hasher | None" = None) -> None:
        self._given = hasher
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """Return a salted hash that says itself how it was made."""
        return await to_thread.run_sync(self._hasher.hash, _bytes(password), limiter=self._limiter)

    async def verify(self, password: str, password_hash: str) -> bool:
        """Tell whether the hash is of this password; says no to no hash (`""`), and takes as long."""
        return await to_thread.run_sync(self._verify, _bytes(password), password_hash, limiter=self._limiter)

    @cached_property
    def _hasher(self) -> "Argon2Hasher":
        # Here, because most commands hash nothing, and this takes a thirtieth of a second to import.
        from pwdlib.hashers.argon2 import Argon2Hasher  # noqa: PLC0415

        return self._given or Argon2Hasher()

    def _verify(self, password: bytes, password_hash: str) -> bool:
        if not password_hash:
            self._hasher.hash(password)  # as much work as to verify
            return False
        return self._hasher.verify(password, password_hash)


def _bytes(password: str) -> bytes:
    # Half of a surrogate pair may be typed, too; it is a password like any other.
    return password.encode(errors="surrogatepass")
