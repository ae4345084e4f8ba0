"""The pipeline through the API: started as a job, its runs listed and shown; and from far away the same."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.remote.ballast import RemoteBallast, remote_ballast
from ballast_adapters.remote.server import Server
from ballast_core.market import Frequency, Indicator, Instrument, RunView, StepState, UpdateSpec
from ballast_core.shared.errors import ConflictError, NotFoundError
from ballast_core.shared.progress import Progress

RUN, RUNS = "/api/v1/pipelines/run", "/api/v1/pipelines/runs"
ONE = UpdateSpec(symbols=("AAA",))
ONE_ASKED, KEYED = {"symbols": ["AAA"]}, {"Idempotency-Key": "one"}


@pytest.fixture
async def bench() -> Bench:
    """A Ballast with a small universe."""
    bench = bench_of({})
    await bench.market.universe.save(
        [Instrument(symbol="AAA"), Instrument(symbol="BBB")],
        [Indicator(id="RATE", frequency=Frequency.DAILY)],
    )
    return bench


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as opened:
        yield opened


@asynccontextmanager
async def remote(bench: Bench) -> AsyncGenerator[RemoteBallast]:
    async with client_of(bench.web()) as client:
        yield remote_ballast(Server(client, "http://127.0.0.1:8000"), table_writer())


async def done(client: httpx.AsyncClient, answer: httpx.Response) -> RunView:
    """Follow a job to its end and return the run that came of it."""
    assert answer.status_code == 202
    await client.get(f"{answer.headers['Location']}/events")
    job = (await client.get(answer.headers["Location"])).json()
    assert job["state"] == "done", job["fault"]
    return RunView.model_validate(job["result"])


async def test_a_run_is_a_job_whose_result_is_the_run(bench: Bench, client: httpx.AsyncClient) -> None:
    run = await done(client, await client.post(RUN, json={}))
    assert run.state is StepState.DONE
    assert run == await bench.app.market.show_run(run.id)


async def test_the_same_key_is_the_same_run(bench: Bench, client: httpx.AsyncClient) -> None:
    first, second = [await client.post(RUN, json=ONE_ASKED, headers=KEYED) for _ in range(2)]
    await done(client, first)
    assert first.json()["id"] == second.json()["id"]
    assert len((await bench.app.market.list_runs()).runs) == 1


async def test_runs_are_listed_without_logs_and_shown_with_them(client: httpx.AsyncClient) -> None:
    run = await done(client, await client.post(RUN, json={"mode": "backfill", "days": 5}))
    (listed,) = (await client.get(RUNS)).json()["runs"]
    shown = (await client.get(f"{RUNS}/{run.id}")).json()
    assert (listed["id"], listed["log"]) == (run.id, [])
    assert shown == run.model_dump(mode="json")
    assert shown["log"]


async def test_a_list_of_runs_is_a_table_too(client: httpx.AsyncClient) -> None:
    await done(client, await client.post(RUN, json={}))
    table = (await client.get(RUNS, params={"format": "csv"})).text
    assert table.startswith("id,mode,first,last,state,started,seconds,inserted")


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"mode": "daily", "days": 5}, "a daily run reads the last two sessions"),
        ({"mode": "backfill", "start": "2026-02-01", "end": "2026-01-01"}, "cannot end"),
        ({"skip_steps": ["everything"]}, "data_quality"),
    ],
)
async def test_what_cannot_be_asked_says_why(
    client: httpx.AsyncClient, spec: dict[str, object], told: str
) -> None:
    answer = await client.post(RUN, json=spec)
    assert answer.status_code == 422
    assert told in answer.text


async def test_a_run_that_is_not_known_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{RUNS}/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:ballast:market.run_not_found")


async def test_a_server_that_is_asked_from_far_away_does_the_same(bench: Bench) -> None:
    told: list[Progress] = []
    async with remote(bench) as ballast:
        run = await ballast.market.update_market(ONE, told.append)
        assert await ballast.market.show_run(run.id) == run == await bench.app.market.show_run(run.id)
        assert await ballast.market.list_runs(5) == await bench.app.market.list_runs(5)
        with pytest.raises(NotFoundError, match="nothing"):
            await ballast.market.show_run("nothing")
        with pytest.raises(ConflictError, match="nothing of it is left"):
            await ballast.market.update_market(UpdateSpec(resume=run.id))
    assert told
