"""Asks providers over HTTP: within their limits, patiently, and without telling anybody the keys."""

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
import stamina
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState
from pydantic import SecretStr
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from ballast_core.market import QuotaStore, VendorError, VendorKeyError, VendorLimitError
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.ports import Clock

type Parameters = Mapping[str, str | int]

_log = logging.getLogger(__name__)
_VENDOR = "ballast_vendor"
_FAILURES_TO_OPEN, _OPEN_S = 5, 60.0
_LONGEST_BACKOFF_S = 20.0
_LIMIT_S = 60.0  # after a refusal for too many questions that does not say for how long
_LONGEST_S = 366 * 86_400.0  # what a provider says of longer waits is no number of seconds
_SAID = 200


@dataclass(frozen=True, slots=True)
class Vendor:
    """A provider: where it answers, how it takes its key, and how often it may be asked.

    The key goes into `key_header`, after `key_prefix`, or into `key_parameter`; `setting` names the
    variable that sets it. A provider without either needs no key.
    """

    name: str
    url: str
    per_minute: int = 0
    per_day: int = 0
    key: SecretStr | None = None
    setting: str = ""
    key_header: str = ""
    key_prefix: str = ""
    key_parameter: str = ""

    @property
    def account(self) -> str:
        """Return what questions are counted under: the provider, and a hash of the key."""
        key = self.key.get_secret_value() if self.key else ""
        return f"{self.name}:{hashlib.sha256(key.encode()).hexdigest()[:16]}" if key else self.name

    def scrubbed(self, text: str) -> str:
        """Return a provider's words without the key, on one line, and not too many of them."""
        if self.key:
            text = text.replace(self.key.get_secret_value(), "********")
        text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
        return text if len(text) <= _SAID else f"{text[:_SAID]}…"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for connections, pieces of answers, whole answers and turns; how often to try.

    The first try that failed is followed after `backoff_s` by another, and each one after twice as long,
    with as much again at most by chance.
    """

    connect_s: float = 5
    read_s: float = 30
    answer_s: float = 120
    tries: int = 4
    backoff_s: float = 0.5
    longest_wait_s: float = 90
    answer_bytes: int = 64 * 2**20


class VendorRefusedError(VendorError):
    """A provider does not take the question; `status` is its code, `said` are its words."""

    def __init__(self, vendor: str, status: int, said: str) -> None:
        super().__init__(vendor, f"it refuses the question ({status}){': ' if said else ''}{said}")
        self.status = status
        self.said = said


class PassingError(Exception):
    """A failure that the next try may not meet; the provider may say after how many seconds."""

    def __init__(self, failure: VendorError, after_s: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.after_s = after_s


class VendorHttp:
    """One client for all providers. It connects when it is asked first; `close` ends that.

    Raises, whoever is asked: `VendorKeyError`, `VendorLimitError`, `VendorRefusedError`, `VendorError`.
    """

    def __init__(
        self,
        quotas: QuotaStore,
        clock: Clock,
        patience: Patience | None = None,
        proxy_of: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._quotas = quotas
        self._clock = clock
        self._patience = patience or Patience()
        self._proxy_of = proxy_of
        self._client: httpx.AsyncClient | None = None
        set_on_retry_hooks([_tell])  # its own one prints to where answers go
        self._breakers = AsyncCircuitBreakerFactory(
            default_threshold=_FAILURES_TO_OPEN,
            default_ttl=_OPEN_S,
            exclude=[
                VendorKeyError,
                VendorLimitError,
                VendorRefusedError,
                asyncio.CancelledError,
                (UnavailableError, _is_ours),
            ],
        )

    async def get(self, vendor: Vendor, path: str, parameters: Parameters | None = None) -> bytes:
        """Return what a provider answers; `path` may bring parameters of its own."""
        return await self.ask(vendor, lambda: self._answered(vendor, path, parameters or {}))

    async def ask[R](self, vendor: Vendor, question: Callable[[], Awaitable[R]]) -> R:
        """Return what a question brings. It is put anew as long as it raises `PassingError`.

        A provider that failed several times in a row is left in peace for a minute.
        """
        if (vendor.key_header or vendor.key_parameter) and vendor.key is None:
            raise VendorKeyError(vendor.name, vendor.setting)
        breaker = await self._breakers.get_breaker(vendor.name)
        try:
            async with breaker:
                return await self._tried(vendor, question)
        except OpenedState as opened:
            opened.__traceback__ = None  # it is raised again and again, and would hold every frame
            left_s = max(0.0, opened.opened_at + _OPEN_S - self._clock.now().timestamp())
            why = f"not asked, as it failed {_FAILURES_TO_OPEN} times in a row; again in {left_s:.0f} s"
            raise VendorError(vendor.name, why) from None

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _tried[R](self, vendor: Vendor, question: Callable[[], Awaitable[R]]) -> R:
        try:
            async for attempt in stamina.retry_context(
                on=_wait_before_next,
                attempts=self._patience.tries,
                timeout=None,
                wait_initial=self._patience.backoff_s,
                wait_max=_LONGEST_BACKOFF_S,
                wait_jitter=self._patience.backoff_s,
            ):
                with attempt:
                    await self._turn(vendor)
                    return await question()
        except PassingError as passing:
            raise passing.failure from None
        raise AssertionError("the last try returns or raises")

    async def _answered(self, vendor: Vendor, path: str, parameters: Parameters) -> bytes:
        request = self._connected().build_request(
            "GET",
            httpx.URL(vendor.url + path).copy_merge_params({k: str(v) for k, v in parameters.items()}),
            extensions={_VENDOR: vendor},
        )
        try:
            async with asyncio.timeout(self._patience.answer_s):
                return await self._answer(vendor, request)
        except (httpx.TimeoutException, TimeoutError) as error:
            raise PassingError(VendorError(vendor.name, "it did not answer in time")) from error
        except httpx.HTTPError as error:
            why = vendor.scrubbed(str(error)) or type(error).__name__
            raise VendorError(vendor.name, f"it cannot be asked: {why}") from None

    async def _turn(self, vendor: Vendor) -> None:
        """Wait for room under the limits. Raises `VendorLimitError` where that takes too long."""
        waited_s = 0.0
        while True:
            wait_s = await self._quotas.take(
                vendor.account, vendor.per_minute, vendor.per_day, self._clock.now()
            )
            if wait_s <= 0:
                return
            if waited_s + wait_s > self._patience.longest_wait_s:
                raise VendorLimitError(vendor.name, wait_s)
            wait_s += self._jitter_s()
            await asyncio.sleep(wait_s)
            waited_s += wait_s

    async def _answer(self, vendor: Vendor, request: httpx.Request) -> bytes:
        answer = await self._connected().send(request, stream=True)
        try:
            content = await self._content(vendor, answer)
        finally:
            await answer.aclose()
        if answer.is_success:
            return content
        raise self._failure(vendor, answer, content)

    async def _content(self, vendor: Vendor, answer: httpx.Response) -> bytes:
        content, most = bytearray(), self._patience.answer_bytes
        async for piece in answer.aiter_bytes():
            content += piece
            if len(content) > most:
                raise VendorError(vendor.name, f"its answer is bigger than {most / 2**20:,.0f} MB")
        return bytes(content)

    def _failure(self, vendor: Vendor, answer: httpx.Response, content: bytes) -> Exception:
        status, name = answer.status_code, vendor.name
        said = vendor.scrubbed(content[: 4 * _SAID].decode("utf-8", "replace"))
        if answer.is_redirect:
            return VendorError(name, f"it sends questions elsewhere ({status}), where its key must not go")
        if status in {401, 403}:
            return VendorKeyError(name, vendor.setting or "no key")
        after_s = self._after_s(answer)
        if status == 429:
            failure = VendorLimitError(name, _LIMIT_S if after_s is None else after_s)
            return self._passing(failure, after_s)
        if status == 408 or status >= 500:
            return self._passing(VendorError(name, f"it fails ({status}); trying later may help"), after_s)
        return VendorRefusedError(name, status, said)

    def _passing(self, failure: VendorError, after_s: float | None) -> Exception:
        too_long = after_s is not None and after_s > self._patience.longest_wait_s
        if too_long:
            return failure
        return PassingError(failure, None if after_s is None else after_s + self._jitter_s())

    def _jitter_s(self) -> float:
        """Return a little time, so that not all who wait ask at once."""
        return random.uniform(0, self._patience.backoff_s)  # noqa: S311 - nobody gains by guessing it

    def _after_s(self, answer: httpx.Response) -> float | None:
        given = answer.headers.get("retry-after", "").strip()
        if given.isdecimal():
            return min(float(given), _LONGEST_S)
        try:
            return max(0.0, (parsedate_to_datetime(given) - self._clock.now()).total_seconds())
        except (TypeError, ValueError):
            return None

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            patience = self._patience
            self._client = httpx.AsyncClient(
                transport=_KeyedTransport(self._proxy_of),
                timeout=httpx.Timeout(patience.read_s, connect=patience.connect_s),
                headers={"User-Agent": "Ballast"},
                follow_redirects=False,
            )
        return self._client


def _is_ours(error: BaseException) -> bool:
    """Return whether it is our database that cannot be had, for which the provider is not to blame."""
    return not isinstance(error, VendorError)


def _wait_before_next(error: Exception) -> bool | float:
    if not isinstance(error, PassingError):
        return False
    return True if error.after_s is None else error.after_s


def _tell(details: RetryDetails) -> None:
    _log.info("%s; tried again in %.1f s", details.caused_by, details.wait_for)


class _KeyedTransport(httpx.AsyncBaseTransport):
    """Adds the key to a request where it leaves: what is logged and raised above never has it."""

    def __init__(self, proxy_of: Callable[[str], str]) -> None:
        self._proxy_of = proxy_of
        self._ways: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request of a provider with its key, directly or by the proxy for its address."""
        vendor: Vendor = request.extensions[_VENDOR]
        url, headers = request.url, request.headers.copy()
        key = vendor.key.get_secret_value() if vendor.key else ""
        if key and vendor.key_header:
            headers[vendor.key_header] = vendor.key_prefix + key
        if key and vendor.key_parameter:
            url = url.copy_merge_params({vendor.key_parameter: key})
        keyed = httpx.Request("GET", url, headers=headers, extensions=request.extensions)
        return await self._way(self._proxy_of(vendor.url)).handle_async_request(keyed)

    async def aclose(self) -> None:
        """Close all connections."""
        for way in self._ways.values():
            await way.aclose()

    def _way(self, proxy: str) -> httpx.AsyncHTTPTransport:
        if proxy not in self._ways:
            self._ways[proxy] = httpx.AsyncHTTPTransport(proxy=proxy or None)
        return self._ways[proxy]
