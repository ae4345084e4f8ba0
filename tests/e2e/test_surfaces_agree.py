"""The same question through library, API and command line gives the same numbers."""

import json
import subprocess
from collections.abc import Callable
from math import isclose
from pathlib import Path

import httpx
import pytest
from tests.surfaces import (
    FLAGS,
    HEAVY_QUESTIONS,
    IN_ADDRESS,
    QUESTIONS,
    SELECTION,
    TRADES_QUESTIONS,
    Question,
)

from ballast_adapters.blocking import open_app_sync
from ballast_adapters.bootstrap import open_app
from ballast_adapters.settings import Settings
from ballast_web.app import create_web

type Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("ingested", "traded")]


async def over_http(settings: Settings, path: str) -> object:
    return json.loads(await downloaded(settings, path))


async def downloaded(settings: Settings, path: str) -> bytes:
    web = create_web(settings)
    async with web.router.lifespan_context(web):
        transport = httpx.ASGITransport(web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.content


ALL = {**QUESTIONS, **{f"trades.{name}": question for name, question in TRADES_QUESTIONS.items()}}


@pytest.mark.parametrize("question", ALL.values(), ids=ALL)
async def test_every_surface_gives_the_same_answer(
    question: Question, settings: Settings, ballast: Run
) -> None:
    async with open_app(settings) as app:
        asked = json.loads((await question.ask(app)).model_dump_json())
    assert await over_http(settings, question.path) == asked
    assert json.loads(ballast(*question.command.split(), "--format", "json").stdout) == asked


@pytest.mark.parametrize("question", HEAVY_QUESTIONS.values(), ids=HEAVY_QUESTIONS)
async def test_heavy_work_comes_to_the_same_by_command(
    question: Question, settings: Settings, ballast: Run
) -> None:
    async with open_app(settings) as app:
        asked = json.loads((await question.ask(app)).model_dump_json())
    assert near(json.loads(ballast(*question.command.split(), "--format", "json").stdout), asked)


def near(one: object, other: object) -> bool:
    """Tell whether two answers are the same but for where a solver stopped."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(near(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(near, one, other))
        case float(), float():
            return isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
        case _:
            return one == other


async def test_an_export_is_the_same_file_everywhere(
    settings: Settings, ballast: Run, tmp_path: Path
) -> None:
    async with open_app(settings) as app:
        table = await app.trades.export_trades(SELECTION)
        content = app.tables.write(table, "csv")
    ballast("trades", "export", "--to-file", str(tmp_path / "t.csv"), *FLAGS.split())
    assert (tmp_path / "t.csv").read_bytes() == content
    assert await downloaded(settings, f"/export/trades?{IN_ADDRESS}") == content


async def test_a_run_is_the_same_by_its_id(settings: Settings, ballast: Run) -> None:
    async with open_app(settings) as app:
        newest = (await app.tracking.list_runs(1)).runs[0]
        run = await app.tracking.show_run(str(newest.id))
    asked = json.loads(run.model_dump_json())
    assert await over_http(settings, f"/runs/{run.id}") == asked
    assert json.loads(ballast("runs", str(run.id), "--format", "json").stdout)["runs"] == [asked]


def test_the_blocking_twin_answers_like_the_library(settings: Settings, ballast: Run) -> None:
    with open_app_sync(settings) as app:
        asked = app.tracking.show_measures("naz100_pine")
    assert json.loads(ballast("measures", "naz100_pine", "--format", "json").stdout) == json.loads(
        asked.model_dump_json()
    )
