"""The API as it is served: a process of its own, the embedded server, the sample."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("ingested")]
PINE = "/api/v1/models/naz100_pine"


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Generator[str]:
    """Serve as uvicorn does without our command, and yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "ballast_web.app:create_web",
        "--factory",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    with subprocess.Popen(command, env=environment) as server:
        try:
            yield f"http://127.0.0.1:{_until_it_answers(server, port)}"
        finally:
            server.terminate()
            assert server.wait(20) in {0, -signal.SIGTERM}


def _until_it_answers(server: subprocess.Popen[bytes], port: int) -> int:
    for _ in range(300):
        assert server.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.1)
    raise TimeoutError("the server does not answer")


@pytest.fixture
async def api(address: str) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        yield client


async def test_a_plain_uvicorn_can_serve_it(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/health")).status_code == 200
    assert len((await api.get("/api/v1/models")).json()["models"]) == 6
    assert "naz100_pine" in (await api.get("/")).text


async def test_fifty_clients_get_one_answer(api: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(api.get(f"{PINE}/performance") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({(answer.content, answer.headers["etag"]) for answer in answers}) == 1


async def test_what_the_client_has_is_not_sent_again(api: httpx.AsyncClient) -> None:
    tag = (await api.get(f"{PINE}/months")).headers["etag"]
    again = await api.get(f"{PINE}/months", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_head_tells_what_a_get_would(api: httpx.AsyncClient) -> None:
    head, whole = await api.head(f"{PINE}/months"), await api.get(f"{PINE}/months")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", whole.headers["etag"])


async def test_a_chart_is_the_file_in_its_folder(api: httpx.AsyncClient, home: Path) -> None:
    for chart in (await api.get(f"{PINE}/charts")).json()["charts"]:
        answer = await api.get(f"{PINE}/charts/{chart['name']}")
        assert answer.content == (home / "data" / "naz100_pine" / "webpage" / chart["name"]).read_bytes()


@pytest.mark.parametrize("place", [f"{PINE}/charts", "/models/naz100_pine/plots"])
@pytest.mark.parametrize(
    "path",
    [
        *("..%2f..%2fpytaaa_naz100_pine.json", "../../pytaaa_naz100_pine.json", "%2e%2e/%2e%2e/x.png"),
        *("%2e%2e%2fx.png", ".%2e/x.png", "..%5c..%5cx.png", "%252e%252e%252fx.png", "....//x.png"),
        *("%2fetc%2fpasswd", "/etc/passwd", "%c0%ae%c0%ae%c0%afx.png", "a%00.png", "a.png%00", "%0a.png"),
        *("file:%2f%2f%2fetc%2fpasswd", "C:%5cx.png", "~%2fx.png", "%2e", "%2e%2e%2f"),
    ],
)
async def test_no_other_file_leaves_by_way_of_the_plots(
    api: httpx.AsyncClient, place: str, path: str
) -> None:
    address = httpx.URL(api.base_url).copy_with(raw_path=f"{place}/{path}".encode())
    answer = await api.get(address)
    assert (answer.status_code in {400, 404}, answer.headers["content-type"]) == (
        True,
        "application/problem+json",
    )


async def test_of_two_ingests_at_once_one_is_refused(api: httpx.AsyncClient) -> None:
    both = await asyncio.gather(*(api.post("/api/v1/ingest", json={"full": True}) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 409]
    refused = next(answer for answer in both if answer.status_code == 409)
    assert refused.json()["type"] == "urn:ballast:tracking.ingest_running"


async def test_an_ingest_is_on_record(api: httpx.AsyncClient) -> None:
    report = (await api.post("/api/v1/ingest", json={})).json()
    run = (await api.get(f"/api/v1/runs/{report['run_id']}")).json()
    assert (run["state"], run["rows_new"]) == ("done", 0)


async def test_strange_names_are_not_found_and_break_nothing(api: httpx.AsyncClient) -> None:
    for name in (
        "'; drop table models; --",
        "日本",
        "%ff",
        "x" * 190,
        "00000000-0000-0000-0000-000000000000",
    ):
        assert (await api.get(f"/api/v1/models/{name}")).status_code == 404
    assert (await api.get("/api/v1/findings", params={"rule": "'%_\\"})).json()["total"] == 0
