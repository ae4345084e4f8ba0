"""What changes something goes on record: who, what, from where, and how it ended."""

from datetime import timedelta

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of
from tests.visitors import GUARDED, PASSWORD, SITE, bearer, signed_in, token_of, visiting

from ballast_core.access import Action, Scope


@pytest.fixture
def bench() -> Bench:
    """Return a Ballast that has ingested nothing, and could."""
    return bench_of({"young/data_store/PyTAAA_status.params": b"cumu_value: 2026-11-19 10:00:00 4321.0\n"})


async def actions(bench: Bench) -> list[Action]:
    return list((await bench.app.access.list_actions(1_000)).actions)


def told(action: Action) -> tuple[str, ...]:
    return action.actor, action.action, action.subject, action.outcome.value, action.detail


async def test_on_this_machine_a_change_is_recorded(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        await client.get("/")
        await client.post("/api/v1/ingest", json={})
    [action] = await actions(bench)
    assert told(action) == ("this machine", "tracking.ingest_models", "", "done", "")
    assert action.address == "127.0.0.1"


async def test_a_token_is_recorded_by_its_name(bench: Bench) -> None:
    token = await token_of(bench, Scope.READ)
    who = f"token {token.split('_')[1]} (a program)"
    async with visiting(bench) as client:
        await client.post("/api/v1/ingest", json={}, headers=bearer(token))
    [action] = await actions(bench)
    assert told(action) == (who, "POST /api/v1/ingest", "", "refused", "access.scope_lacking")


async def test_the_owner_is_recorded_with_what_was_made_and_revoked(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        await browser.post("/account/tokens", name="grafana", scopes="read")
        [token] = (await bench.app.access.list_tokens()).tokens
        await browser.post(f"/account/tokens/{token.id}/revoke")
        await browser.post("/account/tokens/nothere1/revoke")
    assert [told(action) for action in await actions(bench)] == [
        ("owner", "access.revoke_token", "nothere1", "refused", "access.not_found"),
        ("owner", "access.revoke_token", token.id, "done", ""),
        ("owner", "access.create_token", f"{token.id} (grafana)", "done", ""),
        ("owner", "access.sign_in", "", "done", ""),
    ]


async def test_a_stranger_is_recorded_and_cannot_fill_the_disk(bench: Bench) -> None:
    async with visiting(bench) as client:
        for n in range(50):
            await client.post(f"/api/v1/{n}")
        await client.get("/api/v1/models")
    recorded = await actions(bench)
    assert len(recorded) == 20
    assert told(recorded[-1]) == ("nobody", "POST /api/v1/0", "", "refused", "http.unauthorized")


@pytest.mark.parametrize(
    ("form", "detail"),
    [
        ({"password": "no"}, "access.wrong_password"),
        ({}, "web.invalid_request"),
        ({"password": PASSWORD}, ""),
    ],
)
async def test_each_try_to_sign_in_is_recorded_without_the_password(
    bench: Bench, form: dict[str, str], detail: str
) -> None:
    async with visiting(bench) as client:
        await client.post("/sign-in", data=form)
    [action] = await actions(bench)
    assert (action.action, action.detail) == ("access.sign_in", detail)


async def test_the_secret_of_a_link_is_not_recorded(bench: Bench) -> None:
    async with client_of(bench.web(GUARDED), SITE) as client:
        await client.post("/shared/abcdefghij_secretsecretsecretsecret/models/x")
    [action] = await actions(bench)
    assert action.action == "POST /shared/***/models/x"


async def test_what_steers_a_terminal_is_not_recorded(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        await client.post(httpx.URL("http://127.0.0.1:8000/x%1b[31m%0d%0aowner"))
    [action] = await actions(bench)
    assert action.action.isprintable()


async def test_a_request_that_breaks_is_recorded_as_failed(bench: Bench) -> None:
    web = bench.web()

    @web.post("/break", operation_id="test.break_it")
    async def break_it() -> None:
        raise RuntimeError

    async with client_of(web) as client:
        assert (await client.post("/break")).status_code == 500
    [action] = await actions(bench)
    assert (action.action, action.outcome.value, action.detail[:13]) == (
        "test.break_it",
        "failed",
        "the log tells",
    )
    assert action.at == bench.clock.now() - timedelta()
