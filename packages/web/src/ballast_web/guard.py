"""The outermost frame: who is answered and who is turned away; it also answers for what nobody foresaw."""

import logging
import re
from functools import partial
from time import perf_counter
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ballast_adapters.settings import Settings, is_loopback
from ballast_core.access import Access, UnknownTokenError
from ballast_core.shared.errors import UnavailableError
from ballast_web.audit import Audit, failed_sign_in
from ballast_web.auth import NOBODY, Asker, Door, still_may, take_token
from ballast_web.bodies import LARGEST_BODY, counted, read_body, replayed
from ballast_web.csrf import SAFE, check_origin, check_socket_origin, check_token
from ballast_web.errors import problem_response
from ballast_web.headers import harden
from ballast_web.logs import log_request
from ballast_web.paths import inner_path, place
from ballast_web.proxies import Proxies, forwarding
from ballast_web.rights import is_api, is_open, is_static, needed, takes_files
from ballast_web.sessions import host_name, is_local_name
from ballast_web.sizes import check_size

_BEGINNINGS = frozenset({"http.response.start", "websocket.http.response.start", "websocket.accept"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log = logging.getLogger("ballast.web")


class Guard:
    """Turns away who may not ask."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._open = not settings.needs_sign_in
        self._hosts = frozenset(host.lower() for host in settings.api.hosts)
        self._largest_upload = settings.api.largest_upload
        self._own_host = settings.api.host.lower()
        self._proxies = Proxies(settings)
        self._door = Door(settings)
        self._audit = Audit()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; HEAD is answered as GET, and who opens a web socket asks as by GET."""
        if scope["type"] in {"http", "websocket"}:
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        in_address = take_token(scope)
        strangers = forwarding(scope["headers"]) if self._open else []
        seen = self._proxies.seen({**scope, "state": scope.get("state", {})})
        request, began = Request(_question(seen), receive), perf_counter()
        request.state.asker, request.state.request_id = NOBODY, _request_id(request)
        answer = _Answer(request, send)
        try:
            self._check_place(request, strangers)
            if seen["type"] == "websocket":
                check_socket_origin(request)
            receive = await self._let_in(request, in_address)
            await self._app(seen, receive, answer.send)
        except Exception as error:
            if answer.status:
                _log.exception("%s broke off", request.state.request_id)
                raise
            await self._turn_away(request, error, answer, seen)
        finally:
            log_request(request, answer.status, perf_counter() - began)
            await self._audit.record(request, _access(request), answer.status)

    def _check_place(self, request: Request, strangers: list[str]) -> None:
        check_size(request, self._largest_upload if takes_files(inner_path(request)) else LARGEST_BODY)
        host = host_name(request)
        if self._open:
            _check_local(request, strangers)
        if not is_local_name(host) and (self._open or (self._hosts and host not in self._names)):
            raise HTTPException(  # a foreign name that leads here: DNS rebinding
                421, f"this is not {host!r}; add that name to BALLAST_API__HOSTS if it should be"
            )
        check_origin(request)

    @property
    def _names(self) -> frozenset[str]:
        return self._hosts | {self._own_host}

    async def _let_in(self, request: Request, in_address: str | None) -> Receive:
        """Return the body to come, once it is sure that who asks may."""
        path = inner_path(request)
        if is_static(path) and request.method in SAFE:
            return request.receive
        asker = request.state.asker = await self._asker(request, path, in_address)
        request.state.still_may = partial(still_may, asker, _access(request))
        request.state.is_known = asker is not NOBODY
        if not is_open(path):
            _check_right(request, asker, path)
        if request.method in SAFE:
            return request.receive
        if takes_files(path):  # too large to look for the token of the session in it: a header has that
            if asker.session is not None:
                check_token(request, asker.session)
            return counted(request.receive, self._largest_upload)
        body = await read_body(request.receive)
        if asker.session is not None:
            check_token(request, asker.session, body)
        return replayed(body, request.receive)

    async def _asker(self, request: Request, path: str, in_address: str | None) -> Asker:
        try:
            return await self._door.asker(request, _access(request), in_address if is_api(path) else None)
        except UnavailableError:
            if is_open(path):  # these answer also when there is nobody to ask who asks
                return NOBODY
            raise

    async def _turn_away(self, request: Request, error: Exception, answer: "_Answer", seen: Scope) -> None:
        if isinstance(error, UnknownTokenError):
            failed_sign_in(request, "token")
        refused = await problem_response(request, error)
        if refused.status_code == 401 and not is_api(inner_path(request)):
            refused = _to_sign_in(request) or refused
        if seen["type"] == "http" or "websocket.http.response" in seen.get("extensions", ()):
            await refused({**request.scope, "type": seen["type"]}, request.receive, answer.send)
        else:
            await answer.send({"type": "websocket.close", "code": 1008})


class _Answer:
    """An answer on its way out: gets its headers, and is remembered by its status, 0 before it begins."""

    def __init__(self, request: Request, send: Send) -> None:
        self.status = 0
        self._request = request
        self._send = send

    async def send(self, message: Message) -> None:
        """Hand a message on to the server."""
        if message["type"] in _BEGINNINGS:
            self.status = message.get("status", 101)
            harden(MutableHeaders(scope=message), self._request)
        await self._send(message)


def _question(seen: Scope) -> Scope:
    """Return what is asked, as rules for questions know it; both share what is noted of it."""
    if seen["type"] == "websocket":
        scheme = "https" if seen["scheme"] in {"wss", "https"} else "http"
        return {**seen, "type": "http", "method": "GET", "scheme": scheme}
    if seen["method"] == "HEAD":
        seen["method"] = "GET"  # the server leaves the body out
    return seen


def _access(request: Request) -> Access:
    access: Access = request.app.state.ballast.access
    return access


def _request_id(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex[:16]


def _check_local(request: Request, strangers: list[str]) -> None:
    address = (request.scope.get("server") or ("localhost",))[0]
    if not is_loopback(address) and not address.startswith("/"):  # the latter is a socket in a folder
        raise HTTPException(
            403,
            "without sign-in only this machine is answered; BALLAST_API__SIGN_IN=always lets others sign in",
        )
    if strangers:
        raise HTTPException(
            403,
            f"a proxy stands before Ballast (it sends {strangers[0]}), so others may reach it: "
            "name the proxy's address in BALLAST_API__PROXIES, and sign in",
        )


def _check_right(request: Request, asker: Asker, path: str) -> None:
    scope = needed(request.method, path)
    if asker is NOBODY:
        raise HTTPException(
            401,
            "this needs a token, as `Authorization: Bearer ballast_…`, or a browser that is signed in",
            {"WWW-Authenticate": 'Bearer realm="Ballast"'},
        )
    asker.require(scope)


def _to_sign_in(request: Request) -> Response | None:
    """Return the way to the sign-in for who reads pages; a part of a page has the browser go there."""
    path, query = inner_path(request), request.scope["query_string"].decode("latin-1")
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": place(request, "/sign-in")})
    if "text/html" not in request.headers.get("accept", "") or request.method != "GET":
        return None
    here = quote(path) + (f"?{query}" if query else "")
    where = "/sign-in" if here == "/" else f"/sign-in?next={quote(here, safe='/')}"
    return RedirectResponse(place(request, where), 303, {"Cache-Control": "no-store"})
