"""HmacSecrets: chance from the system, and HMAC-SHA-256 under the key of this installation."""

import hmac
from base64 import b32encode
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from secrets import token_bytes


class HmacSecrets:
    """Asks for the key when it first hashes: most commands never do, and need none."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._find_key = key

    def make(self, n_bytes: int = 32) -> str:
        """Return fresh randomness as text: lower-case letters and digits, eight for each five bytes."""
        return b32encode(token_bytes(n_bytes)).decode().rstrip("=").lower()

    def hash(self, secret: str) -> str:
        """Return the HMAC-SHA-256 of a secret under this installation's key, as hexadecimal text.

        Raises what finding the key raises.
        """
        return hmac.new(self._key, secret.encode(errors="surrogatepass"), sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        return self._find_key()
