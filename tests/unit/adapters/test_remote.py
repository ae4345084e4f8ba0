"""A Ballast elsewhere: how it is asked, and what is said when it does not answer as it should."""

import json
import ssl
from collections.abc import Callable

import httpx
import pytest

from ballast_adapters.bootstrap import open_remote
from ballast_adapters.remote.errors import (
    BadAddressError,
    NotBallastError,
    OpenTokenError,
    OtherVersionError,
    ServerFailedError,
    ServerUnreachableError,
    TokenNeededError,
    TokenRefusedError,
    UntrustedServerError,
)
from ballast_adapters.remote.server import Server, open_server
from ballast_adapters.remote.tracking import RemoteTracking
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
)
from ballast_core.tracking import IngestSpec

URL = "https://ballast.example.org"
NO_MODELS = {"models": []}

type Answer = Callable[[httpx.Request], httpx.Response]


def tracking(answer: Answer, token: str | None = None) -> RemoteTracking:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = httpx.AsyncClient(base_url=URL, transport=httpx.MockTransport(answer), headers=headers)
    return RemoteTracking(Server(client, URL))


def problem(status: int, code: str, detail: str = "so it is", **headers: str) -> Answer:
    document = {"type": f"urn:ballast:{code}", "title": "", "status": status, "detail": detail}
    content = json.dumps({**document, "instance": "/", "problems": [{"where": "top", "what": "too small"}]})
    media = {"Content-Type": "application/problem+json", **headers}
    return lambda _request: httpx.Response(status, content=content, headers=media)


def failing(error: Exception) -> Answer:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, DeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (413, InvalidError),
        (421, InvalidError),
        (422, InvalidError),
        (429, UnavailableError),
        (501, UnsupportedError),
        (503, UnavailableError),
    ],
)
async def test_a_failure_arrives_as_the_kind_that_it_left_as(status: int, kind: type[BallastError]) -> None:
    with pytest.raises(kind, match="so it is") as caught:
        await tracking(problem(status, "tracking.some")).list_models()
    assert caught.value.problems[0].what == "too small"


async def test_when_to_try_again_arrives_too() -> None:
    with pytest.raises(UnavailableError) as caught:
        await tracking(problem(503, "sql.away", **{"Retry-After": "17"})).list_models()
    assert caught.value.retry_after_s == 17


async def test_without_a_token_it_says_where_to_get_one() -> None:
    with pytest.raises(TokenNeededError, match=r"needs a token.*ballast token.*BALLAST_API_TOKEN_FILE"):
        await tracking(problem(401, "http.unauthorized")).list_models()


async def test_a_token_that_is_refused_is_never_repeated() -> None:
    with pytest.raises(TokenRefusedError, match="does not know this token") as caught:
        await tracking(problem(401, "http.unauthorized"), "ballast_a_secret").list_models()
    assert "secret" not in str(caught.value)


async def test_an_older_server_that_lacks_a_route_is_told_from_a_model_that_is_not_there() -> None:
    with pytest.raises(OtherVersionError, match="does not know /api/v1/models"):
        await tracking(problem(404, "http.not_found")).list_models()


async def test_what_a_newer_server_adds_is_passed_over() -> None:
    view = await tracking(
        lambda _request: httpx.Response(200, json={**NO_MODELS, "mood": "fine"})
    ).list_models()
    assert view.models == ()


async def test_what_an_older_server_does_not_say_is_told() -> None:
    with pytest.raises(OtherVersionError, match="ModelsView models: Field required"):
        await tracking(lambda _request: httpx.Response(200, json={})).list_models()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(200, html="<p>hello"), "text/html"),
        (
            httpx.Response(307, headers={"Location": "https://elsewhere.example"}),
            "sends on to https://elsewhere",
        ),
        (httpx.Response(404, text="nothing here"), "404 Not Found"),
    ],
    ids=["a page", "a redirect", "another server"],
)
async def test_what_is_not_ballast_is_told(answer: httpx.Response, said: str) -> None:
    with pytest.raises(NotBallastError, match=said):
        await tracking(lambda _request: answer).list_models()


async def test_a_proxy_that_cannot_reach_ballast_is_told() -> None:
    with pytest.raises(ServerFailedError, match=r"failed \(502\): Bad Gateway"):
        await tracking(lambda _request: httpx.Response(502, html="<h1>")).list_models()


async def test_a_fault_of_the_server_comes_with_its_id() -> None:
    with pytest.raises(ServerFailedError, match="the log tells more of abc"):
        await tracking(problem(500, "web.fault", "the log tells more of abc")).list_models()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), ServerUnreachableError),
        (httpx.ReadTimeout("slow"), ServerUnreachableError),
        (httpx.RemoteProtocolError("gone"), ServerUnreachableError),
    ],
    ids=["refused", "slow", "gone"],
)
async def test_nobody_who_answers_is_told(error: Exception, kind: type[BallastError]) -> None:
    with pytest.raises(kind, match="cannot reach"):
        await tracking(failing(error)).list_models()


async def test_a_certificate_that_proves_nothing_is_told() -> None:
    error = httpx.ConnectError("self-signed certificate")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    with pytest.raises(UntrustedServerError, match=r"self-signed.*SSL_CERT_FILE"):
        await tracking(failing(error)).list_models()


async def test_an_answer_that_still_holds_is_not_sent_again() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("if-none-match"))
        if seen[-1]:
            return httpx.Response(304)
        return httpx.Response(200, json=NO_MODELS, headers={"ETag": '"one"'})

    remote = tracking(answer)
    assert await remote.list_models() == await remote.list_models()
    assert (await remote.show_revision(), seen) == ('"one"', [None, '"one"', '"one"'])


async def test_a_name_with_a_slash_stays_one_part_of_the_address() -> None:
    paths: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.raw_path)
        return problem(404, "tracking.model_not_found")(request)

    with pytest.raises(NotFoundError):
        await tracking(answer).show_model("../../health?x")
    assert paths == [b"/api/v1/models/..%2F..%2Fhealth%3Fx"]


async def test_an_older_server_ingests_without_telling_how_far_it_is() -> None:
    told: list[object] = []
    with pytest.raises(ConflictError):
        await tracking(problem(409, "tracking.ingest_running")).ingest_models(IngestSpec(), told.append)
    assert told == []


@pytest.mark.parametrize(
    "url",
    [
        "ballast.example.org",
        "ftp://ballast.example.org",
        "https://",
        "https://me:word@host",
        "http://[::1",
        URL + "?a=1",
    ],
)
async def test_a_wrong_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadAddressError) as caught:
        async with open_remote(url):
            pass
    assert "word" not in str(caught.value).replace("password", "")


async def test_a_token_does_not_travel_in_the_open() -> None:
    with pytest.raises(OpenTokenError, match=r"use https://.*PLAIN_HTTP"):
        async with open_remote("http://ballast.example.org", "token"):
            pass


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", URL])
async def test_a_token_travels_on_this_machine_and_over_https(url: str) -> None:
    async with open_server(url, "token") as server:
        assert server.url == url


async def test_a_network_of_ones_own_may_be_trusted() -> None:
    async with open_server("http://pi.local", "token", plain_http=True) as server:
        assert server.url == "http://pi.local"
