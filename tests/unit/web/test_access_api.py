"""Tokens, share links, browsers and the audit log over the API."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from tests.in_memory import Bench
from tests.visitors import bearer, signed_in, token_of, visiting

from ballast_core.access import Scope


@pytest.fixture
async def api(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client with a token for everything."""
    async with visiting(bench) as client:
        client.headers.update(bearer(await token_of(bench, Scope.ADMIN)))
        yield client


async def test_a_token_is_made_listed_and_revoked(api: httpx.AsyncClient) -> None:
    made = (await api.post("/api/v1/tokens", json={"name": "grafana", "expires_days": 9})).json()
    token = made["token"]
    assert made["secret"].startswith(f"ballast_{token['id']}_")
    assert (token["name"], token["scopes"], token["state"]) == ("grafana", ["read"], "active")
    assert (await api.get("/api/v1/models", headers=bearer(made["secret"]))).status_code == 200
    assert (await api.delete(f"/api/v1/tokens/{token['id']}")).status_code == 204
    listed = (await api.get("/api/v1/tokens")).json()["tokens"]
    assert next(one["state"] for one in listed if one["id"] == token["id"]) == "revoked"
    assert (await api.get("/api/v1/models", headers=bearer(made["secret"]))).status_code == 401


async def test_a_share_link_is_made_listed_and_revoked(api: httpx.AsyncClient, bench: Bench) -> None:
    made = (await api.post("/api/v1/shares", json={"label": "adviser", "models": ["naz100_pine"]})).json()
    assert (await bench.app.access.open_share(made["secret"])).label == "adviser"
    assert (await api.delete(f"/api/v1/shares/{made['share']['id']}")).status_code == 204
    [share] = (await api.get("/api/v1/shares")).json()["shares"]
    assert (share["state"], made["secret"] in str(share)) == ("revoked", False)


async def test_a_browser_is_listed_and_signed_out(api: httpx.AsyncClient, bench: Bench) -> None:
    async with signed_in(bench) as browser:
        [session] = (await api.get("/api/v1/sessions")).json()["sessions"]
        assert set(session) == {"id", "agent", "address", "created_at", "seen_at", "ends_at"}
        assert (await api.delete(f"/api/v1/sessions/{session['id']}")).status_code == 204
        assert (await browser.client.get("/api/v1/models")).status_code == 401


async def test_the_audit_log_leaves_in_any_form(api: httpx.AsyncClient) -> None:
    await api.post("/api/v1/tokens", json={"name": "grafana"})
    [action] = (await api.get("/api/v1/actions")).json()["actions"]
    assert (action["action"], action["outcome"]) == ("access.create_token", "done")
    assert (await api.get("/api/v1/actions?format=csv")).text.startswith("at,actor,action")


@pytest.mark.parametrize("kind", ["tokens", "shares", "sessions"])
async def test_what_is_not_there_cannot_be_ended(api: httpx.AsyncClient, kind: str) -> None:
    answer = await api.delete(f"/api/v1/{kind}/nothere1")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:ballast:access.not_found")


@pytest.mark.parametrize(
    "body",
    [{"name": ""}, {"name": "x\ny"}, {"name": "x", "in_address": True, "scopes": ["admin"]}, {"nome": "x"}],
)
async def test_a_token_that_cannot_be_is_refused(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    answer = await api.post("/api/v1/tokens", json=body)
    assert answer.status_code == 422


async def test_a_path_that_several_methods_share_tells_them_all(api: httpx.AsyncClient) -> None:
    answer = await api.put("/api/v1/tokens")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_no_proxy_keeps_an_answer_with_a_secret(api: httpx.AsyncClient) -> None:
    for path, body in (("tokens", {"name": "x"}), ("shares", {"label": "x"})):
        answer = await api.post(f"/api/v1/{path}", json=body)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
