"""Schedules through the API: kept, looked at, paused, run at once, forgotten."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from tests.in_memory import bench_of, client_of

SCHEDULES = "/api/v1/schedules"
NIGHTLY: dict[str, Any] = {
    "name": "nightly",
    "cron": "0 5 * * *",
    "zone": "America/New_York",
    "work": "tracking.ingest_models",
}


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench_of({}).web()) as opened:
        yield opened


@pytest.fixture
async def kept(client: httpx.AsyncClient) -> dict[str, Any]:
    """What was answered when the schedule was kept."""
    answer = await client.put(f"{SCHEDULES}/nightly", json=NIGHTLY)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


async def test_a_schedule_that_is_kept_tells_its_next_times(kept: dict[str, Any]) -> None:
    assert kept["next_times"][0] == "2026-11-21T05:00:00-05:00"
    assert kept["schedule"]["misfire"] == "latest"


async def test_schedules_are_listed_in_any_form(client: httpx.AsyncClient, kept: dict[str, Any]) -> None:
    assert (await client.get(SCHEDULES)).json()["schedules"] == [kept]
    table = (await client.get(SCHEDULES, params={"format": "csv"})).text
    assert table.splitlines()[1].startswith("nightly,0 5 * * *,America/New_York")


async def test_a_schedule_is_shown_by_its_name(client: httpx.AsyncClient, kept: dict[str, Any]) -> None:
    assert (await client.get(f"{SCHEDULES}/nightly")).json() == kept


@pytest.mark.usefixtures("kept")
async def test_a_schedule_is_paused_and_resumed(client: httpx.AsyncClient) -> None:
    paused = (await client.post(f"{SCHEDULES}/nightly/pause")).json()
    assert (paused["schedule"]["paused"], paused["next_times"]) == (True, [])
    resumed = (await client.post(f"{SCHEDULES}/nightly/resume")).json()
    assert (resumed["schedule"]["paused"], len(resumed["next_times"])) == (False, 5)


@pytest.mark.usefixtures("kept")
async def test_a_schedule_that_is_run_tells_where_its_job_is(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{SCHEDULES}/nightly/run")
    assert answer.status_code == 202
    job = (await client.get(answer.headers["Location"])).json()
    assert job["name"] == NIGHTLY["work"]
    assert (await client.get(f"{SCHEDULES}/nightly")).json()["schedule"]["last_job"] == job["id"]


@pytest.mark.usefixtures("kept")
async def test_a_schedule_that_is_forgotten_is_gone(client: httpx.AsyncClient) -> None:
    assert (await client.delete(f"{SCHEDULES}/nightly")).status_code == 204
    answer = await client.get(f"{SCHEDULES}/nightly")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:ballast:ops.schedule_not_found")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cron": "0 5 * *"},
        {"zone": "Mars"},
        {"work": "nope"},
        {"argument": {"nope": 1}},
        {"calendar": "NOPE"},
        {"name": "other"},
        {"name": "Nightly!"},
        {"looked_at": "2026-11-20T00:00:00Z"},
    ],
    ids=["cron", "zone", "work", "argument", "calendar", "name", "letters", "more"],
)
async def test_a_schedule_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    answer = await client.put(f"{SCHEDULES}/nightly", json=NIGHTLY | wrong)
    assert answer.status_code == 422
    assert answer.json()["detail"]
