"""How often one may fail, by address and in all; past that nobody from there is tried for a while."""

from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from ballast_core.access import TooManyAttemptsError

SIGN_IN = ("5 per minute; 30 per hour", "60 per minute; 600 per hour")
GUESSES = ("30 per minute",)  # none in all: nobody guesses a token, and everybody would be shut out

_HOUSEHOLD = 64  # bits of an IPv6 address; the rest is for one household to choose


class Attempts:
    """Counts attempts by address and in all, in memory: a restart forgets them.

    `by_address` and `in_all` are limits as `5 per minute; 30 per hour`; without `in_all` there is none.
    """

    def __init__(self, by_address: str, in_all: str = "") -> None:
        self._by_address = parse_many(by_address)
        self._in_all = parse_many(in_all) if in_all else []
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    def check(self, address: str) -> None:
        """Raise `TooManyAttemptsError` when one more would be too many."""
        for limit, key in self._limits(address):
            if not self._counts.test(limit, key):
                raise TooManyAttemptsError(limit.get_expiry())

    def count(self, address: str) -> None:
        """Count one, before it is known how it ends: many at once must not slip through.

        Raises `TooManyAttemptsError` when it is too many.
        """
        self.check(address)
        for limit, key in self._limits(address):
            self._counts.hit(limit, key)

    def forgive(self, address: str) -> None:
        """Forget what was counted of an address that has proved itself."""
        for limit in self._by_address:
            self._counts.clear(limit, _household(address))

    def _limits(self, address: str) -> list[tuple[RateLimitItem, str]]:
        near = _household(address)
        return [(limit, near) for limit in self._by_address] + [(limit, "all") for limit in self._in_all]


def _household(address: str) -> str:
    try:
        given = ip_address(address)
    except ValueError:
        return address or "unknown"
    if isinstance(given, IPv6Address) and given.ipv4_mapped is None:
        return str(ip_network((given, _HOUSEHOLD), strict=False))
    return str(given)
