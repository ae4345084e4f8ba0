"""The headers that keep browsers careful, on every answer."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from ballast_web.auth import asker_of
from ballast_web.paths import inner_path
from ballast_web.rights import is_personal
from ballast_web.sessions import PLAIN, STRICT, cookie

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
}
_OF_PAGES = "Content-Security-Policy"
_SHARED = "/shared/"
_A_YEAR_OF_HTTPS = "max-age=31536000"


def harden(headers: MutableHeaders, request: Request) -> None:
    """Add what an answer lacks; where the session got a new secret, its cookie, too."""
    unchanged = "etag" in headers and "content-type" not in headers
    for name, value in _ALWAYS.items():
        if not (unchanged and name == _OF_PAGES):
            headers.setdefault(name, value)
    headers["X-Request-ID"] = request.state.request_id
    path = inner_path(request)
    if not unchanged:  # what a 304 says replaces what the page that a browser kept said
        headers.setdefault("Referrer-Policy", _referrer_policy(headers, path))
    if request.scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = _A_YEAR_OF_HTTPS
    if path.startswith(_SHARED):
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if is_personal(path):
        headers["Cache-Control"] = "no-store"
    asker = asker_of(request)
    if asker.session and asker.fresh_secret and not _sets_cookie(headers):
        headers.append("Set-Cookie", cookie(request, asker.fresh_secret, asker.session))


def _referrer_policy(headers: MutableHeaders, path: str) -> str:
    # With `no-referrer` a browser sends `Origin: null` with our own forms, as a foreign page could.
    is_page = headers.get("content-type", "").startswith("text/html")
    return "same-origin" if is_page and not path.startswith(_SHARED) else "no-referrer"


def _sets_cookie(headers: MutableHeaders) -> bool:
    return any(one.startswith((f"{STRICT}=", f"{PLAIN}=")) for one in headers.getlist("set-cookie"))
