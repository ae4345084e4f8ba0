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

_OPEN = ("/api/v1/health", "/static/")
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
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
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
        request.state.is_known = self._token is None or self._has_token(request, self._token)
        if self._token is None:
            self._check_local(request)
        _check_origin(request)
        if not request.state.is_known and not request.url.path.startswith(_OPEN):
            scheme = (
                "Bearer" if request.url.path.startswith("/api/") else "Basic"
            )  # browsers ask for the latter
            raise HTTPException(
                401, "this needs the API token", {"WWW-Authenticate": f'{scheme} realm="Ballast"'}
            )
        if len(request.url.query) > LONGEST_QUERY:
            raise HTTPException(414, f"a query may have {LONGEST_QUERY} characters at most")
        if "\0" in request.url.path or "%00" in request.url.query:
            raise HTTPException(400, "an address cannot have a NUL in it")

    def _check_local(self, request: Request) -> None:
        address = (request.scope.get("server") or ("localhost",))[0]
        if not is_loopback(address) and not address.startswith("/"):  # the latter is a socket in a folder
            raise HTTPException(403, "without BALLAST_API_TOKEN only this machine is answered")
        host = re.sub(r":\d+$", "", request.headers.get("host", "").lower())
        if host not in self._hosts:  # a foreign name that leads here: DNS rebinding
            raise HTTPException(421, f"not known as {host!r}; name it in BALLAST_API__HOSTS")

    @staticmethod
    def _has_token(request: Request, token: bytes) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        secret = given.strip().encode("latin-1")
        if scheme.lower() == "basic":
            try:
                secret = b64decode(secret).partition(b":")[2]
            except binascii.Error:
                return False
        return secrets.compare_digest(secret, token)


def _check_origin(request: Request) -> None:
    """Refuse a change that another site's page asks for: a browser would send it, credentials and all."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if site not in {"same-origin", "none"} or (origin and origin.partition("://")[2] != host):
        raise HTTPException(403, "a page of another web site may not ask for this")
