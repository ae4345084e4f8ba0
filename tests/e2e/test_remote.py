"""A Ballast elsewhere answers as one opened here: over HTTP, from a server in a process of its own."""

import re
import subprocess
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import BaseModel
from tests.e2e.conftest import BALLAST
from tests.surfaces import META, PINE

from ballast_adapters.bootstrap import open_app, open_remote
from ballast_adapters.remote.errors import ServerUnreachableError, TokenNeededError, TokenRefusedError
from ballast_adapters.settings import Settings
from ballast_core.shared.errors import NotFoundError
from ballast_core.tracking import CompareQuery, FindingsQuery, IngestSpec, SeriesName, SeriesQuery, Severity
from ballast_tui.asks import Asks

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("ingested")]

TOKEN = "ballast_test_0123456789abcdef0123456789abcdef"
ASKED: dict[str, Callable[[Asks], Awaitable[BaseModel]]] = {
    "list_models": lambda asks: asks.list_models(),
    "show_model": lambda asks: asks.show_model(META),
    "show_holdings": lambda asks: asks.show_holdings(META),
    "list_snapshots": lambda asks: asks.list_snapshots(META, 7, 2),
    "show_performance": lambda asks: asks.show_performance(
        SeriesQuery(model=PINE, series=SeriesName.TRADED, period="1y", points=50)
    ),
    "show_measures": lambda asks: asks.show_measures(PINE),
    "show_drawdowns": lambda asks: asks.show_drawdowns(PINE, 0),
    "show_months": lambda asks: asks.show_months(SeriesQuery(model=PINE, series=SeriesName.OVERLAY)),
    "show_ranks": lambda asks: asks.show_ranks(PINE, 3),
    "compare_models": lambda asks: asks.compare_models(CompareQuery(models=(PINE, META), from_fork=False)),
    "list_findings": lambda asks: asks.list_findings(FindingsQuery(severity=Severity.WARNING, limit=5)),
    "list_runs": lambda asks: asks.list_runs(3),
}
ELSEWHERE = {"show_run", "ingest_models", "show_revision"}  # below


@contextmanager
def serving(environment: dict[str, str], **more: str) -> Iterator[str]:
    command = [BALLAST, "serve", "--port=0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment | more) as process:
        try:
            said = iter(process.stderr.readline, "")
            yield next(found[0] for line in said if (found := re.search(r"http://[\d.]+:\d+", line)))
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Return the address of a server."""
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
async def both(settings: Settings, address: str) -> AsyncGenerator[tuple[Asks, Asks]]:
    """Return what can be asked here and there."""
    async with open_app(settings) as here, open_remote(address) as there:
        yield here.tracking, there.tracking


def test_every_use_case_that_a_screen_asks_is_compared() -> None:
    asked = {name for name in vars(Asks) if not name.startswith("_")}
    assert asked == ASKED.keys() | ELSEWHERE


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_a_remote_view_equals_the_local_one(
    ask: Callable[[Asks], Awaitable[BaseModel]], both: tuple[Asks, Asks]
) -> None:
    here, there = both
    assert await ask(there) == await ask(here)


async def test_a_run_is_the_same_by_its_id(both: tuple[Asks, Asks]) -> None:
    here, there = both
    run = str((await here.list_runs(1)).runs[0].id)
    assert await there.show_run(run) == await here.show_run(run)


async def test_a_dry_run_over_there_tells_what_one_here_tells(both: tuple[Asks, Asks]) -> None:
    spec, told = IngestSpec(dry_run=True, full=True), []
    here, there = both
    reports = [await asks.ingest_models(spec) for asks in (here, there)]
    for report in reports:
        files = [file.model_dump(exclude={"seconds"}) for model in report.models for file in model.files]
        told.append((files, [model.findings for model in report.models]))
    assert told[0] == told[1]


async def test_the_revision_changes_with_what_is_stored(both: tuple[Asks, Asks]) -> None:
    _, there = both
    before = [await there.show_revision(), await there.show_revision()]
    await there.ingest_models(IngestSpec(full=True))
    after = await there.show_revision()
    assert before[0] == before[1]
    assert after


async def test_a_model_that_is_not_there_is_told_with_those_that_are(address: str) -> None:
    async with open_remote(address) as there:
        with pytest.raises(NotFoundError, match=f"no model named 'nobody'; known models: .*{PINE}"):
            await there.tracking.show_model("nobody")


async def test_a_token_opens_a_server_that_needs_one(environment: dict[str, str]) -> None:
    with serving(environment, BALLAST_API_TOKEN=TOKEN) as url:
        async with open_remote(url, TOKEN) as there:
            assert (await there.tracking.list_models()).models
        async with open_remote(url) as there:
            with pytest.raises(TokenNeededError):
                await there.tracking.list_models()
        async with open_remote(url, "ballast_wrong_one") as there:
            with pytest.raises(TokenRefusedError):
                await there.tracking.list_models()


async def test_a_server_that_went_is_unreachable(environment: dict[str, str]) -> None:
    with serving(environment) as url:
        pass
    async with open_remote(url) as there:
        with pytest.raises(ServerUnreachableError, match="look whether `ballast serve` runs there"):
            await there.tracking.list_models()
