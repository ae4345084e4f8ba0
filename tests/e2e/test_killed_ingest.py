"""An ingest that is killed at any moment, or met by a second one, leaves nothing half done."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from ballast_adapters.blocking import open_app_sync
from ballast_adapters.bootstrap import downgrade, open_app, open_database, upgrade
from ballast_adapters.settings import Settings
from ballast_core.tracking import IngestRunningError, RunState

pytestmark = pytest.mark.postgres
INGEST = (str(Path(sys.executable).with_name("ballast")), "ingest")
TABLES = (
    "models",
    "source_files",
    "snapshots",
    "lots",
    "status_records",
    "ranks",
    "backtest_points",
    "trade_log",
    "findings",
)


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*INGEST, *words], env=environment, stdout=pipe, stderr=pipe, text=True)


def ingest(environment: dict[str, str], *words: str) -> float:
    """Return how long it took."""
    begun = time.perf_counter()
    done = start(environment, *words)
    assert (done.communicate(timeout=60), done.returncode)[1] == 0
    return time.perf_counter() - begun


def wipe(settings: Settings) -> None:
    async def wiped() -> None:
        await downgrade(settings, "base")
        await upgrade(settings)

    asyncio.run(wiped())


def stored(settings: Settings) -> dict[str, list[str]]:
    """Return every row that an ingest stores, but for the moment at which it did."""

    async def read() -> dict[str, list[str]]:
        rows = "select (to_jsonb(t) - 'stored_at')::text from tracking.{} t order by 1"
        async with open_database(settings) as engine, engine.connect() as db:
            return {table: list((await db.execute(text(rows.format(table)))).scalars()) for table in TABLES}

    return asyncio.run(read())


@pytest.fixture
def empty(settings: Settings, ingested: None) -> Settings:  # noqa: ARG001 - after it, not before
    """Return settings of a database without a row."""
    wipe(settings)
    return settings


def test_whenever_it_is_killed_the_next_run_ends_as_an_undisturbed_one(
    empty: Settings, environment: dict[str, str]
) -> None:
    takes = ingest(environment)
    undisturbed = stored(empty)
    for part in (0.4, 0.55, 0.65, 0.75, 0.85, 0.95):
        wipe(empty)
        victim = start(environment)
        time.sleep(takes * part)
        victim.kill()
        victim.communicate()
        ingest(environment)
        assert stored(empty) == undisturbed, f"killed after {part:.0%}"


def test_a_killed_run_is_told_as_interrupted_before_any_other_runs(
    empty: Settings, environment: dict[str, str]
) -> None:
    with open_app_sync(empty) as app:
        victim = start(environment)
        while not app.tracking.list_runs(1).runs:
            time.sleep(0.005)
        victim.kill()
        victim.communicate()
        while (run := app.tracking.list_runs(1).runs[0]).state is RunState.RUNNING:
            time.sleep(0.005)  # until the server sees that its client is gone
    assert run.state is RunState.INTERRUPTED


async def test_of_two_at_once_one_leaves_with_a_clear_message(
    empty: Settings, environment: dict[str, str]
) -> None:
    async with open_app(empty) as app, app.tracking.ingest_models.store.exclusive(0):
        with pytest.raises(IngestRunningError):
            await app.tracking.ingest_models()
        other = start(environment)
        _, said = await asyncio.to_thread(other.communicate)
    assert other.returncode == 4
    assert "another ingest is running" in said


def test_two_at_once_can_wait_and_only_one_has_work(empty: Settings, environment: dict[str, str]) -> None:
    both = [start(environment, "--wait", "30") for _ in range(2)]
    assert [(process.communicate(), process.returncode)[1] for process in both] == [0, 0]
    with open_app_sync(empty) as app:
        worked = sorted(run.rows_new > 0 for run in app.tracking.list_runs(5).runs)
    assert worked == [False, True]


def test_cron_is_never_asked_a_question(environment: dict[str, str], empty: Settings) -> None:
    bare = {name: environment[name] for name in ("BALLAST_HOME", "HOME")}
    command = [*INGEST, "--data-dir", str(empty.data_dir)]
    done = subprocess.run(command, env=bare, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
