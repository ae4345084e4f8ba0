"""How providers are asked: retries, limits, the breaker, and keys that nobody sees."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

import pytest
from pydantic import SecretStr
from tests.vendor_server import (
    BRISK,
    KEY,
    Asked,
    FakeVendor,
    Play,
    dropped,
    endless,
    silent,
    status,
    trickling,
    truncated,
    vendor_http,
    vendor_server,
)

from ballast_adapters.http import Patience, Vendor, VendorHttp, VendorRefusedError
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market_runs import MemoryQuotas
from ballast_core.market import VendorError, VendorKeyError, VendorLimitError
from ballast_core.shared.errors import UnavailableError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PATIENT = replace(BRISK, read_s=5, answer_s=5, tries=3)


@asynccontextmanager
async def asking(
    patience: Patience = PATIENT,
    *faults: Play,
    always: Play | None = None,
    quotas: MemoryQuotas | None = None,
) -> AsyncGenerator[tuple[VendorHttp, Vendor, FakeVendor]]:
    async with vendor_server(lambda _: b'{"good": true}') as server:
        server.faults, server.always = list(faults), always
        vendor = Vendor("fake", server.url, key=SecretStr(KEY), setting="BALLAST_X", key_parameter="apikey")
        async with vendor_http(FrozenClock(NOW), patience, quotas) as http:
            yield http, vendor, server


@pytest.mark.parametrize("code", [408, 429, 500, 503])
async def test_what_passes_is_asked_again(code: int) -> None:
    async with asking(PATIENT, status(code), status(code)) as (http, vendor, server):
        assert await http.get(vendor, "/x") == b'{"good": true}'
        assert len(server.asked) == 3


@pytest.mark.parametrize("fault", [silent, trickling], ids=["silent", "slow"])
async def test_an_answer_that_does_not_come_in_time_is_asked_for_again(fault: Play) -> None:
    async with asking(BRISK, fault) as (http, vendor, server):
        assert await http.get(vendor, "/x") == b'{"good": true}'
        assert len(server.asked) == 2


@pytest.mark.parametrize("fault", [truncated, dropped, status(404), status(400)])
async def test_what_asking_again_does_not_mend_is_asked_once(fault: Play) -> None:
    async with asking(PATIENT, always=fault) as (http, vendor, server):
        with pytest.raises(VendorError):
            await http.get(vendor, "/x")
        assert len(server.asked) == 1


async def test_a_provider_that_goes_on_failing_is_told_by_name() -> None:
    async with asking(PATIENT, always=status(502)) as (http, vendor, server):
        with pytest.raises(VendorError, match=r"^fake: it fails \(502\)"):
            await http.get(vendor, "/x")
        assert len(server.asked) == 3


async def test_the_provider_says_how_long_to_wait() -> None:
    async with asking(replace(PATIENT, longest_wait_s=5), status(429, Retry_After="1")) as (http, vendor, _):
        began = perf_counter()
        await http.get(vendor, "/x")
        assert perf_counter() - began >= 1


@pytest.mark.parametrize("after", ["3600", "Fri, 20 Nov 2026 13:00:00 GMT"])
async def test_who_would_have_to_wait_long_is_told_for_how_long(after: str) -> None:
    async with asking(PATIENT, always=status(429, Retry_After=after)) as (http, vendor, server):
        with pytest.raises(VendorLimitError) as caught:
            await http.get(vendor, "/x")
        assert (caught.value.retry_after_s, len(server.asked)) == (3600, 1)


async def test_a_wait_without_an_end_is_told_as_a_number() -> None:
    async with asking(PATIENT, always=status(429, Retry_After="9" * 400)) as (http, vendor, _):
        with pytest.raises(VendorLimitError, match=r"again in \d+"):
            await http.get(vendor, "/x")


async def test_a_server_that_throttles_to_the_end_is_at_its_limit() -> None:
    async with asking(PATIENT, always=status(429)) as (http, vendor, _):
        with pytest.raises(VendorLimitError):
            await http.get(vendor, "/x")


@pytest.mark.parametrize("code", [401, 403])
async def test_a_key_that_is_refused_is_not_tried_again(code: int) -> None:
    async with asking(PATIENT, always=status(code)) as (http, vendor, server):
        with pytest.raises(VendorKeyError, match="BALLAST_X"):
            await http.get(vendor, "/x")
        assert len(server.asked) == 1


async def test_without_a_key_nobody_is_asked() -> None:
    async with asking() as (http, vendor, server):
        with pytest.raises(VendorKeyError, match="BALLAST_X"):
            await http.get(replace(vendor, key=None), "/x")
        assert not server.asked


async def test_a_key_does_not_follow_to_another_address() -> None:
    async with vendor_server(lambda _: b"{}") as other:
        async with asking(PATIENT, always=status(302, Location=f"{other.url}/y")) as (http, vendor, _):
            with pytest.raises(VendorError, match="elsewhere"):
                await http.get(vendor, "/x")
        assert not other.asked


async def test_an_answer_without_an_end_is_given_up() -> None:
    async with asking(PATIENT, always=endless) as (http, vendor, _):
        with pytest.raises(VendorError, match="bigger"):
            await http.get(vendor, "/x")


async def test_a_provider_that_failed_five_times_is_left_in_peace() -> None:
    async with asking(replace(PATIENT, tries=1), always=status(500)) as (http, vendor, server):
        for _ in range(5):
            with pytest.raises(VendorError, match="fails"):
                await http.get(vendor, "/x")
        with pytest.raises(VendorError, match="5 times in a row"):
            await http.get(vendor, "/x")
        assert len(server.asked) == 5


async def test_refused_questions_do_not_make_a_provider_fail() -> None:
    async with asking(PATIENT, always=status(404)) as (http, vendor, _):
        for _ in range(7):
            with pytest.raises(VendorRefusedError, match="404"):
                await http.get(vendor, "/x")


class SlowQuotas(MemoryQuotas):
    """There is room at the second look."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    async def take(self, provider: str, per_minute: int, per_day: int, at: datetime) -> float:
        self.looks += 1
        return 0.1 if self.looks == 1 else await super().take(provider, per_minute, per_day, at)


async def test_who_need_not_wait_long_for_a_turn_waits() -> None:
    quotas = SlowQuotas()
    async with asking(quotas=quotas) as (http, vendor, server):
        began = perf_counter()
        await http.get(vendor, "/x")
        assert (perf_counter() - began >= 0.1, len(server.asked)) == (True, 1)


async def test_who_would_wait_long_for_a_turn_is_told_for_how_long() -> None:
    quotas = MemoryQuotas()
    async with asking(quotas=quotas) as (http, vendor, server):
        limited = replace(vendor, per_minute=1)
        await quotas.take(limited.account, 1, 0, NOW)
        with pytest.raises(VendorLimitError) as caught:
            await http.get(limited, "/x")
        assert (caught.value.retry_after_s, server.asked) == (60, [])


async def test_a_day_s_questions_are_counted_by_key() -> None:
    async with asking() as (http, vendor, server):
        limited = replace(vendor, per_day=2)
        for _ in range(2):
            await http.get(limited, "/x")
        with pytest.raises(VendorLimitError) as caught:
            await http.get(limited, "/x")
        assert caught.value.retry_after_s == 12 * 3600
        await http.get(replace(limited, key=SecretStr("another-key")), "/x")
        assert len(server.asked) == 3


def headed(asked: Asked) -> str:
    return asked.headers.get("authorization", "")


async def test_a_key_goes_where_the_provider_wants_it() -> None:
    async with asking() as (http, vendor, server):
        await http.get(vendor, "/x?a=1", {"b": 2})
        bearer = replace(vendor, key_parameter="", key_header="Authorization", key_prefix="Bearer ")
        await http.get(bearer, "/x")
    assert server.asked[0].parameters == {"a": "1", "b": "2", "apikey": KEY}
    assert headed(server.asked[1]) == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "fault", [status(500), status(400, f"your key {KEY} is bad".encode()), dropped, silent, status(302)]
)
async def test_no_key_is_in_a_log_or_an_error(fault: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with asking(BRISK, always=fault) as (http, vendor, server):
        with pytest.raises(VendorError) as caught:
            await http.get(vendor, "/x")
    told = [str(caught.value), repr(caught.value), repr(caught.value.__cause__), repr(vendor)]
    assert server.asked[0].parameters["apikey"] == KEY
    assert KEY not in "\n".join([*told, caplog.text])
    assert "/x" in caplog.text or fault in (dropped, silent)


async def test_a_provider_is_asked_by_the_proxy_for_its_address() -> None:
    async with asking() as (_, vendor, server):
        http = VendorHttp(
            MemoryQuotas(), FrozenClock(NOW), PATIENT, lambda url: server.url if "far" in url else ""
        )
        assert await http.get(replace(vendor, url="http://far.example"), "/y") == b'{"good": true}'
        assert await http.get(vendor, "/z") == b'{"good": true}'
        await http.close()
        assert [(one.path, one.headers["host"]) for one in server.asked] == [
            ("/y", "far.example"),
            ("/z", vendor.url.removeprefix("http://")),
        ]


class AwayQuotas(MemoryQuotas):
    """Its database is away at first."""

    def __init__(self) -> None:
        super().__init__()
        self.away = True

    async def take(self, provider: str, per_minute: int, per_day: int, at: datetime) -> float:
        if self.away:
            raise UnavailableError("the database is away")
        return await super().take(provider, per_minute, per_day, at)


async def test_a_database_that_is_away_is_not_held_against_the_provider() -> None:
    quotas = AwayQuotas()
    async with asking(quotas=quotas) as (http, vendor, server):
        for _ in range(6):
            with pytest.raises(UnavailableError, match="away"):
                await http.get(vendor, "/x")
        quotas.away = False
        await http.get(vendor, "/x")
        assert len(server.asked) == 1
