"""Programs ask with tokens: which ones open what, and where a token may stand."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of
from tests.visitors import GUARDED, SITE, bearer, token_of, visiting

from ballast_core.access import Scope

MODELS = "/api/v1/models"
READ, INGEST, ADMIN = Scope


@pytest.fixture
def bench() -> Bench:
    """Return a Ballast that has ingested nothing, and could."""
    return bench_of({"young/data_store/PyTAAA_status.params": b"cumu_value: 2026-11-19 10:00:00 4321.0\n"})


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with visiting(bench) as client:
        yield client


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        ((READ,), "GET", MODELS, 200),
        ((READ,), "GET", "/metrics", 200),
        ((READ,), "HEAD", MODELS, 200),
        ((READ,), "POST", "/api/v1/ingest", 403),
        ((READ,), "POST", "/api/v1/upload", 403),
        ((READ,), "DELETE", "/api/v1/files/aaaaaaaaaaaa", 403),
        ((READ,), "POST", "/api/v1/optimizer/frontier", 403),
        ((READ,), "POST", "/api/v1/jobs", 403),
        ((READ,), "GET", "/api/v1/tokens", 403),
        ((READ,), "GET", "/api/v1/actions", 403),
        ((READ,), "GET", "/account", 403),
        ((READ,), "POST", "/api/v1/nowhere", 403),
        ((INGEST,), "GET", MODELS, 403),
        ((INGEST,), "POST", "/api/v1/ingest", 200),
        ((INGEST,), "POST", "/api/v1/tokens", 403),
        ((READ, INGEST), "DELETE", "/api/v1/tokens/aaaaaaaa", 403),
        ((READ, INGEST), "GET", "/api/v1/sessions", 403),
        ((ADMIN,), "GET", MODELS, 200),
        ((ADMIN,), "POST", "/api/v1/ingest", 200),
        ((ADMIN,), "GET", "/api/v1/actions", 200),
    ],
)
async def test_a_token_opens_what_its_scopes_name(
    client: httpx.AsyncClient, bench: Bench, scopes: tuple[Scope, ...], method: str, path: str, status: int
) -> None:
    content = {"json": {}} if method == "POST" else {}
    answer = await client.request(method, path, headers=bearer(await token_of(bench, *scopes)), **content)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "urn:ballast:access.scope_lacking"


async def test_a_token_that_expired_opens_nothing(client: httpx.AsyncClient, bench: Bench) -> None:
    token = await token_of(bench, expires_days=1)
    assert (await client.get(MODELS, headers=bearer(token))).status_code == 200
    bench.clock.tick(timedelta(days=1))
    answer = await client.get(MODELS, headers=bearer(token))
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:ballast:access.unknown_token")


async def test_a_token_that_was_revoked_opens_nothing(client: httpx.AsyncClient, bench: Bench) -> None:
    token = await token_of(bench)
    await bench.app.access.revoke_token(token.split("_")[1])
    assert (await client.get(MODELS, headers=bearer(token))).status_code == 401


@pytest.mark.parametrize("change", [str.upper, lambda token: token[:-1], lambda token: token + "a"])
async def test_a_token_that_is_nearly_right_opens_nothing(
    client: httpx.AsyncClient, bench: Bench, change: object
) -> None:
    assert callable(change)
    answer = await client.get(MODELS, headers=bearer(change(await token_of(bench))))
    assert answer.status_code == 401


async def test_a_token_made_for_it_may_stand_in_an_address(client: httpx.AsyncClient, bench: Bench) -> None:
    token = await token_of(bench, in_address=True)
    answer = await client.get(f"{MODELS}?format=csv&token={token}")
    assert (answer.status_code, answer.headers["content-type"][:8]) == (200, "text/csv")


async def test_a_token_in_an_address_is_gone_from_links(client: httpx.AsyncClient, bench: Bench) -> None:
    token = await token_of(bench, in_address=True)
    for _ in range(3):
        await token_of(bench)
    answer = await client.get("/api/v1/runs", params={"token": token, "limit": 1, "offset": 1})
    assert token not in answer.headers["link"]


@pytest.mark.parametrize(
    ("scopes", "in_address", "method", "path"),
    [
        ((READ,), False, "GET", MODELS),
        ((READ, INGEST), False, "GET", MODELS),
        ((READ,), True, "GET", "/metrics"),
        ((READ,), True, "GET", "/account"),
        ((READ,), True, "POST", "/api/v1/ingest"),
    ],
)
async def test_elsewhere_a_token_in_an_address_opens_nothing(
    client: httpx.AsyncClient,
    bench: Bench,
    scopes: tuple[Scope, ...],
    in_address: object,
    method: str,
    path: str,
) -> None:
    token = await token_of(bench, *scopes, in_address=in_address)
    assert (await client.request(method, path, params={"token": token})).status_code == 401


async def test_after_many_wrong_tokens_an_address_waits(client: httpx.AsyncClient, bench: Bench) -> None:
    answers = await asyncio.gather(*(client.get(MODELS, headers=bearer(f"guess{n}")) for n in range(40)))
    assert {answer.status_code for answer in answers} == {401, 429}
    good = await client.get(MODELS, headers=bearer(await token_of(bench)))
    assert (good.status_code, good.json()["type"]) == (429, "urn:ballast:access.too_many_attempts")
    assert int(good.headers["retry-after"]) <= 60
    assert sum(answer.status_code == 401 for answer in answers) == 30


async def test_a_wrong_token_costs_no_one_elsewhere(bench: Bench) -> None:
    web, token = bench.web(GUARDED), bearer(await token_of(bench))
    async with client_of(web, SITE) as client:
        for n in range(31):
            await client.get(MODELS, headers=bearer(f"guess{n}"))
        transport = httpx.ASGITransport(web, client=("203.0.113.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as other:
            assert (await other.get(MODELS, headers=token)).status_code == 200


async def test_guesses_from_everywhere_shut_no_program_out(bench: Bench) -> None:
    web, token = bench.web(GUARDED), bearer(await token_of(bench))
    async with client_of(web, SITE) as client:
        for n in range(25):
            transport = httpx.ASGITransport(web, client=(f"203.0.113.{n}", 1))
            async with httpx.AsyncClient(transport=transport, base_url=SITE) as stranger:
                for _ in range(25):
                    assert (await stranger.get(MODELS, headers=bearer("guess"))).status_code == 401
        assert (await client.get(MODELS, headers=token)).status_code == 200


async def test_basic_auth_of_a_proxy_does_not_stand_in_the_way(bench: Bench) -> None:
    async with client_of(bench.web(GUARDED), SITE) as client:
        headers = {"Authorization": "Basic b3duZXI6eA==", "Accept": "text/html"}
        assert (await client.get("/sign-in", headers=headers)).status_code == 303
