"""The same question about market data gives the same answer through library, API, commands and a server."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import cast

import httpx
import pytest
from tests.e2e.conftest import Run
from tests.e2e.test_remote import serving
from tests.e2e.test_surfaces_agree import over_http, stood
from tests.in_memory import client_of
from tests.market_surfaces import FLOW_QUESTIONS, FUND, MARKET_QUESTIONS
from tests.surfaces import Question

from ballast_adapters.bootstrap import open_app, open_remote
from ballast_adapters.remote.ballast import RemoteBallast
from ballast_adapters.sample.universe import sample_universe
from ballast_adapters.settings import Settings
from ballast_core.app import App
from ballast_core.market import SymbolNotFoundError
from ballast_core.shared.errors import NotFoundError
from ballast_web.app import create_web

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("fetched")]

QUESTIONS = MARKET_QUESTIONS | FLOW_QUESTIONS


@pytest.fixture(scope="module")
def fetched(ballast: Run, home: Path) -> None:
    """Have models and two months of market data in the database."""
    ballast("ingest")
    folder = home / "universe"
    folder.mkdir()
    for name, content in sample_universe().items():
        (folder / name).write_bytes(content)
    ballast("market", "universe", "import", *map(str, sorted(folder.iterdir())))
    ballast("market", "backfill", "--days", "40")


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Return the address of a server."""
    with serving(environment) as url:
        yield url


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


@pytest.fixture(scope="module")
async def remote(address: str) -> AsyncGenerator[RemoteBallast]:
    """Return the Ballast of a server, opened once."""
    async with open_remote(address) as opened:
        yield opened


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_every_surface_gives_the_same_answer(
    question: Question, app: App, client: httpx.AsyncClient, ballast: Run
) -> None:
    asked = stood(await question.ask(app))
    assert stood(await over_http(client, question.path)) == asked
    assert stood(ballast(*question.command.split(), "--format", "json").stdout) == asked


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_a_remote_view_equals_the_local_one(
    question: Question, app: App, remote: RemoteBallast
) -> None:
    assert await question.ask(cast("App", remote)) == await question.ask(app)


async def test_a_run_is_the_same_by_its_id(
    app: App, client: httpx.AsyncClient, remote: RemoteBallast, ballast: Run
) -> None:
    run = await app.market.show_run((await app.market.list_runs(1)).runs[0].id)
    assert await remote.market.show_run(run.id) == run
    assert stood(await over_http(client, f"/pipelines/runs/{run.id}")) == stood(run)
    assert stood(ballast("market", "run", run.id, "--format", "json").stdout) == stood(run)


async def test_a_symbol_that_is_not_there_is_told_alike(
    app: App, remote: RemoteBallast, ballast: Run
) -> None:
    with pytest.raises(SymbolNotFoundError, match=FUND) as here:
        await app.market.show_instrument(FUND[:-1])
    with pytest.raises(NotFoundError) as there:
        await remote.market.show_instrument(FUND[:-1])
    assert (there.value.code, str(there.value)) == (here.value.code, str(here.value))
    assert str(here.value) in ballast("market", "show", FUND[:-1], code=3).stderr
