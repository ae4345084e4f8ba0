"""The ingest that a server runs: seen by all who ask, one at a time, ended with the server."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.types import Message
from tests.in_memory import HOME, Bench, client_of

from ballast_core.tracking import DataFolderNotFoundError, FoundModel, IngestSpec, IngestState, RunState
from ballast_web.running import RunningIngest

INGEST, EVENTS = "/api/v1/ingest", "/api/v1/ingest/events"


class Gate:
    """Holds a reader of files up until it is opened."""

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()
        self._find = bench.files.find
        monkeypatch.setattr(bench.files, "find", self.find)

    async def find(self) -> list[FoundModel]:
        self.reached.set()
        await self.opened.wait()
        return list(await self._find())


@pytest.fixture
def gate(empty: Bench, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(empty, monkeypatch)


@pytest.fixture
async def client(empty: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(empty.web()) as opened:
        yield opened


@asynccontextmanager
async def held_up(client: httpx.AsyncClient, gate: Gate) -> AsyncGenerator[asyncio.Task[httpx.Response]]:
    """Start an ingest that is held up, and let it end at the end."""
    posted = asyncio.create_task(client.post(INGEST, json={}))
    await gate.reached.wait()
    yield posted
    gate.opened.set()
    await posted


async def status_of(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get(INGEST)
    assert answer.status_code == 200
    return dict(answer.json())


def events_of(text: str) -> list[dict[str, Any]]:
    return [
        json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")
    ]


async def test_before_the_first_ingest_nothing_runs(client: httpx.AsyncClient) -> None:
    status = await status_of(client)
    assert (status["state"], status["log"], status["progress"]) == ("idle", [], None)


async def test_while_an_ingest_runs_everybody_sees_it(client: httpx.AsyncClient, gate: Gate) -> None:
    async with held_up(client, gate):
        status = await status_of(client)
    assert (status["state"], status["started_at"]) == ("running", "2026-11-20T12:00:00Z")


async def test_afterwards_it_tells_what_became_of_each_model(client: httpx.AsyncClient) -> None:
    report = (await client.post(INGEST, json={})).json()
    status = await status_of(client)
    assert (status["state"], status["run_id"]) == ("done", report["run_id"])
    assert len(status["log"]) == status["progress"]["total"] == status["progress"]["done"] == 6
    assert status["log"][0].startswith("naz100_hma: rows: ")


async def test_a_second_start_is_told_what_runs_already(client: httpx.AsyncClient, gate: Gate) -> None:
    async with held_up(client, gate) as first:
        gate.opened.set()
        second = await client.post(INGEST, json={})
    assert [(await first).status_code, second.status_code] == [200, 409]
    assert "another ingest is running (started 2026-11-20 12:00:00 UTC)" in second.json()["detail"]


async def test_a_second_one_can_wait(client: httpx.AsyncClient, gate: Gate) -> None:
    async with held_up(client, gate):
        gate.opened.set()
        second = await client.post(INGEST, json={"wait_s": 5.0})
    assert second.status_code == 200


async def test_an_ingest_that_fails_says_why_and_what_to_do(
    empty: Bench, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone() -> None:
        raise DataFolderNotFoundError("/data", "it is not there")

    monkeypatch.setattr(empty.files, "find", gone)
    assert (await client.post(INGEST, json={})).status_code == 404
    status = await status_of(client)
    assert status["state"] == "failed"
    assert "--data-dir or BALLAST_DATA_DIR" in status["message"]


async def test_a_fault_is_in_the_log_and_not_in_the_answer(
    empty: Bench, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(empty.files, "find", broken)
    assert (await client.post(INGEST, json={})).status_code == 500
    assert "secret" not in (await status_of(client))["message"]
    assert "secret detail" in caplog.text


async def test_events_tell_each_change_until_the_ingest_ends(client: httpx.AsyncClient, gate: Gate) -> None:
    async with held_up(client, gate):
        watching = asyncio.create_task(client.get(EVENTS))
        await asyncio.sleep(0.01)
        gate.opened.set()
        answer = await watching
    assert answer.headers["content-type"].startswith("text/event-stream")
    states = [event["state"] for event in events_of(answer.text)]
    assert (states[0], states[-1]) == ("running", "done")
    done = [event["progress"]["done"] for event in events_of(answer.text) if event["progress"]]
    assert done == sorted(done)


async def test_while_nothing_changes_it_is_told_again(
    client: httpx.AsyncClient, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ballast_web.api.ingest.HEARTBEAT_S", 0.01)
    async with held_up(client, gate):
        watching = asyncio.create_task(client.get(EVENTS))
        await asyncio.sleep(0.05)
        gate.opened.set()
        events = events_of((await watching).text)
    assert events[0] == events[1]


async def test_where_nothing_runs_the_events_end_at_once(client: httpx.AsyncClient) -> None:
    answer = await asyncio.wait_for(client.get(EVENTS), 5)
    assert [event["state"] for event in events_of(answer.text)] == ["idle"]


async def test_events_take_no_parameter(client: httpx.AsyncClient) -> None:
    assert (await client.get(EVENTS, params={"model": "naz100_pine"})).status_code == 422


async def test_a_watcher_that_goes_away_leaves_nothing_behind(empty: Bench, gate: Gate) -> None:
    web = empty.web()
    gone, sent = asyncio.Event(), asyncio.Event()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            sent.set()

    async with client_of(web) as client, held_up(client, gate):
        before = asyncio.all_tasks()
        watcher = asyncio.create_task(web(scope_of(EVENTS), receive, send))
        await asyncio.wait_for(sent.wait(), 5)
        gone.set()
        await asyncio.wait_for(watcher, 5)
        assert asyncio.all_tasks() == before


async def test_an_ingest_of_another_program_is_seen_and_not_followed(
    empty: Bench, client: httpx.AsyncClient
) -> None:
    await empty.app.tracking.ingest_models()
    run = (await empty.store.runs(1))[0].model_copy(update={"state": RunState.RUNNING})
    await empty.store.save_run(run)
    async with empty.store.exclusive(0):
        status = await status_of(client)
        events = events_of((await client.get(EVENTS)).text)
    assert (status["state"], status["elsewhere"]) == ("running", True)
    assert events == [status]


async def test_a_server_that_stops_lets_its_ingest_end(empty: Bench, gate: Gate) -> None:
    running = RunningIngest(empty.app.tracking.ingest_models, empty.app.tracking.list_runs, empty.clock)
    async with running.open():
        running.start(IngestSpec())
        await gate.reached.wait()
        gate.opened.set()
    assert (await running.look()).state is IngestState.DONE


async def test_a_server_does_not_wait_forever(
    empty: Bench, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ballast_web.running.PATIENCE_S", 0.01)
    running = RunningIngest(empty.app.tracking.ingest_models, empty.app.tracking.list_runs, empty.clock)
    async with running.open():
        running.start(IngestSpec())
        await gate.reached.wait()
    status = await running.look()
    assert (status.state, "start it again" in status.message) == (IngestState.FAILED, True)


async def test_an_ingest_cut_off_in_the_middle_is_a_run_that_was_interrupted(
    empty: Bench, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = asyncio.Event()

    async def never(*_: object) -> None:
        reached.set()
        await asyncio.sleep(60)

    monkeypatch.setattr(empty.store, "apply", never)
    monkeypatch.setattr("ballast_web.running.PATIENCE_S", 0.0)
    running = RunningIngest(empty.app.tracking.ingest_models, empty.app.tracking.list_runs, empty.clock)
    async with running.open():
        running.start(IngestSpec())
        await reached.wait()
    assert [run["state"] for run in (await client.get("/api/v1/runs")).json()["runs"]] == ["interrupted"]


def scope_of(path: str) -> dict[str, Any]:
    """Return what a server hands over for a GET."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", HOME.removeprefix("http://").encode())],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }
