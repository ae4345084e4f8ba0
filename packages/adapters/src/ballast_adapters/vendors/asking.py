"""How every provider is asked for many things: one at a time, and what fails fails alone."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from urllib.parse import urlsplit

from ballast_adapters.vendors.reading import shown
from ballast_core.market import Fetched, VendorError, VendorKeyError, VendorLimitError, VendorReplyError
from ballast_core.shared.errors import Problem

_MOST_PAGES = 200


async def ask_each[P, R](
    parts: Sequence[P],
    named: Callable[[P], tuple[str, ...]],
    ask: Callable[[P], Awaitable[Fetched[R]]],
) -> AsyncGenerator[Fetched[R]]:
    """Yield what is answered for each part; a part that fails carries its fault.

    Where the key or the limit is the reason nobody is asked any more, and all that is left carries it.
    """
    for position, part in enumerate(parts):
        try:
            fetched = await ask(part)
        except (VendorKeyError, VendorLimitError) as fault:
            yield Fetched(_names(parts[position:], named), None, fault)
            return
        except VendorError as fault:
            yield Fetched(named(part), None, fault)
        else:
            yield fetched


def _names[P](parts: Sequence[P], named: Callable[[P], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for part in parts for name in named(part))


class Pages:
    """The addresses of pages that name the next one. Raises `VendorReplyError` for a way without an end."""

    def __init__(self, vendor: str, first: str) -> None:
        self._vendor = vendor
        self._next: str | None = first
        self._asked: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        while self._next is not None:
            path = self._next
            if path in self._asked or len(self._asked) >= _MOST_PAGES:
                told = f"has no end, or leads in circles; {len(self._asked)} pages were read"
                raise VendorReplyError(self._vendor, Problem("next page", told))
            self._asked.add(path)
            self._next = None
            yield path

    def follow(self, address: str | None) -> None:
        """Note where the next page is; only its path counts, so that the key stays with its provider."""
        if not address:
            return
        try:
            parts = urlsplit(address)
        except ValueError:
            raise self._nowhere(address) from None
        if not parts.path.startswith("/"):  # behind the address of the provider it could make it another one
            raise self._nowhere(address)
        self._next = f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _nowhere(self, address: str) -> VendorReplyError:
        return VendorReplyError(self._vendor, Problem("next page", f"{shown(address)} is no address"))
