"""What a proxy tells of its client counts when the proxy was named; what a stranger tells does not."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
from tests.in_memory import Bench, bench_of
from tests.visitors import PAGE, PASSWORD, own

from ballast_adapters.settings import Settings

PROXY, STRANGER, CLIENT = "10.1.2.3", "203.0.113.9", "198.51.100.7"
BEHIND = Settings(api={"proxies": ("10.1.0.0/16", "fd00::/8"), "hosts": ("ballast.example",)})


@asynccontextmanager
async def seen_from(
    bench: Bench, peer: str, settings: Settings = BEHIND
) -> AsyncGenerator[httpx.AsyncClient]:
    """Yield a client whose connections come from this address."""
    web = bench.web(settings)
    transport = httpx.ASGITransport(web, client=(peer, 1))
    async with (
        web.router.lifespan_context(web),
        httpx.AsyncClient(transport=transport, base_url="http://ballast.example") as client,
    ):
        yield client


@pytest.fixture
async def bench() -> Bench:
    """Return a Ballast with an owner."""
    bench = bench_of({})
    await own(bench)
    return bench


async def address_on_record(bench: Bench, peer: str, headers: Mapping[str, str]) -> str:
    """Return from where the audit log thinks that a failed sign-in came."""
    async with seen_from(bench, peer) as client:
        answer = await client.post(
            "https://ballast.example/sign-in", data={"password": "no"}, headers=headers
        )
        assert answer.status_code == 403
    return (await bench.app.access.list_actions()).actions[0].address


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        (CLIENT, CLIENT),
        (f"1.2.3.4, {CLIENT}", CLIENT),
        (f"{CLIENT}, 10.1.9.9", CLIENT),
        (f"1.2.3.4,{CLIENT}:5555, 10.1.9.9", CLIENT),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", PROXY),
        (f"{CLIENT}, nonsense", PROXY),
        ("", PROXY),
    ],
)
async def test_the_client_is_the_last_that_no_named_proxy_has(bench: Bench, chain: str, client: str) -> None:
    assert await address_on_record(bench, PROXY, {"X-Forwarded-For": chain}) == client


async def test_a_stranger_speaks_for_itself_alone(bench: Bench) -> None:
    headers = {"X-Forwarded-For": CLIENT, "X-Real-IP": CLIENT, "Forwarded": f"for={CLIENT}"}
    assert await address_on_record(bench, STRANGER, headers) == STRANGER


async def test_a_stranger_cannot_dodge_the_count_of_attempts(bench: Bench) -> None:
    async with seen_from(bench, STRANGER) as client:
        answers = [
            await client.post(
                "https://ballast.example/sign-in",
                data={"password": "no"},
                headers={"X-Forwarded-For": f"198.51.100.{n}"},
            )
            for n in range(6)
        ]
    assert answers[-1].status_code == 429


async def test_behind_a_proxy_each_client_has_its_own_count(bench: Bench) -> None:
    async with seen_from(bench, PROXY) as client:

        async def sign_in(address: str, password: str) -> int:
            headers = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}
            return (await client.post("/sign-in", data={"password": password}, headers=headers)).status_code

        await asyncio.gather(*(sign_in(CLIENT, "no") for _ in range(6)))
        assert await sign_in(CLIENT, PASSWORD) == 429
        assert await sign_in("198.51.100.8", PASSWORD) == 303


async def test_neighbors_of_one_ipv6_household_count_as_one(bench: Bench) -> None:
    async with seen_from(bench, PROXY) as client:
        codes = []
        for n in range(6):
            headers = {"X-Forwarded-For": f"2001:db8::{n}", "X-Forwarded-Proto": "https"}
            codes.append(
                (await client.post("/sign-in", data={"password": "no"}, headers=headers)).status_code
            )
    assert codes[-1] == 429


@pytest.mark.parametrize(("peer", "cookie"), [(PROXY, True), (STRANGER, False)])
async def test_https_is_believed_of_a_named_proxy_alone(bench: Bench, peer: str, *, cookie: bool) -> None:
    async with seen_from(bench, peer) as client:
        headers = {"X-Forwarded-Proto": "https"}
        answer = await client.post("/sign-in", data={"password": PASSWORD}, headers=headers)
    assert ("__Host-ballast" in answer.headers.get("set-cookie", "")) is cookie
    assert ("strict-transport-security" in answer.headers) is cookie


@pytest.mark.parametrize(
    ("peer", "host", "status"),
    [
        (PROXY, "ballast.example", 200),
        (PROXY, "evil.example", 421),
        (PROXY, "a b", 421),
        (STRANGER, "ballast.example", 421),
    ],
)
async def test_a_named_proxy_tells_the_host(bench: Bench, peer: str, host: str, status: int) -> None:
    async with seen_from(bench, peer) as client:
        headers = {**PAGE, "Host": "inside:8000", "X-Forwarded-Host": host}
        assert (await client.get("/sign-in", headers=headers)).status_code == status


PREFIXED = [
    (Settings(api={"proxies": (PROXY,), "root_path": "/ballast/"}), {}, ""),
    (Settings(api={"proxies": (PROXY,), "root_path": "/ballast/"}), {}, "/ballast"),
    (Settings(api={"proxies": (PROXY,)}), {"X-Forwarded-Prefix": "/ballast"}, ""),
    (Settings(api={"proxies": (PROXY,)}), {"X-Forwarded-Prefix": "/ballast/"}, ""),
]


@pytest.mark.parametrize(("settings", "headers", "prefix"), PREFIXED)
async def test_under_a_path_everything_leads_back_there(
    bench: Bench, settings: Settings, headers: dict[str, str], prefix: str
) -> None:
    headers = {**PAGE, **headers, "X-Forwarded-Proto": "https"}
    async with seen_from(bench, PROXY, settings) as client:
        asked = await client.get(f"{prefix}/account", headers=headers)
        assert asked.headers["location"] == "/ballast/sign-in?next=/account"
        form = await client.get(f"{prefix}/sign-in", headers=headers)
        assert 'action="/ballast/sign-in"' in form.text
        assert 'href="/ballast/static/' in form.text
        assert (await client.get(f"{prefix}/static/ballast.svg", headers=headers)).status_code == 200
        answer = await client.post(
            f"{prefix}/sign-in", data={"password": PASSWORD, "next": "/account"}, headers=headers
        )
        assert answer.headers["location"] == "/ballast/account"
        assert "Path=/;" in answer.headers["set-cookie"]
        headers |= {"Cookie": answer.headers["set-cookie"].partition(";")[0], "Accept": "*/*"}
        assert (await client.get(f"{prefix}/api/v1/models", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "prefix", ["//evil.example", "https://evil.example", "/a b", '/a"><script>', "/..%2f"]
)
async def test_a_prefix_that_is_none_is_ignored(bench: Bench, prefix: str) -> None:
    async with seen_from(bench, PROXY) as client:
        answer = await client.get("/account", headers={**PAGE, "X-Forwarded-Prefix": prefix})
    assert answer.headers["location"] == "/sign-in?next=/account"


async def test_a_stranger_cannot_move_the_site(bench: Bench) -> None:
    async with seen_from(bench, STRANGER) as client:
        answer = await client.get("/account", headers={**PAGE, "X-Forwarded-Prefix": "/elsewhere"})
    assert answer.headers["location"] == "/sign-in?next=/account"
