"""Files of trades come in over HTTP: read at once or by a job, and refused with the reason."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.in_memory import Bench, bench_of, client_of
from tests.workbooks import small

from ballast_adapters.settings import Settings
from ballast_core.access import Scope, TokenSpec

UPLOAD = "/api/v1/upload"
NAME = "tradeslist_MES_15_Trend.xlsx"

COLUMNS = ("side", "entry_at", "exit_at", "entry_price", "exit_price", "net")

type Parts = list[tuple[str, tuple[str, bytes, str]]]


@pytest.fixture
def bench() -> Bench:
    return bench_of({})


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as client:
        yield client


def parts(*named: tuple[str, bytes]) -> Parts:
    return [("files", (name, content, "application/octet-stream")) for name, content in named]


def strategies(count: int) -> Parts:
    """Return files of as many strategies; none has the bytes of another."""
    return parts(*((f"tradeslist_MES_15_Trend{at}.xlsx", small(copy=at)) for at in range(count)))


async def ended(bench: Bench, job: httpx.Response) -> dict[str, Any]:
    async with asyncio.timeout(5), aclosing(bench.app.ops.watch_job(job.json()["id"])) as changes:
        told = [change async for change in changes]
    return told[-1].model_dump(mode="json")


async def test_a_workbook_is_read_at_once_and_told_with_its_facts(client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, files=parts((NAME, small())))
    assert answer.status_code == 200
    (outcome,) = answer.json()["outcomes"]
    assert (outcome["name"], outcome["outcome"], outcome["file"]["net_profit"]) == (NAME, "added", 16.0)
    listed = (await client.get("/api/v1/files")).json()
    assert [file["id"] for file in listed["files"]] == [outcome["id"]]
    shown = (await client.get(f"/api/v1/files/{outcome['id']}")).json()
    assert shown["file"] == outcome["file"]


async def test_the_same_bytes_twice_are_one_file(client: httpx.AsyncClient) -> None:
    await client.post(UPLOAD, files=parts((NAME, small())))
    again = await client.post(UPLOAD, files=parts(("other.xlsx", small())))
    assert again.json()["outcomes"][0]["outcome"] == "same"
    assert len((await client.get("/api/v1/files")).json()["files"]) == 1


async def test_a_folder_in_a_name_is_left_out(client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, files=parts((f"C:\\trades/{NAME}", small())))
    assert answer.json()["outcomes"][0]["name"] == NAME


async def test_the_only_file_that_is_refused_is_the_answer(client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, files=parts(("notes.xlsx", b"no workbook")))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["type"].startswith("urn:ballast:trades.")
    assert "notes.xlsx" in answer.json()["detail"]


async def test_a_second_export_of_a_strategy_conflicts_until_it_is_told_what_to_do(
    client: httpx.AsyncClient,
) -> None:
    await client.post(UPLOAD, files=parts((NAME, small(2))))
    refused = await client.post(UPLOAD, files=parts((NAME, small())))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:ballast:trades.same_strategy")
    replaced = await client.post(UPLOAD, params={"on_same": "replace"}, files=parts((NAME, small())))
    assert replaced.json()["outcomes"][0]["outcome"] == "replaced"
    assert len((await client.get("/api/v1/files")).json()["files"]) == 1


async def test_a_refused_file_among_several_stops_no_other(client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, files=parts(("notes.xlsx", b"no workbook"), (NAME, small())))
    assert answer.status_code == 200
    assert [one["outcome"] for one in answer.json()["outcomes"]] == ["refused", "added"]


async def test_a_dry_run_stores_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, params={"dry_run": True}, files=parts((NAME, small())))
    assert (answer.json()["dry_run"], answer.json()["outcomes"][0]["outcome"]) == (True, "added")
    assert (await client.get("/api/v1/files")).json()["files"] == []


async def test_many_files_become_a_job_that_can_be_watched(bench: Bench, client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, params={"on_same": "beside"}, files=strategies(5))
    assert (answer.status_code, answer.headers["cache-control"]) == (202, "no-store")
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['id']}"
    told = await ended(bench, answer)
    assert [one["outcome"] for one in told["result"]["outcomes"]] == ["added"] * 5


async def test_one_file_becomes_a_job_when_that_is_asked_for(bench: Bench, client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, params={"job": True}, files=parts((NAME, small())))
    assert (await ended(bench, answer))["result"]["outcomes"][0]["name"] == NAME


async def test_the_same_key_starts_one_job(client: httpx.AsyncClient) -> None:
    jobs = [
        await client.post(
            UPLOAD, params={"job": True}, files=parts((NAME, small())), headers={"Idempotency-Key": "k"}
        )
        for _ in range(2)
    ]
    assert len({job.json()["id"] for job in jobs}) == 1


async def test_what_can_never_be_read_is_told_before_a_job_begins(
    bench: Bench, client: httpx.AsyncClient
) -> None:
    files = strategies(4) + parts(("notes.pdf", b"%PDF-1.7"), ("empty.xlsx", b""))
    answer = await client.post(UPLOAD, files=files)
    assert answer.status_code == 422
    assert [problem["where"] for problem in answer.json()["problems"]] == ["notes.pdf", "empty.xlsx"]
    assert (await bench.app.ops.list_jobs()).jobs == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"--x\r\nContent-Disposition: form-data; name=files\r\n\r\nno file\r\n--x--\r\n", b"--y--"],
)
async def test_a_form_without_files_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post(UPLOAD, content=content, headers=kind)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_was_uploaded_is_on_record(bench: Bench, client: httpx.AsyncClient) -> None:
    await client.post(UPLOAD, files=parts((NAME, small())))
    file = (await client.get("/api/v1/files")).json()["files"][0]["id"]
    await client.delete(f"/api/v1/files/{file}")
    removed, added = (await bench.app.access.list_actions(10, 0)).actions
    assert (added.action, added.subject, added.detail) == ("trades.add_files", NAME, "1 added")
    assert (removed.action, removed.subject) == ("trades.remove_file", f"{file} ({NAME})")


async def test_an_upload_needs_the_scope_ingest_and_no_more(bench: Bench) -> None:
    settings = Settings(api={"sign_in": "always"})
    read = await bench.app.access.create_token(TokenSpec(name="read", scopes=(Scope.READ,)))
    ingest = await bench.app.access.create_token(TokenSpec(name="ingest", scopes=(Scope.INGEST,)))
    async with client_of(bench.web(settings)) as client:
        for token, status in ((None, 401), (read, 403), (ingest, 200)):
            headers = {"Authorization": f"Bearer {token.secret}"} if token else {}
            answer = await client.post(UPLOAD, files=parts((NAME, small())), headers=headers)
            assert answer.status_code == status


async def test_a_stream_that_grows_too_large_is_cut_off(bench: Bench) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}

    async def pieces() -> AsyncGenerator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        for _ in range(101):
            yield b"x" * 1_000

    async with client_of(bench.web(Settings(api={"largest_upload": 100_000}))) as client:
        answer = await client.post(UPLOAD, content=pieces(), headers=kind)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_a_token_in_the_settings_changes_nothing_of_the_limit(bench: Bench) -> None:
    settings = Settings(api_token=SecretStr("open-to-the-tests"), api={"largest_upload": 100_000})
    async with client_of(bench.web(settings)) as client:
        answer = await client.post(UPLOAD, files=parts(("a.csv", b"x" * 100_000)))
    assert answer.status_code == 413


async def test_a_disk_without_room_is_not_taken_for_a_fault_of_the_body(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/dev/full/nowhere")
    answer = await client.post(UPLOAD, files=parts(("large.csv", b"a" * (2 << 20))))
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:ballast:web.no_room")


async def test_column_mappings_are_kept_listed_and_dropped(client: httpx.AsyncClient) -> None:
    mapping = {"name": "mine", "columns": {name: name for name in COLUMNS}}
    saved = await client.put("/api/v1/mappings/mine", json=mapping)
    assert saved.status_code == 200, saved.text
    assert [one["name"] for one in (await client.get("/api/v1/mappings")).json()["mappings"]] == ["mine"]
    assert (await client.put("/api/v1/mappings/other", json=mapping)).status_code == 422
    assert (await client.delete("/api/v1/mappings/mine")).status_code == 204
    assert (await client.delete("/api/v1/mappings/mine")).status_code == 404
