"""Asks a Ballast server over HTTP; every failure on the way is one that says what to do."""

import ssl
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import NoReturn
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from ballast_adapters.remote.errors import (
    BadAddressError,
    NotBallastError,
    OpenTokenError,
    OtherVersionError,
    ServerFailedError,
    ServerUnreachableError,
    TokenNeededError,
    TokenRefusedError,
    UntrustedServerError,
)
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    Problem,
    UnavailableError,
    UnsupportedError,
)

type Parameters = Mapping[str, str | int | float | bool | list[str] | None]

_API = "/api/v1"
_PROBLEM = "application/problem+json"
_URN = "urn:ballast:"
_NO_ROUTE = f"{_URN}http."
_BYTES, _EVENTS = "application/octet-stream", "text/event-stream"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_PATIENCE = httpx.Timeout(30, connect=5)
_LONG_PATIENCE = httpx.Timeout(None, connect=5)
_EVENTS_PATIENCE = httpx.Timeout(60, connect=5)  # a server says something at least every few seconds
_BREAKS = 5
_KEPT = 64
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_KINDS: dict[int, type[BallastError]] = {
    403: DeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: UnavailableError,
    501: UnsupportedError,
    503: UnavailableError,
}


class _Problem(BaseModel):
    """A problem document, as far as it is of use here."""

    model_config = ConfigDict(extra="ignore")
    type: str = ""
    detail: str = ""
    problems: tuple[Problem, ...] = ()


class Server:
    """One server. An answer that it gave before is not sent again while it still holds."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self.url = url
        self._client = client
        self._kept: OrderedDict[str, httpx.Response] = OrderedDict()

    async def get(self, path: str, parameters: Parameters | None = None) -> httpx.Response:
        """Return the answer to a question, checked."""
        asked = {name: value for name, value in (parameters or {}).items() if value is not None}
        key = str(httpx.URL(path, params=asked))
        before = self._kept.get(key)
        headers = {"If-None-Match": before.headers["etag"]} if before else {}
        answer = await self._send(
            self._client.build_request("GET", _API + path, params=asked, headers=headers)
        )
        if before and answer.status_code == 304:
            self._kept.move_to_end(key)
            return before
        self._check(answer)
        if "etag" in answer.headers:
            self._kept[key] = answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer

    async def post(
        self, path: str, body: BaseModel, headers: Mapping[str, str] = _NO_HEADERS
    ) -> httpx.Response:
        """Ask for something to be done, and wait for as long as it takes."""
        return await self.change("POST", path, body, headers)

    async def change(
        self, method: str, path: str, body: BaseModel | None = None, headers: Mapping[str, str] = _NO_HEADERS
    ) -> httpx.Response:
        """Have something changed, and wait for as long as it takes."""
        content = body.model_dump_json() if body is not None else None
        told = {"Content-Type": "application/json", **headers} if content is not None else headers
        request = self._client.build_request(
            method, _API + path, content=content, headers=told, timeout=_LONG_PATIENCE
        )
        return await self._changed(request)

    async def upload(
        self, path: str, files: Sequence[tuple[str, bytes]], parameters: Parameters
    ) -> httpx.Response:
        """Send files, by name and content."""
        asked = {name: value for name, value in parameters.items() if value is not None}
        request = self._client.build_request(
            "POST",
            _API + path,
            params=asked,
            files=[("files", (name, content, _BYTES)) for name, content in files],
            timeout=_LONG_PATIENCE,
        )
        return await self._changed(request)

    async def events(self, path: str, after: int = 0) -> AsyncGenerator[str]:
        """Yield the data of server-sent events; connect again where the line breaks, from the last one on."""
        last, broken = str(after), 0
        while True:
            headers = {"Accept": _EVENTS, "Last-Event-ID": last}
            request = self._client.build_request(
                "GET", _API + path, headers=headers, timeout=_EVENTS_PATIENCE
            )
            answer = await self._send(request, stream=True)
            try:
                await self._check_stream(answer)
                async for name, value in _fields(answer):
                    if name == "id":
                        last, broken = value, 0
                    else:
                        yield value
            except httpx.TransportError as error:
                broken += 1
                if broken > _BREAKS:
                    raise ServerUnreachableError(self.url, str(error) or type(error).__name__) from error
            else:
                return
            finally:
                await answer.aclose()

    def read[M: BaseModel](self, kind: type[M], answer: httpx.Response) -> M:
        """Return an answer as the view that it is; what a newer server adds is passed over."""
        try:
            return kind.model_validate_json(answer.content, extra="ignore")
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"]))
            raise OtherVersionError(self.url, f"{kind.__name__} {place}: {fault['msg']}") from error

    async def _changed(self, request: httpx.Request) -> httpx.Response:
        answer = await self._send(request)
        self._check(answer)
        return answer

    async def _check_stream(self, answer: httpx.Response) -> None:
        if not answer.is_success:
            await answer.aread()
            self._check(answer)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if kind != _EVENTS:
            raise NotBallastError(self.url, f"{answer.status_code}, {kind or 'no content type'}")

    async def _send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        try:
            return await self._client.send(request, stream=stream)
        except httpx.TimeoutException as error:
            raise ServerUnreachableError(self.url, "no answer in time") from error
        except httpx.TransportError as error:
            if isinstance(_root(error), ssl.SSLError):
                raise UntrustedServerError(self.url, str(error)) from error
            raise ServerUnreachableError(self.url, str(error) or type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NotBallastError(self.url, str(error)) from error

    def _check(self, answer: httpx.Response) -> None:
        status, kind = answer.status_code, answer.headers.get("content-type", "").partition(";")[0]
        if answer.is_redirect:
            raise NotBallastError(self.url, f"it sends on to {answer.headers.get('location', 'nowhere')}")
        if answer.is_success:
            if status != 204 and kind != "application/json":
                raise NotBallastError(self.url, f"{status}, {kind or 'no content type'}")
            return
        if kind == _PROBLEM:
            self._refused(answer)
        if status >= 500:
            raise ServerFailedError(self.url, status, answer.reason_phrase)
        raise NotBallastError(self.url, f"{status} {answer.reason_phrase}")

    def _refused(self, answer: httpx.Response) -> NoReturn:
        status, told = answer.status_code, self.read(_Problem, answer)
        if status == 401:
            known = "authorization" in answer.request.headers
            raise TokenRefusedError(self.url) if known else TokenNeededError(self.url)
        if status in (404, 405) and told.type.startswith(_NO_ROUTE):
            raise OtherVersionError(self.url, f"it does not know {answer.request.url.path}")
        if status == 500:
            raise ServerFailedError(self.url, status, told.detail)
        kind, code = _KINDS.get(status, InvalidError), told.type.removeprefix(_URN)
        failure = failure_of(kind, code, told.detail, told.problems)
        if isinstance(failure, UnavailableError):
            failure.retry_after_s = _seconds(answer.headers.get("retry-after"), failure.retry_after_s)
        raise failure


def failure_of(
    kind: type[BallastError], code: str, message: str, problems: tuple[Problem, ...] = ()
) -> BallastError:
    """Return a failure as it was over there: of its kind, with its code."""
    named: type[BallastError] = type(kind.__name__, (kind,), {"code": code or kind.code})
    failure = named(message)
    failure.problems = problems
    return failure


async def _fields(answer: httpx.Response) -> AsyncGenerator[tuple[str, str]]:
    """Yield `id` and `data` of server-sent events; each of ours has one line of data."""
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        if name in {"id", "data"}:
            yield name, value.removeprefix(" ")


@asynccontextmanager
async def open_server(url: str, token: str | None, *, plain_http: bool = False) -> AsyncGenerator[Server]:
    """Yield a server; nothing is asked yet.

    Raises `BadAddressError`, and `OpenTokenError` for a token over plain HTTP beyond this machine.
    """
    address = _address(url)
    local = address.host in _LOCAL
    if token and address.scheme == "http" and not (local or plain_http):
        raise OpenTokenError(str(address))
    # Reading all authorities of the system takes a while, and plain HTTP has no use for them.
    verify = True if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=_PATIENCE, verify=verify, trust_env=not local
    ) as client:
        yield Server(client, str(address))


def _address(url: str) -> httpx.URL:
    try:
        parts, address = urlsplit(url), httpx.URL(url.rstrip("/"))
    except (httpx.InvalidURL, ValueError) as error:
        raise BadAddressError(url, f"is no address: {error}") from error
    if parts.username or parts.password:
        raise BadAddressError(str(address.copy_with(userinfo=b"")), "must come without name and password")
    if address.scheme not in {"http", "https"} or not address.host:
        raise BadAddressError(url, "must begin with https:// (or http://) and name a host")
    if parts.query or parts.fragment:
        raise BadAddressError(url, "must end before the question mark")
    return address


def _root(error: BaseException) -> BaseException:
    while cause := error.__cause__ or error.__context__:
        error = cause
    return error


def _seconds(given: str | None, default: float) -> float:
    return float(given) if given and given.isdecimal() else default
