"""What Prometheus is told, and that neither many addresses nor a slow database spoil it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.in_memory import Bench, client_of

from ballast_core.ops import CheckState, JobSpec
from ballast_web import metrics
from ballast_web.api import ops

type Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as opened:
        yield opened


async def scrape(client: httpx.AsyncClient) -> Samples:
    answer = await client.get("/metrics")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((name, frozenset(labels.items())))


async def test_requests_are_counted_by_template_and_not_by_path(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/models/naz100_pine", "/api/v1/models/naz100_hma", "/api/v1/models/nobody"):
        await client.get(path)
    samples = await scrape(client)
    route = {"method": "GET", "route": "/api/v1/models/{model}"}
    assert value(samples, "ballast_http_requests_total", status="200", **route) == 2
    assert value(samples, "ballast_http_requests_total", status="404", **route) == 1
    assert value(samples, "ballast_http_request_seconds_count", **route) == 3
    assert not any("nobody" in text for _, labels in samples for _, text in labels)


async def test_a_request_for_its_head_is_counted_with_its_route(client: httpx.AsyncClient) -> None:
    await client.head("/api/v1/models")
    samples = await scrape(client)
    assert value(samples, "ballast_http_requests_total", method="HEAD", route="/api/v1/models", status="200")


async def test_addresses_and_methods_that_a_stranger_invents_share_one_line(
    client: httpx.AsyncClient,
) -> None:
    for n in range(3):
        await client.request(f"METHOD{n}", f"/nowhere/{n}")
    samples = await scrape(client)
    assert value(samples, "ballast_http_requests_total", method="other", route="none", status="404") == 3


async def test_who_is_turned_away_is_counted(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/models", headers={"Host": "evil.example"})
    samples = await scrape(client)
    assert value(samples, "ballast_http_requests_total", method="GET", route="none", status="421") == 1


async def test_static_files_share_one_line(client: httpx.AsyncClient) -> None:
    await client.get("/static/nothing.css")
    samples = await scrape(client)
    assert value(samples, "ballast_http_requests_total", method="GET", route="/static", status="404") == 1


async def test_the_scrape_itself_is_the_only_request_in_progress(client: httpx.AsyncClient) -> None:
    assert value(await scrape(client), "ballast_http_requests_in_progress") == 1


async def test_kept_answers_are_told_apart_from_made_ones(client: httpx.AsyncClient) -> None:
    tag = (await client.get("/api/v1/models")).headers["etag"]
    await client.get("/api/v1/models")
    await client.get("/api/v1/models", headers={"If-None-Match": tag})
    samples = await scrape(client)
    told = {how: value(samples, "ballast_answers", how=how) for how in ("made", "kept", "unchanged")}
    assert told == {"made": 1, "kept": 1, "unchanged": 1}
    assert (value(samples, "ballast_answers_kept_bytes") or 0) > 0


async def test_models_findings_and_ingests_are_as_they_are_stored(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    samples = await scrape(client)
    [pine] = [
        model for model in (await bench.app.tracking.list_models()).models if model.name == "naz100_pine"
    ]
    assert pine.last_day is not None
    told = value(samples, "ballast_model_last_day_timestamp_seconds", model="naz100_pine")
    assert datetime.fromtimestamp(told or 0, UTC).date() == pine.last_day
    [run] = (await bench.app.tracking.list_runs(1)).runs
    assert run.ended_at is not None
    assert value(samples, "ballast_ingest_last_run_timestamp_seconds") == run.started_at.timestamp()
    assert value(samples, "ballast_ingest_last_success_timestamp_seconds") == run.ended_at.timestamp()
    assert value(samples, "ballast_ingest_last_failed") == 0
    found = sum(
        value(samples, "ballast_findings", severity=kind) or 0 for kind in ("info", "warning", "error")
    )
    assert found == (await bench.app.tracking.list_findings()).total


async def test_a_ballast_that_read_nothing_says_so(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        samples = await scrape(client)
    assert value(samples, "ballast_ingest_last_success_timestamp_seconds") == 0
    assert value(samples, "ballast_database_up") == 1
    assert not any(name == "ballast_model_last_day_timestamp_seconds" for name, _ in samples)


async def test_a_database_that_does_not_answer_in_time_costs_only_its_part(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "PATIENCE_S", 0.01)
    slow = replace(bench, app=replace(bench.app, tracking=replace(bench.app.tracking, show_revision=forever)))
    async with client_of(slow.web()) as client:
        samples = await scrape(client)
    assert value(samples, "ballast_database_up") == 0
    assert value(samples, "ballast_database_pool_size") == 5
    assert not any(name == "ballast_model_last_day_timestamp_seconds" for name, _ in samples)


async def test_models_that_take_long_to_sum_up_do_not_make_the_database_look_away(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "LONG_PATIENCE_S", 0.01)
    slow = replace(bench, app=replace(bench.app, tracking=replace(bench.app.tracking, list_models=forever)))
    async with client_of(slow.web()) as client:
        samples = await scrape(client)
    assert value(samples, "ballast_database_up") == 1
    assert value(samples, "ballast_ingest_last_failed") == 0
    assert not any(name == "ballast_findings" for name, _ in samples)


async def test_two_applications_count_apart(client: httpx.AsyncClient, empty: Bench) -> None:
    await client.get("/api/v1/models")
    async with client_of(empty.web()) as other:
        samples = await scrape(other)
    assert not any(name == "ballast_http_requests_total" for name, _ in samples)


async def test_alive_asks_nothing(empty: Bench) -> None:
    empty.probes.state = CheckState.FAILED
    async with client_of(empty.web()) as client:
        assert (await client.get("/health")).json() == {"alive": True}


@pytest.mark.parametrize(("state", "status"), [(CheckState.OK, 200), (CheckState.FAILED, 503)])
async def test_ready_says_whether_questions_can_be_answered(
    empty: Bench, state: CheckState, status: int
) -> None:
    empty.probes.state = state
    async with client_of(empty.web()) as client:
        answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["checks"][0]["state"]) == (status, state)
    assert answer.json()["checks"][0]["found"] == ""


async def test_ready_does_not_wait_for_a_database_that_hangs(
    empty: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ops, "_PATIENCE_S", 0.01)
    stuck = replace(empty, app=replace(empty.app, ops=replace(empty.app.ops, check_ready=forever)))
    async with client_of(stuck.web()) as client:
        assert (await client.get("/ready")).status_code == 503


async def forever() -> str:
    await asyncio.sleep(60)
    return ""


async def test_jobs_are_counted_by_where_they_stand(bench: Bench, client: httpx.AsyncClient) -> None:
    job = await bench.app.ops.start_job(JobSpec(name="tracking.ingest_models"))
    async for _ in bench.app.ops.watch_job(job.id):
        pass
    samples = await scrape(client)
    assert value(samples, "ballast_jobs", state="done") == 1
    assert value(samples, "ballast_jobs", state="queued") == 0


async def test_parts_of_figures_that_are_reused_are_counted(client: httpx.AsyncClient) -> None:
    samples = await scrape(client)
    assert value(samples, "ballast_trade_artifacts", how="reused") == 0
    assert value(samples, "ballast_trade_artifacts", how="computed") == 0
