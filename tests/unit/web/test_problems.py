"""Every failure is a problem document that names all faults at once."""

import logging
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.in_memory import Bench, client_of

from ballast_core.shared.errors import (
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    Problem,
    UnavailableError,
    UnsupportedError,
)

MODELS = "/api/v1/models"
PINE = f"{MODELS}/naz100_pine"


class BusyError(UnavailableError):
    code = "test.busy"
    retry_after_s = 2.5


KINDS = [
    (InvalidError("bad", Problem("a", "is bad"), Problem("b", "is worse")), 422, "ballast.invalid"),
    (NotFoundError("gone"), 404, "ballast.not_found"),
    (ConflictError("busy"), 409, "ballast.conflict"),
    (DeniedError("no"), 403, "ballast.denied"),
    (UnsupportedError("cannot"), 501, "ballast.unsupported"),
    (BusyError("later"), 503, "test.busy"),
]


def failing(bench: Bench, error: Exception) -> FastAPI:
    web = bench.web()

    @web.get("/fail/it")
    async def fail() -> None:
        raise error

    web.add_api_route("/fail\n", fail)

    return web


def faults(answer: httpx.Response) -> dict[str, str]:
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    return {problem["where"]: problem["what"] for problem in document["problems"]}


@pytest.mark.parametrize(("error", "status", "code"), KINDS)
async def test_each_kind_of_failure_has_its_status(
    empty: Bench, error: Exception, status: int, code: str
) -> None:
    async with client_of(failing(empty, error)) as client:
        answer = await client.get("/fail/it")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    document = answer.json()
    assert document["type"] == f"urn:ballast:{code}"
    assert (document["status"], document["detail"], document["instance"]) == (status, str(error), "/fail/it")
    assert answer.headers["cache-control"] == "no-store"


async def test_an_invalid_request_names_every_problem(empty: Bench) -> None:
    async with client_of(failing(empty, KINDS[0][0])) as client:
        assert faults(await client.get("/fail/it")) == {"a": "is bad", "b": "is worse"}


async def test_who_can_come_back_is_told_when(empty: Bench) -> None:
    async with client_of(failing(empty, BusyError("later"))) as client:
        assert (await client.get("/fail/it")).headers["retry-after"] == "3"


async def test_an_unforeseen_failure_tells_an_id_and_keeps_its_detail_for_the_log(
    empty: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "ballast.web"):
        async with client_of(failing(empty, RuntimeError("the secret"))) as client:
            answer = await client.get("/fail%0A")
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (500, "nosniff")
    assert "secret" not in answer.text
    found = re.search(r"[0-9a-f]{12}", answer.json()["detail"])
    assert found
    assert found[0] in caplog.text
    assert "RuntimeError: the secret" in caplog.text
    assert r"'/fail\n'" in caplog.text


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (f"{PINE}/performance?points=3", {"query.points"}),
        (
            f"{PINE}/performance?points=-1&series=nope&start=x",
            {"query.points", "query.series", "query.start"},
        ),
        (f"{PINE}/performance?start=2026-02-01&end=2026-01-01", {"query"}),
        (f"{PINE}/performance?start=20260101&end=0", {"query.start", "query.end"}),
        (f"{PINE}/performance?start=2026-02-30", {"query.start"}),
        (f"{PINE}/performance?period=2y", {"query.period"}),
        (f"{PINE}/performance?kind=base&point=1&points=x", {"query.kind", "query.point", "query.points"}),
        (f"{PINE}/performance?format=xml", {"query.format"}),
        (f"{PINE}/drawdowns?top=-1", {"query.top"}),
        (f"{PINE}/drawdowns?top=1e3", {"query.top"}),
        (f"{PINE}/rolling?window_days=0", {"query.window_days"}),
        (f"{PINE}/holdings?on=yesterday", {"query.on"}),
        (f"{PINE}/snapshots?limit=-1&offset=-1", {"query.limit", "query.offset"}),
        (f"{PINE}/snapshots?limit=1001", {"query.limit"}),
        (f"{PINE}/switches?source=guess", {"query.source"}),
        (f"{PINE}/switches", {"model"}),
        ("/api/v1/findings?severity=bad", {"query.severity"}),
        ("/api/v1/compare", {"query.models"}),
        ("/api/v1/compare?models=naz100_pine,naz100_pine", {"query"}),
        ("/api/v1/health?verbose=1", {"query.verbose"}),
        ("/?page=2", {"query.page"}),
    ],
)
async def test_a_bad_query_is_told_where_it_is_bad(
    api: httpx.AsyncClient, path: str, where: set[str]
) -> None:
    assert set(faults(await api.get(path))) == where


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", {"body"}),
        (b"[]", {"body"}),
        (b"{", {"body.1"}),
        (b'{"models": 1, "dry_run": "perhaps", "x": 1}', {"body.models", "body.dry_run", "body.x"}),
        (b'{"wait_s": -1}', {"body.wait_s"}),
    ],
)
async def test_a_bad_body_is_told_where_it_is_bad(
    api: httpx.AsyncClient, body: bytes, where: set[str]
) -> None:
    answer = await api.post("/api/v1/ingest", content=body, headers={"Content-Type": "application/json"})
    assert set(faults(answer)) == where


async def test_an_unknown_parameter_stops_an_ingest_before_it_begins(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        assert set(faults(await client.post("/api/v1/ingest?dry_run=true", json={}))) == {"query.dry_run"}
    assert await empty.store.models() == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1", 404),
        ("GET", f"{MODELS}/", 404),
        ("GET", f"{MODELS}/nobody", 404),
        ("GET", f"{MODELS}/nobody/holdings", 404),
        ("GET", f"{PINE}/holdings?on=1999-01-01", 404),
        ("GET", "/api/v1/runs/none", 404),
        ("GET", "/docs", 404),
        ("POST", MODELS, 405),
        ("DELETE", PINE, 405),
        ("DELETE", "/api/v1/ingest", 405),
    ],
)
async def test_what_is_not_there_is_a_problem_document_too(
    api: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await api.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_ingest_while_another_runs_is_a_conflict(empty: Bench) -> None:
    async with client_of(empty.web()) as client, empty.store.exclusive(0):
        answer = await client.post("/api/v1/ingest", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:ballast:tracking.ingest_running")


async def test_a_form_that_nobody_makes_is_not_acceptable(api: httpx.AsyncClient) -> None:
    answer = await api.get(MODELS, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
