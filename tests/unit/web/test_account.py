"""The owner's pages: what they do, and that others do not see what is behind them."""

import re
from datetime import timedelta

import pytest
from tests.in_memory import Bench, client_of
from tests.visitors import PAGE, PASSWORD, bearer, signed_in, visiting

OTHER = "other words in a row"
SECRET = re.compile(r"ballast_[a-z0-9]+_[a-z0-9]{20,}")


async def test_the_password_is_changed_by_who_knows_it(bench: Bench) -> None:
    async with signed_in(bench) as one, signed_in(bench) as other:
        answer = await one.post("/account/password", old=PASSWORD, new=OTHER, again=OTHER)
        assert (answer.status_code, "changed" in answer.text) == (200, True)
        assert (await one.client.get("/account")).status_code == 200
        assert (await other.client.get("/account")).status_code == 401
        assert (await other.client.post("/sign-in", data={"password": PASSWORD})).status_code == 403
        assert (await other.client.post("/sign-in", data={"password": OTHER})).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "status", "said"),
    [
        ("not the password", OTHER, OTHER, 403, "wrong"),
        (PASSWORD, "short", "short", 422, "12 characters"),
        (PASSWORD, OTHER, "other words in a raw", 422, "differ"),
    ],
)
async def test_another_password_is_refused_with_a_reason(
    bench: Bench, old: str, new: str, again: str, status: int, said: str
) -> None:
    async with signed_in(bench) as browser:
        answer = await browser.post("/account/password", old=old, new=new, again=again)
        assert (answer.status_code, said in answer.text) == (status, True)
    assert await bench.app.access.sign_in(PASSWORD)


async def test_guessing_the_old_password_is_stopped(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        codes = [
            (await browser.post("/account/password", old=f"guess {n}", new=OTHER, again=OTHER)).status_code
            for n in range(6)
        ]
    assert codes == [403] * 5 + [429]


async def test_another_browser_can_be_signed_out(bench: Bench) -> None:
    async with signed_in(bench) as one, signed_in(bench) as other:
        [action] = set(
            re.findall(r'action="(/account/sessions/\w+/end)"', (await one.client.get("/account")).text)
        )
        assert (await one.post(action)).headers["location"] == "/account"
        assert (await other.client.get("/account")).status_code == 401


async def test_a_token_is_shown_once(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        made = await browser.post(
            "/account/tokens", name="<b>grafana", scopes=["read", "ingest"], expires_days="9"
        )
        [token] = set(SECRET.findall(made.text))
        assert "<b>grafana" not in made.text
        listed = await browser.client.get("/account/tokens")
        assert not SECRET.search(listed.text)
        assert "read, ingest" in listed.text
        async with visiting(bench) as program:
            assert (await program.get("/api/v1/models", headers=bearer(token))).status_code == 200
            await browser.post(re.findall(r'action="(/account/tokens/\w+/revoke)"', listed.text)[0])
            assert (await program.get("/api/v1/models", headers=bearer(token))).status_code == 401


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "scopes": "read"}, "name"),
        ({"name": "x\r\ny", "scopes": "read"}, "control characters"),
        ({"name": "x", "scopes": "read", "expires_days": "0"}, "expires_days"),
        ({"name": "x", "scopes": "read", "expires_days": "soon"}, "expires_days"),
        ({"name": "x", "scopes": ["read", "admin"], "in_address": "true"}, "read alone"),
    ],
)
async def test_a_token_that_cannot_be_is_refused(bench: Bench, form: dict[str, object], said: str) -> None:
    async with signed_in(bench) as browser:
        answer = await browser.post("/account/tokens", **form)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (await bench.app.access.list_tokens()).tokens == ()


async def test_a_share_link_is_shown_once_with_its_whole_address(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        made = await browser.post(
            "/account/shares", label="the adviser", models=["naz100_pine"], expires_days="3"
        )
        [secret] = re.findall(r"https://localhost/shared/(\w+)", made.text)
        assert (await bench.app.access.open_share(secret)).models == ("naz100_pine",)
        listed = await browser.client.get("/account/shares")
        assert secret not in listed.text
        await browser.post(re.findall(r'action="(/account/shares/\w+/revoke)"', listed.text)[0])
        [share] = (await bench.app.access.list_shares()).shares
        assert share.state == "revoked"


async def test_a_share_link_of_a_model_that_is_not_there_is_refused(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        assert (await browser.post("/account/shares", label="x", models=["nobody"])).status_code == 404
    assert (await bench.app.access.list_shares()).shares == ()


async def test_the_audit_log_has_pages(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        for n in range(5):
            await browser.post("/account/tokens", name=f"token {n}", scopes="read")
        first = await browser.client.get("/account/audit?limit=3")
        assert 'rel="next"' in first.text
        assert 'rel="prev"' not in first.text
        last = await browser.client.get("/account/audit?limit=3&offset=3")
        assert 'rel="prev"' in last.text
        assert 'rel="next"' not in last.text
        assert "access.sign_in" in last.text


async def test_on_this_machine_the_account_is_open_and_asks_for_no_password(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        shown = await client.get("/account", headers=PAGE)
        assert (shown.status_code, "nobody needs to sign in" in shown.text) == (200, True)
        made = await client.post("/account/tokens", data={"name": "x", "scopes": "read"})
        assert SECRET.search(made.text)


async def test_the_list_of_browsers_tells_when_they_were_seen(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        bench.clock.tick(timedelta(minutes=5))
        await browser.client.get("/", headers=PAGE)
        [session] = (await bench.app.access.list_sessions()).sessions
    assert session.seen_at == bench.clock.now()
    assert (session.agent[:6], session.address) == ("python", "127.0.0.1")
