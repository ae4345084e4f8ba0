"""The same question through library, API and command line gives the same numbers."""

import json
import subprocess
from collections.abc import AsyncGenerator, Callable
from math import isclose
from pathlib import Path

import httpx
import pytest
from pydantic import BaseModel
from tests.in_memory import client_of
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
from ballast_core.app import App
from ballast_web.app import create_web

type Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("ingested", "traded")]


_HOW_MADE = {"files_reused", "files_computed"}


@pytest.fixture(scope="module")
async def app(settings: Settings) -> AsyncGenerator[App]:
    """Return the library, opened once."""
    async with open_app(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
async def client(settings: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client of the API, opened once."""
    async with client_of(create_web(settings)) as opened:
        yield opened


async def over_http(client: httpx.AsyncClient, path: str) -> bytes:
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.content


def stood(view: BaseModel | str | bytes) -> dict[str, object]:
    """Return an answer without what tells how it came about."""
    said = json.loads(view.model_dump_json() if isinstance(view, BaseModel) else view)
    about = said.get("about")
    return said | {"about": {name: about[name] for name in about if name not in _HOW_MADE}} if about else said


ALL = {**QUESTIONS, **{f"trades.{name}": question for name, question in TRADES_QUESTIONS.items()}}


@pytest.mark.parametrize("question", ALL.values(), ids=ALL)
async def test_every_surface_gives_the_same_answer(
    question: Question, app: App, client: httpx.AsyncClient, ballast: Run
) -> None:
    asked = stood(await question.ask(app))
    assert stood(await over_http(client, question.path)) == asked
    assert stood(ballast(*question.command.split(), "--format", "json").stdout) == asked


@pytest.mark.parametrize("question", HEAVY_QUESTIONS.values(), ids=HEAVY_QUESTIONS)
async def test_heavy_work_comes_to_the_same_by_command(question: Question, app: App, ballast: Run) -> None:
    asked = stood(await question.ask(app))
    assert near(stood(ballast(*question.command.split(), "--format", "json").stdout), asked)


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
    app: App, client: httpx.AsyncClient, ballast: Run, tmp_path: Path
) -> None:
    content = app.tables.write(await app.trades.export_trades(SELECTION), "csv")
    ballast("trades", "export", "--to-file", str(tmp_path / "t.csv"), *FLAGS.split())
    assert (tmp_path / "t.csv").read_bytes() == content
    assert await over_http(client, f"/export/trades?{IN_ADDRESS}") == content


async def test_a_run_is_the_same_by_its_id(app: App, client: httpx.AsyncClient, ballast: Run) -> None:
    newest = (await app.tracking.list_runs(1)).runs[0]
    asked = stood(await app.tracking.show_run(str(newest.id)))
    assert stood(await over_http(client, f"/runs/{newest.id}")) == asked
    assert json.loads(ballast("runs", str(newest.id), "--format", "json").stdout)["runs"] == [asked]


def test_the_blocking_twin_answers_like_the_library(settings: Settings, ballast: Run) -> None:
    with open_app_sync(settings) as app:
        asked = app.tracking.show_measures("naz100_pine")
    assert json.loads(ballast("measures", "naz100_pine", "--format", "json").stdout) == json.loads(
        asked.model_dump_json()
    )
