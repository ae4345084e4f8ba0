"""Jobs through the API: started, looked at, followed, stopped."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_core.ops import JobSpec, JobState
from ballast_core.shared.progress import Progress
from ballast_web.events import BEAT, with_beats

JOBS = "/api/v1/jobs"
INGEST = {"name": "tracking.ingest_models"}


@pytest.fixture
async def bench() -> Bench:
    """Nothing to ingest."""
    return bench_of({})


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as opened:
        yield opened


@pytest.fixture
async def idle(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Nobody does jobs: they stay as the test leaves them."""
    monkeypatch.setattr(bench.jobs, "_work", forever)
    return bench


async def forever(_: object) -> None:
    await asyncio.Event().wait()


def events_of(text: str) -> list[tuple[int, dict[str, Any]]]:
    """Return id and data of each event."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("id: ")]
    return [(int(lines[0][4:]), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


async def test_a_job_is_accepted_and_tells_where_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.post(JOBS, json=INGEST)
    assert answer.status_code == 202
    assert (await client.get(answer.headers["Location"])).json()["name"] == INGEST["name"]


async def test_events_tell_of_a_job_until_it_is_over(client: httpx.AsyncClient) -> None:
    job = (await client.post(JOBS, json=INGEST)).json()["id"]
    answer = await client.get(f"{JOBS}/{job}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    ids, states = zip(*((at, data["state"]) for at, data in events_of(answer.text)), strict=True)
    assert list(ids) == sorted(set(ids))
    assert states[-1] == "failed"


async def test_who_comes_back_is_told_what_was_missed(idle: Bench, client: httpx.AsyncClient) -> None:
    job = await idle.app.ops.start_job(JobSpec(name=INGEST["name"]))
    begun = await idle.jobs.begin(job.id, "one")
    assert begun
    await idle.jobs.report(begun, Progress(done=1, total=2, said="half"))
    await idle.jobs.end(begun, JobState.DONE, 1)
    seen = {"Last-Event-ID": str(begun.version)}
    events = events_of((await client.get(f"{JOBS}/{job.id}/events", headers=seen)).text)
    assert [(data["state"], data["progress"]["said"]) for _, data in events] == [("done", "half")]


async def test_who_has_seen_the_end_is_told_to_stay_away(client: httpx.AsyncClient) -> None:
    job = (await client.post(JOBS, json=INGEST)).json()["id"]
    last, _ = events_of((await client.get(f"{JOBS}/{job}/events")).text)[-1]
    answer = await client.get(f"{JOBS}/{job}/events", headers={"Last-Event-ID": str(last)})
    assert answer.status_code == 204


async def test_while_nothing_changes_a_comment_keeps_the_line_open() -> None:
    opened = asyncio.Event()

    async def changes() -> AsyncGenerator[str]:
        await opened.wait()
        yield "data: 1\n\n"

    stream = with_beats(changes(), 0.01)
    assert await anext(stream) == BEAT
    opened.set()
    assert [event async for event in stream][-1] == "data: 1\n\n"


async def test_a_job_that_waits_is_canceled(idle: Bench, client: httpx.AsyncClient) -> None:
    job = await idle.app.ops.start_job(JobSpec(name=INGEST["name"]))
    assert (await client.post(f"{JOBS}/{job.id}/cancel")).json()["state"] == "canceled"


async def test_jobs_are_listed_page_by_page(idle: Bench, client: httpx.AsyncClient) -> None:
    for _ in range(3):
        await idle.app.ops.start_job(JobSpec(name=INGEST["name"]))
    answer = await client.get(JOBS, params={"limit": 2, "state": "queued"})
    assert len(answer.json()["jobs"]) == 2
    assert "offset=2" in answer.headers["Link"]


@pytest.mark.usefixtures("idle")
async def test_the_same_key_starts_one_job(client: httpx.AsyncClient) -> None:
    asked = [await client.post(JOBS, json=INGEST | {"idempotency_key": "once"}) for _ in range(2)]
    assert asked[0].json()["id"] == asked[1].json()["id"]


@pytest.mark.usefixtures("idle")
async def test_a_key_used_otherwise_conflicts(client: httpx.AsyncClient) -> None:
    for full in (False, True):
        answer = await client.post(
            JOBS, json=INGEST | {"idempotency_key": "once", "argument": {"full": full}}
        )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:ballast:ops.key_taken")


@pytest.mark.parametrize("way", ["", "/events"])
async def test_a_job_that_is_not_there_is_not_found(client: httpx.AsyncClient, way: str) -> None:
    assert (await client.get(f"{JOBS}/nope{way}")).status_code == 404


async def test_work_that_nobody_knows_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(JOBS, json={"name": "nope"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:ballast:ops.unknown_work")
