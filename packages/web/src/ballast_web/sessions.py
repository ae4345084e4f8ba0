"""The cookie of a browser that signed in: who may set it, and how it is written."""

from starlette.requests import Request

from ballast_adapters.settings import Settings
from ballast_core.access import Session

STRICT, PLAIN = "__Host-ballast", "ballast"

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


def host_name(request: Request) -> str:
    """Return the name by which a browser asks, without the port."""
    host = request.headers.get("host", "").lower()
    name, _, port = host.rpartition(":")
    return name if port.isdigit() else host


def is_local_name(name: str) -> bool:
    """Whether browsers take this name for their own machine."""
    return name in _LOCAL


def is_private(request: Request) -> bool:
    """Whether nobody on the way can read along, as browsers see it: HTTPS, or their own machine."""
    return request.scope["scheme"] == "https" or is_local_name(host_name(request))


def may_sign_in(request: Request, settings: Settings) -> bool:
    """Whether a browser would keep our cookie, or was allowed to send it for all to read."""
    return is_private(request) or settings.session.plain_http


def secret_of(request: Request, settings: Settings) -> str | None:
    """Return what the cookie of a request holds; the unguarded one counts only where it was allowed."""
    strict = _held(request, STRICT)
    if strict or is_private(request) or not settings.session.plain_http:
        return strict
    return _held(request, PLAIN)


def _held(request: Request, name: str) -> str | None:
    # Not `request.cookies`: that forgives signs around a name, and browsers let every site below the same
    # domain set a cookie that has such a sign before `__Host-`.
    for header in request.headers.getlist("cookie"):
        for pair in header.split(";"):
            given, _, value = pair.strip(" \t").partition("=")
            if given == name:
                return value
    return None


def cookie(request: Request, secret: str, session: Session) -> str:
    """Return the header that has a browser keep a session's secret as long as the session can last."""
    left = int((session.ends_at - session.rotated_at).total_seconds())
    return _written(request, secret, left)


def no_cookie(request: Request) -> str:
    """Return the header that has a browser forget the session."""
    return _written(request, "", 0)


def _written(request: Request, secret: str, seconds: int) -> str:
    name, guarded = (STRICT, "; Secure") if is_private(request) else (PLAIN, "")
    return f"{name}={secret}; Path=/{guarded}; HttpOnly; SameSite=Lax; Max-Age={seconds}"
