"""Who is answered, and who is turned away."""

from base64 import b64encode
from collections.abc import AsyncGenerator

import httpx
import pytest
from pydantic import SecretStr
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.settings import Settings
from ballast_core.ops import CheckState
from ballast_core.shared.errors import DeniedError
from ballast_web.app import create_web

TOKEN = "läster-42"  # noqa: S105 - opens a Ballast in memory


def bearer(token: str) -> dict[bytes, bytes]:
    return {b"Authorization": b"Bearer " + token.encode()}


def basic(token: str) -> dict[bytes, bytes]:
    return {b"Authorization": b"Basic " + b64encode(f"anyone:{token}".encode())}


@pytest.fixture(scope="module")
def behind() -> Bench:
    """Return the Ballast behind the guard; it has ingested nothing, and nobody may change that."""
    return bench_of({"young/data_store/PyTAAA_status.params": b"cumu_value: 2026-11-19 10:00:00 4321.0\n"})


@pytest.fixture(scope="module")
async def local(behind: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client on this machine, of a Ballast without a token."""
    async with client_of(behind.web(Settings(api={"hosts": ("Ballast.LAN",)}))) as client:
        yield client


@pytest.fixture(scope="module")
async def distant(behind: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client elsewhere, of a Ballast with a token."""
    settings = Settings(api={"host": "192.168.1.7"}, api_token=SecretStr(TOKEN))
    async with client_of(behind.web(settings), "http://192.168.1.7:8000") as client:
        yield client


WRONG = [
    bearer("guess"),
    bearer(""),
    basic("guess"),
    {b"Authorization": b"Digest " + TOKEN.encode()},
    {b"Authorization": b"Basic \xe9="},
    {"Authorization": "Basic ="},
    {"Authorization": "Bearer"},
]


@pytest.mark.parametrize(
    "path", ["/api/v1/models", "/api/v1/openapi.json", "/api/v1/nowhere", "/", "/nowhere"]
)
@pytest.mark.parametrize("headers", [{}, *WRONG])
async def test_with_a_token_set_nothing_is_told_without_it(
    distant: httpx.AsyncClient, path: str, headers: dict[bytes, bytes]
) -> None:
    answer = await distant.get(path, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:ballast:http.unauthorized")
    scheme = "Bearer" if path.startswith("/api") else "Basic"
    assert answer.headers["www-authenticate"] == f'{scheme} realm="Ballast"'


@pytest.mark.parametrize("headers", [bearer(TOKEN), basic(TOKEN)])
async def test_the_token_opens_everything(distant: httpx.AsyncClient, headers: dict[bytes, bytes]) -> None:
    for path in ("/api/v1/models", "/api/v1/openapi.json", "/"):
        assert (await distant.get(path, headers=headers)).status_code == 200
    answer = await distant.post("/api/v1/ingest", json={"dry_run": True}, headers=headers)
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


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "ballast.lan"])
async def test_this_machine_is_answered_by_its_own_names(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/api/v1/models", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "", "a:b:c"]
)
async def test_a_foreign_name_that_leads_here_is_not_answered(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/api/v1/models", headers={"Host": host})).status_code == 421


async def test_without_a_token_only_an_address_of_this_machine_is_answered(behind: Bench) -> None:
    async with client_of(behind.web(), "http://192.168.1.7:8000") as client:
        answer = await client.get("/api/v1/models", headers={"Host": "localhost"})
    assert answer.status_code == 403
    assert "BALLAST_API_TOKEN" in answer.json()["detail"]


def test_listening_to_others_without_a_token_is_refused_before_the_start() -> None:
    with pytest.raises(DeniedError, match="BALLAST_API_TOKEN"):
        create_web(Settings(api={"host": "0.0.0.0"}))  # noqa: S104 - refused, not bound


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
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
    "headers", [{}, {"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}]
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
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
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


async def test_a_query_has_a_limit(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/models", params={"x": "x" * 9_000})).status_code == 414


@pytest.mark.parametrize("path", ["/api/v1/models/a%00b", "/api/v1/findings?rule=%00", "/%00"])
async def test_a_nul_is_turned_away(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 400
