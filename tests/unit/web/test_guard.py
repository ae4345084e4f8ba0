"""Who is answered, and who is turned away, whoever they are."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi.responses import StreamingResponse
from pydantic import SecretStr
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.settings import Settings
from ballast_core.ops import CheckState

TOKEN = "läster-42-und-mehr"


def bearer(token: str) -> dict[bytes, bytes]:
    return {b"Authorization": b"Bearer " + token.encode()}


@pytest.fixture(scope="module")
def behind() -> Bench:
    """Return the Ballast behind the guard; it has ingested nothing, and nobody may change that."""
    return bench_of({"young/data_store/PyTAAA_status.params": b"cumu_value: 2026-11-19 10:00:00 4321.0\n"})


@pytest.fixture(scope="module")
async def local(behind: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client on this machine, of a Ballast that only this machine can ask."""
    async with client_of(behind.web()) as client:
        yield client


@pytest.fixture(scope="module")
async def distant(behind: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client elsewhere, of a Ballast with a token in its settings."""
    settings = Settings(api={"host": "192.168.1.7"}, api_token=SecretStr(TOKEN))
    async with client_of(behind.web(settings), "http://192.168.1.7:8000") as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/api/v1/models", "/api/v1/openapi.json", "/api/v1/nowhere", "/", "/nowhere", "/metrics"]
)
@pytest.mark.parametrize(
    ("headers", "code", "challenge"),
    [
        ({}, "http.unauthorized", 'Bearer realm="Ballast"'),
        ({b"Authorization": b"Basic \xe9="}, "http.unauthorized", 'Bearer realm="Ballast"'),
        ({b"Authorization": b"Digest " + TOKEN.encode()}, "http.unauthorized", 'Bearer realm="Ballast"'),
        (bearer("guess"), "access.unknown_token", 'Bearer realm="Ballast", error="invalid_token"'),
        (bearer(""), "access.unknown_token", 'Bearer realm="Ballast", error="invalid_token"'),
    ],
)
async def test_nothing_is_told_without_the_token(
    distant: httpx.AsyncClient, path: str, headers: dict[bytes, bytes], code: str, challenge: str
) -> None:
    answer = await distant.get(path, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, f"urn:ballast:{code}")
    assert answer.headers["www-authenticate"] == challenge


async def test_the_token_of_the_settings_opens_everything(distant: httpx.AsyncClient) -> None:
    for path in ("/api/v1/models", "/api/v1/openapi.json", "/", "/api/v1/tokens", "/metrics"):
        assert (await distant.get(path, headers=bearer(TOKEN))).status_code == 200
    answer = await distant.post("/api/v1/ingest", json={"dry_run": True}, headers=bearer(TOKEN))
    assert answer.status_code == 200


async def test_health_is_open_but_tells_what_it_found_only_to_those_who_may_ask(
    distant: httpx.AsyncClient,
) -> None:
    [anyone] = (await distant.get("/api/v1/health")).json()["checks"]
    [known] = (await distant.get("/api/v1/health", headers=bearer(TOKEN))).json()["checks"]
    assert anyone == {"name": "database", "state": "ok", "found": "", "advice": ""}
    assert (known["found"], known["advice"]) == ("in memory", "nothing to do")


async def test_health_is_503_when_a_check_failed(distant: httpx.AsyncClient, behind: Bench) -> None:
    behind.probes.state = CheckState.FAILED
    answer = await distant.get("/api/v1/health")
    behind.probes.state = CheckState.OK
    assert (answer.status_code, answer.json()["checks"][0]["state"]) == (503, "failed")


async def test_a_style_sheet_is_no_secret(distant: httpx.AsyncClient) -> None:
    assert (await distant.get("/static/ballast.svg")).status_code == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
async def test_this_machine_is_answered_by_its_own_names(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/api/v1/models", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "", "a:b:c"]
)
async def test_a_foreign_name_that_leads_here_is_not_answered(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/api/v1/models", headers={"Host": host})).status_code == 421


@pytest.mark.parametrize(
    ("host", "status"),
    [("ballast.lan", 200), ("BALLAST.lan:8443", 200), ("localhost", 200), ("evil.example", 421)],
)
async def test_of_named_hosts_each_is_answered_and_no_other(behind: Bench, host: str, status: int) -> None:
    settings = Settings(api={"hosts": ("Ballast.LAN",)}, api_token=SecretStr(TOKEN))
    async with client_of(behind.web(settings)) as client:
        answer = await client.get("/api/v1/models", headers={b"Host": host.encode(), **bearer(TOKEN)})
    assert answer.status_code == status


async def test_without_sign_in_only_an_address_of_this_machine_is_answered(behind: Bench) -> None:
    async with client_of(behind.web(), "http://192.168.1.7:8000") as client:
        answer = await client.get("/api/v1/models", headers={"Host": "localhost"})
    assert answer.status_code == 403
    assert "BALLAST_API__SIGN_IN" in answer.json()["detail"]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP"]
)
async def test_a_proxy_that_nobody_named_does_not_open_this_machine_to_others(
    local: httpx.AsyncClient, header: str
) -> None:
    answer = await local.get("/api/v1/models", headers={header: "127.0.0.1"})
    assert answer.status_code == 403
    assert "BALLAST_API__PROXIES" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none", "Origin": "https://evil.example"},
    ],
)
async def test_a_foreign_page_cannot_start_an_ingest(
    local: httpx.AsyncClient, behind: Bench, headers: dict[str, str]
) -> None:
    assert (await local.post("/api/v1/ingest", json={}, headers=headers)).status_code == 403
    assert await behind.store.models() == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_a_form_cannot_start_an_ingest(local: httpx.AsyncClient, behind: Bench, kind: str) -> None:
    answer = await local.post("/api/v1/ingest", content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert await behind.store.models() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
async def test_our_own_page_and_a_script_can_start_an_ingest(
    api: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert (await api.post("/api/v1/ingest", json={}, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/models", "/api/v1/nowhere", "/static/ballast.svg"])
async def test_every_answer_has_the_headers_that_keep_browsers_careful(
    api: httpx.AsyncClient, path: str
) -> None:
    headers = (await api.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == ("same-origin" if path == "/" else "no-referrer")
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_a_body_has_a_limit_whether_it_tells_its_length_or_not(api: httpx.AsyncClient) -> None:
    large = b'{"models": ["' + b"x" * 70_000 + b'"]}'

    async def pieces():  # noqa: ANN202 - httpx knows
        for at in range(0, len(large), 1_000):
            yield large[at : at + 1_000]

    kind = {"Content-Type": "application/json"}
    for content in (large, pieces()):
        answer = await api.post("/api/v1/ingest", content=content, headers=kind)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_an_upload_has_a_limit_of_its_own(behind: Bench) -> None:
    web = behind.web(Settings(api={"largest_upload": 100_000}))
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    async with client_of(web) as client:
        answer = await client.post("/api/v1/upload", content=b"x" * 100_001, headers=kind)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        assert answer.json()["detail"] == "a body may have 100,000 bytes at most"
        allowed = await client.post("/api/v1/upload", content=b"x" * 99_000, headers=kind)
        assert allowed.status_code != 413


async def test_a_query_has_a_limit(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/models", params={"x": "x" * 9_000})).status_code == 414


@pytest.mark.parametrize("path", ["/api/v1/models/a%00b", "/api/v1/findings?rule=%00", "/%00"])
async def test_a_nul_is_turned_away(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 400


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣", "0x10", "99999999999999999999999"])
async def test_a_length_that_is_none_is_turned_away(api: httpx.AsyncClient, length: str) -> None:
    answer = await api.post("/api/v1/ingest", headers={b"Content-Length": length.encode()}, content=b"")
    assert answer.status_code in {400, 413}


async def test_a_path_has_a_limit(api: httpx.AsyncClient) -> None:
    assert (await api.get(f"/api/v1/models/{'x' * 3_000}")).status_code == 414


@pytest.mark.parametrize("headers", [{f"x-{n}": "1" for n in range(101)}, {"x": "x" * 40_000}])
async def test_headers_have_a_limit(api: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await api.get("/api/v1/models", headers=headers)).status_code == 431


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1.2_3", True), ("x" * 65, False), ("a b", False), ("a\tb", False), ("é", False)]
)
async def test_a_request_has_an_id_that_is_echoed_when_it_is_harmless(
    api: httpx.AsyncClient, given: str, *, kept: bool
) -> None:
    answer = await api.get("/api/v1/health", headers={b"X-Request-ID": given.encode()})
    assert (answer.headers["x-request-id"] == given) is kept
    assert len(answer.headers["x-request-id"]) <= 64


async def test_strict_transport_security_is_asked_for_over_https_alone(behind: Bench) -> None:
    for address, there in (("https://localhost", True), ("http://localhost", False)):
        async with client_of(behind.web(), address) as client:
            headers = (await client.get("/")).headers
        assert ("strict-transport-security" in headers) is there


async def test_a_web_socket_is_closed_where_there_is_none(behind: Bench) -> None:
    web, sent = behind.web(), []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message["type"])

    scope = {"type": "websocket", "scheme": "ws", "path": "/", "headers": [], "query_string": b""}
    async with web.router.lifespan_context(web):
        await web(scope, receive, send)
    assert sent == ["websocket.close"]


async def test_an_answer_that_breaks_off_is_logged_and_not_called_whole(
    behind: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    web = behind.web()

    async def pieces() -> AsyncGenerator[bytes]:
        yield b"a"
        raise RuntimeError

    @web.get("/break")
    async def break_off() -> StreamingResponse:
        return StreamingResponse(pieces())

    async with client_of(web) as client:
        await client.get("/break")
    assert "broke off" in caplog.text
