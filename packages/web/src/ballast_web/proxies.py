"""What a named proxy tells of the client behind it; a stranger's word about that counts for nothing."""

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from starlette.types import Scope

from ballast_adapters.settings import Settings
from ballast_web.paths import is_under

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_WITH_PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([0-9A-Fa-f:.]+)\](?::\d+)?")

type Headers = Iterable[tuple[bytes, bytes]]


def forwarding(headers: Headers) -> list[str]:
    """Return the names of the headers by which a proxy tells of its client."""
    return [name.decode("latin-1") for name, _ in headers if _forwards(name)]


class Proxies:
    """Knows which proxies were named, and what they may tell."""

    def __init__(self, settings: Settings) -> None:
        self._networks = tuple(ip_network(one) for one in settings.api.proxies)
        self._prefix = settings.api.root_path

    def seen(self, scope: Scope) -> Scope:
        """Return a request as its client made it: address, scheme, host and path prefix.

        Headers of forwarding are gone from it, so that nothing further in can believe them.
        """
        peer = (scope.get("client") or ("", 0))[0]
        told = dict(_told(scope["headers"])) if self._names(peer) else {}
        headers = [(name, value) for name, value in scope["headers"] if not _forwards(name)]
        host = told.get("x-forwarded-host", [""])[-1]
        if _HOST.fullmatch(host):
            headers = [(name, value) for name, value in headers if name != b"host"]
            headers.append((b"host", host.encode()))
        scheme = told.get("x-forwarded-proto", [""])[-1].lower()
        client = self._client(peer, told.get("x-forwarded-for", []))
        seen = {**scope, "headers": headers, "client": (client, 0) if client != peer else scope.get("client")}
        if scheme in {"http", "https"}:
            seen["scheme"] = scheme
        return _under(seen, self._prefix_of(told) or self._prefix or scope.get("root_path", ""))

    def _names(self, address: str) -> bool:
        try:
            given = ip_address(address)
        except ValueError:
            return False
        return any(given in network for network in self._networks)

    def _client(self, peer: str, chain: list[str]) -> str:
        """Return the last address of the chain that no named proxy has; anyone can write what is before."""
        client = peer
        for text in reversed(chain):
            if not self._names(client):
                break
            given = _address(text)
            if given is None:
                break
            client = given
        return client

    def _prefix_of(self, told: dict[str, list[str]]) -> str:
        prefix = told.get("x-forwarded-prefix", [""])[-1]
        return prefix.rstrip("/") if _PREFIX.fullmatch(prefix) else ""


def _forwards(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip"}


def _told(headers: Headers) -> Iterator[tuple[str, list[str]]]:
    """Yield each header of forwarding once, the values of its repetitions in one list."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        if _forwards(name):
            words = value.decode("latin-1").split(",")
            found.setdefault(name.decode("latin-1"), []).extend(word.strip() for word in words)
    yield from found.items()


def _address(text: str) -> str | None:
    found = _WITH_PORT.fullmatch(text)
    try:
        return str(ip_address((found[1] or found[2]) if found else text))
    except ValueError:
        return None


def _under(scope: Scope, prefix: str) -> Scope:
    """Return the request under a prefix, whether the proxy has taken that off its path or not."""
    if not prefix:
        return scope
    path, raw = scope["path"], scope.get("raw_path") or b""
    if not is_under(path, prefix):
        path, raw = prefix + path, prefix.encode() + raw
    elif path == prefix:
        path, raw = f"{prefix}/", raw + b"/"
    return {**scope, "root_path": prefix, "path": path, "raw_path": raw}
