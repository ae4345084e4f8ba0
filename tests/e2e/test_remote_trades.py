"""Trade lists of a Ballast elsewhere answer as those here: over HTTP, from a server with its own worker."""

import json
from collections.abc import AsyncGenerator, Iterator

import pytest
from tests.e2e.conftest import Run
from tests.e2e.test_remote import serving
from tests.e2e.test_surfaces_agree import near, stood
from tests.surfaces import HEAVY_QUESTIONS, TRADES_QUESTIONS, Question

from ballast_adapters.bootstrap import open_app, open_remote
from ballast_adapters.remote.ballast import RemoteBallast
from ballast_adapters.settings import Settings
from ballast_core.app import App
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.progress import Progress
from ballast_core.trades import Selection, SimulationSpec

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("traded")]


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Return the address of a server."""
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
async def here(settings: Settings) -> AsyncGenerator[App]:
    """Return a Ballast of this process."""
    async with open_app(settings) as app:
        yield app


@pytest.fixture(scope="module")
async def there(address: str) -> AsyncGenerator[RemoteBallast]:
    """Return the Ballast of the server."""
    async with open_remote(address) as remote:
        yield remote


@pytest.mark.parametrize("question", TRADES_QUESTIONS.values(), ids=TRADES_QUESTIONS)
async def test_a_remote_view_equals_the_local_one(
    question: Question, here: App, there: RemoteBallast
) -> None:
    assert stood(await question.ask(there)) == stood(await question.ask(here))


@pytest.mark.parametrize("question", HEAVY_QUESTIONS.values(), ids=HEAVY_QUESTIONS)
async def test_heavy_work_of_a_server_comes_to_the_same(
    question: Question, here: App, there: RemoteBallast
) -> None:
    assert near(stood(await question.ask(there)), stood(await question.ask(here)))


async def test_progress_of_a_job_over_there_is_told_here(there: RemoteBallast) -> None:
    told: list[Progress] = []
    view = await there.trades.simulate_drawdowns(SimulationSpec(paths=400), told.append)
    assert view.spec.paths == 400
    assert told


async def test_a_job_that_fails_over_there_fails_here_with_its_code(there: RemoteBallast) -> None:
    spec = SimulationSpec(selection=Selection(files=("nobody",)))
    with pytest.raises(InvalidError, match="nobody") as failed:
        await there.trades.simulate_drawdowns(spec)
    assert failed.value.code == "trades.bad_selection"


def test_a_command_asks_a_server_as_it_asks_here(ballast: Run, address: str) -> None:
    words = ("trades", "months", "--symbols", "MES", "--format", "json")
    here, there = (json.loads(ballast(*words, *more).stdout) for more in ((), ("--remote", address)))
    assert {**there, "about": 0} == {**here, "about": 0}
