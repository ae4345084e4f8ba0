"""Who may ask: on this machine anyone, from elsewhere whoever has the token; never a foreign web page."""

import binascii
import re
import secrets
from base64 import b64decode

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ballast_adapters.settings import Settings, is_loopback
from ballast_web.errors import problem_response

LONGEST_QUERY = 8_192
LARGEST_BODY = 64 * 2**10

_HEALTH, _STATIC, _API = "/api/v1/health", "/static/", "/api/"
_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Guard:
    """Turns away who may not ask; the outermost frame, so it also answers for what nobody foresaw."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._token = settings.api_token.get_secret_value().encode() if settings.api_token else None
        self._hosts = _LOCAL | {host.lower() for host in settings.api.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; HEAD is answered as GET."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server leaves the body out
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            self._check(request)
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if begun:
                raise
            response = await problem_response(request, error)
            await response(scope, receive, send_with_headers)

    def _check(self, request: Request) -> None:
        _check_size(request)
        _check_origin(request)
        if self._token is None:
            self._check_local(request)
        request.state.is_known = self._token is None or _has_token(request, self._token)
        path: str = request.scope["path"]
        if request.state.is_known or path == _HEALTH or path.startswith(_STATIC):
            return
        scheme = "Bearer" if path.startswith(_API) else "Basic"  # to the latter a browser asks its user
        raise HTTPException(
            401, "this needs the API token", {"WWW-Authenticate": f'{scheme} realm="Ballast"'}
        )

    def _check_local(self, request: Request) -> None:
        address = (request.scope.get("server") or ("localhost",))[0]
        if not is_loopback(address) and not address.startswith("/"):  # the latter is a socket in a folder
            raise HTTPException(403, "without BALLAST_API_TOKEN only this machine is answered")
        host = re.sub(r":\d+$", "", request.headers.get("host", "").lower())
        if host not in self._hosts:  # a foreign name that leads here: DNS rebinding
            raise HTTPException(
                421, f"this is not {host!r}; add that name to BALLAST_API__HOSTS if it should be"
            )


def _check_size(request: Request) -> None:
    query: bytes = request.scope["query_string"]
    if len(query) > LONGEST_QUERY:
        raise HTTPException(414, f"a query may have {LONGEST_QUERY:,} characters at most")
    if "\0" in request.scope["path"] or b"%00" in query:
        raise HTTPException(400, "an address cannot have a NUL in it")
    if int(request.headers.get("content-length", 0)) > LARGEST_BODY:  # one without a length FastAPI counts
        raise HTTPException(413, f"a body may have {LARGEST_BODY:,} bytes at most")


def _check_origin(request: Request) -> None:
    """Refuse a change that another site's page asks for: a browser would send it, credentials and all."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if site not in {"same-origin", "none"} or (origin and origin.partition("://")[2] != host):
        raise HTTPException(403, "a page of another web site may not ask for this")


def _has_token(request: Request, token: bytes) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return secrets.compare_digest(given.encode("latin-1"), token)
        case "basic":
            try:
                password = b64decode(given).partition(b":")[2]
            except (binascii.Error, ValueError):
                return False
            return secrets.compare_digest(password, token)
        case _:
            return False
