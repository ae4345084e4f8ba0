"""A browser signs in: the cookie, its life, its forms, and those who try without."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of
from tests.visitors import GUARDED, PAGE, PASSWORD, SITE, csrf_of, own, signed_in, visiting

from ballast_adapters.settings import Settings

LAN = "http://192.168.1.7:8000"


@pytest.fixture
def bench() -> Bench:
    """Return a Ballast that has ingested nothing, and could."""
    return bench_of({"young/data_store/PyTAAA_status.params": b"cumu_value: 2026-11-19 10:00:00 4321.0\n"})


def cookie_of(answer: httpx.Response) -> str:
    """Return what the answer has the browser keep."""
    found = re.match(r"__Host-ballast=(\w+);", answer.headers["set-cookie"])
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/", "/sign-in"),
        ("/account", "/sign-in?next=/account"),
        ("/models/a%20b?on=2026-01-01&x=%26", "/sign-in?next=/models/a%2520b%3Fon%3D2026-01-01%26x%3D%2526"),
        ("//evil.example/x", "/sign-in?next=//evil.example/x"),
    ],
)
async def test_a_page_leads_to_the_sign_in_and_back(bench: Bench, path: str, where: str) -> None:
    async with visiting(bench) as client:
        answer = await client.get(httpx.URL(SITE).copy_with(raw_path=path.encode()), headers=PAGE)
        assert (answer.status_code, answer.headers["location"]) == (303, where)


async def test_a_part_of_a_page_has_the_browser_go_to_the_sign_in(bench: Bench) -> None:
    async with visiting(bench) as client:
        answer = await client.get("/ingest", headers={**PAGE, "HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in")


async def test_the_password_lets_a_browser_in(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        assert (await browser.client.get("/", headers=PAGE)).status_code == 200
        assert (await browser.client.get("/api/v1/models")).status_code == 200
        assert (await browser.client.get("/sign-in", headers=PAGE)).status_code == 303


async def test_the_cookie_is_for_our_server_alone(bench: Bench) -> None:
    async with visiting(bench) as client:
        answer = await client.post("/sign-in", data={"password": PASSWORD})
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-ballast=")
    assert flags == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax", f"Max-Age={30 * 24 * 3600}"]


@pytest.mark.parametrize("address", [SITE, "http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
async def test_at_the_machine_itself_https_is_not_needed(bench: Bench, address: str) -> None:
    async with visiting(bench, address=address) as client:
        assert (await client.post("/sign-in", data={"password": PASSWORD})).status_code == 303


async def test_over_plain_http_a_password_is_not_taken(bench: Bench) -> None:
    async with visiting(bench, address=LAN) as client:
        asked = await client.get("/sign-in", headers=PAGE)
        refused = await client.post("/sign-in", data={"password": PASSWORD}, headers=PAGE)
    assert "https://" in asked.text
    assert 'type="password"' not in asked.text
    assert (refused.status_code, refused.headers.get("set-cookie")) == (403, None)


async def test_on_a_network_that_is_trusted_it_is_taken(bench: Bench) -> None:
    settings = Settings(api={"sign_in": "always"}, session={"plain_http": True})
    async with visiting(bench, settings, LAN) as client:
        answer = await client.post("/sign-in", data={"password": PASSWORD})
        assert re.fullmatch(
            r"ballast=\w+; Path=/; HttpOnly; SameSite=Lax; Max-Age=\d+", answer.headers["set-cookie"]
        )
        assert (await client.get("/", headers=PAGE)).status_code == 200


async def test_the_unguarded_cookie_counts_only_where_it_was_allowed(bench: Bench) -> None:
    async with visiting(bench) as client:
        secret = cookie_of(await client.post("/sign-in", data={"password": PASSWORD}))
        client.cookies.clear()
        for address in (SITE, LAN):
            answer = await client.get(f"{address}/api/v1/models", headers={"Cookie": f"ballast={secret}"})
            assert answer.status_code == 401


@pytest.mark.parametrize("before", [b"\xa0", b"\x85", b'"'])
async def test_a_name_that_only_resembles_that_of_the_cookie_is_another(bench: Bench, before: bytes) -> None:
    async with visiting(bench) as client:
        secret = cookie_of(await client.post("/sign-in", data={"password": PASSWORD})).encode()
        client.cookies.clear()
        for sign, status in ((b"", 200), (before, 401)):
            named = b"a=b; " + sign + b"__Host-ballast=" + secret
            answer = await client.get("/api/v1/models", headers=[(b"Cookie", named)])
            assert answer.status_code == status


async def test_a_cookie_that_was_there_before_is_worth_nothing_after(bench: Bench) -> None:
    async with visiting(bench) as client:
        planted = "a" * 52
        client.cookies.set("__Host-ballast", planted, domain="localhost.local", path="/")
        first = cookie_of(await client.post("/sign-in", data={"password": PASSWORD}))
        client.cookies.clear()
        headers = {"Cookie": f"__Host-ballast={first}"}
        csrf = {"X-CSRF-Token": await csrf_of_cookie(client, first)}
        second = cookie_of(
            await client.post("/sign-in", data={"password": PASSWORD}, headers={**headers, **csrf})
        )
        client.cookies.clear()
        assert len({planted, first, second}) == 3
        assert (await client.get("/api/v1/models", headers=headers)).status_code == 401


async def csrf_of_cookie(client: httpx.AsyncClient, secret: str) -> str:
    """Return the form token of another browser's session."""
    answer = await client.get("/account", headers={**PAGE, "Cookie": f"__Host-ballast={secret}"})
    found = re.search(r'name="csrf" value="(\w+)"', answer.text)
    assert found is not None
    return found[1]


async def test_a_session_ends_after_a_week_without_a_request(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        bench.clock.tick(timedelta(days=6))
        assert (await browser.client.get("/api/v1/models")).status_code == 200
        bench.clock.tick(timedelta(days=7))
        assert (await browser.client.get("/api/v1/models")).status_code == 401


async def test_a_session_ends_after_a_month_in_any_case(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        for _ in range(5):
            bench.clock.tick(timedelta(days=6) - timedelta(seconds=1))
            assert (await browser.client.get("/api/v1/models")).status_code == 200
        bench.clock.tick(timedelta(days=1))
        assert (await browser.client.get("/api/v1/models")).status_code == 401


async def test_the_secret_of_a_session_changes_while_requests_cross(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        bench.clock.tick(timedelta(minutes=16))
        former = browser.client.cookies.get("__Host-ballast")
        headers = {"Cookie": f"__Host-ballast={former}"}
        browser.client.cookies.clear()
        answers = await asyncio.gather(
            *(browser.client.get("/api/v1/models", headers=headers) for _ in range(9))
        )
        assert {answer.status_code for answer in answers} == {200}
        fresh = [cookie_of(answer) for answer in answers if "set-cookie" in answer.headers]
        assert len(fresh) == 1
        bench.clock.tick(timedelta(seconds=61))
        browser.client.cookies.clear()
        assert (await browser.client.get("/api/v1/models", headers=headers)).status_code == 401
        renewed = {"Cookie": f"__Host-ballast={fresh[0]}"}
        assert (await browser.client.get("/api/v1/models", headers=renewed)).status_code == 200


async def test_the_palette_signs_out_by_the_form_of_the_account(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        entries = (await browser.client.get("/palette.json")).json()
        [out] = [entry for entry in entries if entry["name"] == "Sign out"]
        page = (await browser.client.get(out["href"], headers=PAGE)).text
    assert f'action="{out["form"]}"' in page


async def test_signing_out_ends_the_session_and_empties_the_browser(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        secret = browser.client.cookies.get("__Host-ballast")
        answer = await browser.post("/sign-out")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert "cache" in answer.headers["clear-site-data"]
        again = await browser.client.get("/api/v1/models", headers={"Cookie": f"__Host-ballast={secret}"})
        assert again.status_code == 401


@pytest.mark.parametrize("given", [None, "", "x" * 52, "é"])
async def test_a_change_without_the_token_of_the_session_is_refused(bench: Bench, given: str | None) -> None:
    async with signed_in(bench) as browser:
        form = {"name": "x", "scopes": "read"} | ({} if given is None else {"csrf": given})
        assert (await browser.client.post("/account/tokens", data=form)).status_code == 403
        headers = {} if given is None else {b"X-CSRF-Token": given.encode()}
        sent = await browser.client.post("/api/v1/ingest", json={"dry_run": True}, headers=headers)
        assert sent.status_code == 403
        assert (await bench.app.access.list_tokens()).tokens == ()


async def test_the_token_of_another_session_is_refused(bench: Bench) -> None:
    async with signed_in(bench) as one, signed_in(bench) as other:
        answer = await one.client.post(
            "/account/tokens", data={"name": "x", "scopes": "read", "csrf": other.csrf}
        )
    assert answer.status_code == 403


async def test_a_foreign_page_cannot_use_the_session_even_with_its_token(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        headers = {"Origin": "https://evil.example", "X-CSRF-Token": browser.csrf}
        assert (await browser.client.post("/api/v1/ingest", json={}, headers=headers)).status_code == 403


async def test_with_its_token_a_session_may_do_everything(bench: Bench) -> None:
    async with signed_in(bench) as browser:
        headers = {"X-CSRF-Token": browser.csrf}
        for path, body in (("/api/v1/ingest", {"dry_run": True}), ("/api/v1/tokens", {"name": "x"})):
            assert (await browser.client.post(path, json=body, headers=headers)).status_code == 200


async def test_guessing_is_stopped(bench: Bench) -> None:
    async with visiting(bench) as client:
        tries = [client.post("/sign-in", data={"password": f"guess {n}"}, headers=PAGE) for n in range(12)]
        answers = await asyncio.gather(*tries)
        assert sorted(answer.status_code for answer in answers) == [403] * 5 + [429] * 7
        right = await client.post("/sign-in", data={"password": PASSWORD}, headers=PAGE)
    assert (right.status_code, int(right.headers["retry-after"]) > 0) == (429, True)
    assert "too many attempts" in right.text


async def test_who_proves_it_may_err_again(bench: Bench) -> None:
    async with visiting(bench) as client:
        for _ in range(3):
            for _ in range(4):
                assert (await client.post("/sign-in", data={"password": "wrong"})).status_code == 403
            assert (await client.post("/sign-in", data={"password": PASSWORD})).status_code == 303
            client.cookies.clear()


@pytest.mark.parametrize("given", ["/account", "/models/a?on=2026-01-01&x=1", "/models/%C3%A9"])
async def test_signing_in_leads_on(bench: Bench, given: str) -> None:
    async with visiting(bench) as client:
        answer = await client.post("/sign-in", data={"password": PASSWORD, "next": given})
    assert answer.headers["location"] == given


@pytest.mark.parametrize(
    "given",
    [
        *(
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "javascript:alert(1)",
        ),
        *("/\t/evil.example", "/\r\nSet-Cookie: a=b", "/a\nb", " /x", "evil", "", "/\x00", "/a\\b"),
    ],
)
async def test_signing_in_leads_nowhere_else(bench: Bench, given: str) -> None:
    async with visiting(bench) as client:
        shown = await client.get(f"/sign-in?next={quote(given)}", headers=PAGE)
        assert given == "" or given not in shown.text or shown.status_code == 400
        answer = await client.post("/sign-in", data={"password": PASSWORD, "next": given})
    assert answer.headers["location"] == "/"
    assert answer.headers.get_list("set-cookie") == [answer.headers["set-cookie"]]


async def test_the_code_from_the_log_makes_the_owner(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    async with client_of(bench.web(GUARDED), SITE) as client:
        found = re.search(r"open (\S+)/setup and enter the code ([\w-]+)", caplog.text)
        assert found is not None
        assert found[1] == "http://127.0.0.1:8000"
        assert (await client.get("/sign-in", headers=PAGE)).headers["location"] == "/setup"
        form = {"code": found[2].upper(), "password": PASSWORD, "again": PASSWORD}
        answer = await client.post("/setup", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert (await client.get("/", headers=PAGE)).status_code == 200
        assert (await client.get("/setup", headers=PAGE)).headers["location"] == "/sign-in"
        assert (await client.post("/setup", data={**form, "csrf": await csrf_of(client)})).status_code == 303


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"code": "aaaa-aaaa-aaaa-aaaa"}, 403, "not the setup code"),
        ({"password": "short", "again": "short"}, 422, "12 characters"),
        ({"again": "other words in a row"}, 422, "differ"),
    ],
)
async def test_a_set_up_that_goes_wrong_says_why(
    bench: Bench, change: dict[str, str], status: int, said: str
) -> None:
    async with client_of(bench.web(GUARDED), SITE) as client:
        code = await bench.app.access.begin_setup()
        form = {"code": code, "password": PASSWORD, "again": PASSWORD, **change}
        answer = await client.post("/setup", data=form, headers=PAGE)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert PASSWORD not in answer.text
    assert not await bench.app.access.has_owner()


async def test_guessing_the_code_is_stopped(bench: Bench) -> None:
    async with client_of(bench.web(GUARDED), SITE) as client:
        form = {"password": PASSWORD, "again": PASSWORD}
        answers = [await client.post("/setup", data={"code": f"{n}", **form}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


async def test_no_code_is_made_where_nobody_needs_to_sign_in(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with client_of(bench.web()) as client:
        assert (await client.get("/setup", headers=PAGE)).status_code == 303
    assert "setup" not in caplog.text


async def test_no_page_of_sign_in_stays_in_the_browser(bench: Bench) -> None:
    await own(bench)
    async with signed_in(bench) as browser:
        for path in ("/account", "/account/tokens", "/account/audit", "/api/v1/tokens", "/api/v1/actions"):
            assert (await browser.client.get(path)).headers["cache-control"] == "no-store"


async def test_what_is_kept_for_all_has_nothing_of_one_browser(bench: Bench) -> None:
    await bench.app.tracking.ingest_models()
    async with signed_in(bench) as browser:
        for path in (
            "/",
            "/palette.json",
            "/findings",
            "/models/young",
            "/compare?models=young",
            "/api/v1/models",
        ):
            answer = await browser.client.get(path, headers={"Accept": "*/*"})
            assert browser.csrf not in answer.text
            assert "Cookie" in answer.headers.get("vary", "Cookie")


@pytest.mark.parametrize("body", [b"csrf=%ff&\xff", b"&".join([b"a=1"] * 1_001), b""])
async def test_a_form_that_cannot_be_read_carries_no_token(bench: Bench, body: bytes) -> None:
    async with signed_in(bench) as browser:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert (await browser.client.post("/sign-out", content=body, headers=kind)).status_code == 403
