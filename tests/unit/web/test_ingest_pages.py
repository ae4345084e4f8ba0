"""Ingests on pages: started, followed and reported, by forms and links alone."""

import asyncio
import re
from uuid import UUID

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import DataFolderNotFoundError, FileKind, FoundModel, RunState

PINE = "naz100_pine"
ROW = b"cumu_value: 2027-01-04 16:00:00 12345.0 1 12345.0\n"


async def settled(client: httpx.AsyncClient) -> str:
    """Return the page once nothing runs any more."""
    await client.get("/api/v1/ingest/events")
    return (await client.get("/ingest")).text


async def started(client: httpx.AsyncClient, **fields: str) -> str:
    answer = await client.post("/ingest", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ingest")
    return await settled(client)


@pytest.fixture
def held(empty: Bench, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Hold every ingest up until this is set."""
    go, find = asyncio.Event(), empty.files.find

    async def later() -> list[FoundModel]:
        await go.wait()
        return list(await find())

    monkeypatch.setattr(empty.files, "find", later)
    return go


async def test_a_form_starts_an_ingest_and_the_page_tells_what_it_did(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        text = await started(client)
        run = (await client.get("/api/v1/runs")).json()["runs"][0]
    assert "Done: " in text
    assert f'href="/ingest/runs/{run["id"]}"' in text
    assert "naz100_hma: rows: " in text


async def test_only_the_models_that_were_chosen_are_read(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        await started(client, models=PINE)
        runs = (await client.get("/api/v1/runs")).json()["runs"]
    assert [run["models"] for run in runs] == [[PINE]]


async def test_a_dry_run_shows_row_by_row_what_would_change_and_offers_to_write_it(bench: Bench) -> None:
    bench.files.files[PINE][FileKind.STATUS] += ROW
    before = await bench.store.revision()
    async with client_of(bench.web()) as client:
        text = await started(client, models=PINE, dry_run="true")
    assert await bench.store.revision() == before
    assert "Nothing was written. What an ingest would bring: rows new 1, changed 0," in text
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    assert any("added" in row and "12345" in row for row in rows)
    assert f'<input type="hidden" name="models" value="{PINE}">' in text


async def test_while_one_runs_the_page_follows_it_with_a_script_or_without(
    empty: Bench, held: asyncio.Event
) -> None:
    async with client_of(empty.web()) as client:
        await client.post("/ingest")
        page, part = (await client.get("/ingest")).text, await client.get("/ingest/live")
        held.set()
        await settled(client)
    assert 'hx-get="/ingest/live" hx-trigger="every 500ms"' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "Finding models" in part.text
    assert "hx-refresh" not in part.headers


async def test_when_it_has_ended_nobody_polls_and_the_page_is_loaded_anew(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        page, part = (await client.get("/ingest")).text, await client.get("/ingest/live")
    assert "every 500ms" not in page
    assert part.headers["hx-refresh"] == "true"


async def test_a_second_start_says_what_runs_already(empty: Bench, held: asyncio.Event) -> None:
    async with client_of(empty.web()) as client:
        await client.post("/ingest")
        second = await client.post("/ingest")
        held.set()
        await settled(client)
    assert second.status_code == 409
    said = "Another ingest is running (started 2026-11-20 12:00:00 UTC). Start this one when it has ended."
    assert said in second.text
    assert "wait_s" not in second.text


async def test_an_ingest_of_another_program_is_told(bench: Bench) -> None:
    run = (await bench.store.runs(1))[0].model_copy(update={"state": RunState.RUNNING})
    await bench.store.save_run(run)
    async with client_of(bench.web()) as client, bench.store.exclusive(0):
        text = (await client.get("/ingest")).text
    assert "Another program ingests since 12:00:00 UTC" in text


async def test_a_failure_says_what_to_do(empty: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone() -> None:
        raise DataFolderNotFoundError("/no/such", "it is not there")

    monkeypatch.setattr(empty.files, "find", gone)
    async with client_of(empty.web()) as client:
        text = await started(client)
    assert "The ingest failed: cannot read the data folder /no/such" in text
    assert "BALLAST_DATA_DIR" in text


async def test_the_report_of_a_run_tells_of_every_file(bench: Bench) -> None:
    run = (await bench.store.runs(1))[0]
    async with client_of(bench.web()) as client:
        text = (await client.get(f"/ingest/runs/{run.id}")).text
    for file in (await bench.store.run(str(run.id))).files:
        assert file.name in text
    assert f'href="/models/{PINE}"' in text


async def test_a_run_whose_program_was_killed_says_what_to_do(bench: Bench) -> None:
    run = (await bench.store.runs(1))[0].model_copy(update={"state": RunState.RUNNING, "files": ()})
    await bench.store.save_run(run)
    async with client_of(bench.web()) as client:
        text = (await client.get(f"/ingest/runs/{run.id}")).text
    assert "interrupted" in text
    assert "start another ingest, and it reads the rest" in text


async def test_runs_are_listed_page_by_page(bench: Bench) -> None:
    run = (await bench.store.runs(1))[0]
    for n in range(25):
        await bench.store.save_run(run.model_copy(update={"id": UUID(int=n)}))
    async with client_of(bench.web()) as client:
        first, second = (await client.get("/ingest")).text, (await client.get("/ingest?runs_from=20")).text
    assert (first.count('href="/ingest/runs/'), second.count('href="/ingest/runs/')) == (20, 6)
    assert 'rel="next" href="?runs_from=20"' in first
    assert 'rel="prev" href="/ingest"' in second


async def test_a_run_that_is_not_there_is_a_page_that_says_so(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        answer = await client.get("/ingest/runs/none", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "no ingest run" in answer.text
