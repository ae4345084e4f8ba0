"""A run of the pipeline that is killed, met by another, or without its database leaves nothing half done."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
from pydantic import JsonValue
from sqlalchemy import text
from tests.e2e.conftest import BALLAST
from tests.e2e.forked import commands

from ballast_adapters.bootstrap import open_app, open_database
from ballast_adapters.postgres import EmbeddedPostgres
from ballast_adapters.postgres.postmaster import see, stop
from ballast_adapters.sample.universe import sample_universe
from ballast_adapters.settings import Settings, load_settings
from ballast_core.app import App
from ballast_core.market import RunView, StepState
from ballast_core.ops import Job, JobSpec, JobState

pytestmark = pytest.mark.postgres

type Stored = dict[str, list[str]]
type Command = Callable[..., subprocess.CompletedProcess[str]]
type Begin = Callable[[], subprocess.Popen[str]]
type Look = Callable[[str], Awaitable[list[str]]]

PATIENCE_S = 60.0
BACKFILL = ("backfill", "--from", "2025-07-01", "--to", "2026-06-30")
KEPT = {
    "market_data.bars": "to_jsonb(t) - 'ingested_at'",
    "market_data.bar_revisions": "to_jsonb(t) - 'ingested_at' - 'replaced_at' - 'id'",
    "market_data.splits": "to_jsonb(t)",
    "market_data.dividends": "to_jsonb(t)",
    "market_data.findings": "to_jsonb(t) - 'first_seen' - 'last_seen'",
    "derived.days_held": "to_jsonb(t)",
    "economic_data.observations": "to_jsonb(t)",
    "news.articles": "to_jsonb(t)",
    "events.events": "to_jsonb(t)",
}
UPDATE = "market.update_market"
ASKED: JsonValue = {"mode": "backfill", "start": BACKFILL[2], "end": BACKFILL[4]}
STEPS = ("market_data", "economic_data", "news_sentiment", "event_data", "data_quality")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Return a home of its own, with its server running: it is stopped and started here."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-run-"))
    folder.chmod(0o755)
    with EmbeddedPostgres(folder / "postgres", durable=False).open_sync():
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def environment(home: Path) -> Mapping[str, str]:
    """Return the environment of a user who has this home and no other setting."""
    mine = os.environ  # noqa: TID251 - the test's own, handed on to the commands
    others = {name: value for name, value in mine.items() if not name.startswith("BALLAST_")}
    return others | {"BALLAST_HOME": str(home), "COLUMNS": "150", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def settings(home: Path) -> Settings:
    """Return the settings of this home."""
    return load_settings(env={"BALLAST_HOME": str(home)})


@pytest.fixture(scope="module")
def command(environment: Mapping[str, str]) -> Iterator[Command]:
    """Run a command about market data that nobody disturbs, to its end."""
    with commands(environment) as run:

        def command(*words: str) -> subprocess.CompletedProcess[str]:
            done = run(("market", *words), {})
            assert done.returncode == 0, done.stderr
            return done

        yield command


@pytest.fixture(scope="module")
def undisturbed(home: Path, command: Command, settings: Settings) -> Stored:
    """Have the universe of the sample in the database, and return what an undisturbed run stores."""
    for name, content in sample_universe().items():
        (home / name).write_bytes(content)
    command("universe", "import", *(str(home / name) for name in sample_universe()))
    command(*BACKFILL)
    return asyncio.run(stored(settings))


@pytest.fixture
async def empty(undisturbed: Stored, settings: Settings) -> Stored:
    """Have fetched nothing yet; return what an undisturbed run stores."""
    async with looking(settings) as look:
        await look(f"truncate {', '.join(KEPT)}, market_data.runs cascade")
    return undisturbed


def ended(process: subprocess.Popen[str]) -> int:
    """Return the exit code of a process that ends by itself."""
    out, said = process.communicate(timeout=120)
    if process.returncode:
        print(out, said)  # noqa: T201 - what a test that fails shows
    return process.returncode


@pytest.fixture
def begin(environment: Mapping[str, str]) -> Iterator[Begin]:
    """Start a run from nothing, as cron does; whatever is left of it at the end is killed."""
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        words, pipe = [BALLAST, "market", *BACKFILL], subprocess.PIPE
        process = subprocess.Popen(words, env=environment, stdout=pipe, stderr=pipe, text=True)
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def worker(environment: Mapping[str, str]) -> Iterator[None]:
    """Have a worker that takes jobs."""
    working = subprocess.Popen([BALLAST, "worker"], env=environment, stderr=subprocess.PIPE, text=True)
    assert working.stderr
    assert "takes jobs" in working.stderr.readline()
    yield
    working.terminate()
    working.communicate()


@asynccontextmanager
async def looking(settings: Settings) -> AsyncGenerator[Look]:
    """Yield what puts one statement to the database and returns the first column of its answer."""
    async with open_database(settings) as engine:
        each_alone = engine.execution_options(isolation_level="AUTOCOMMIT")

        async def look(statement: str) -> list[str]:
            async with each_alone.connect() as db:
                found = await db.execute(text(statement))
                return [str(row[0]) for row in found] if found.returns_rows else []

        yield look


async def stored(settings: Settings) -> Stored:
    """Return every row that was fetched, but for the moments at which it was."""
    rows = "select ({})::text from {} t order by 1"
    async with looking(settings) as look:
        return {table: await look(rows.format(row, table)) for table, row in KEPT.items()}


async def again_and_again(look: Look, statement: str) -> AsyncGenerator[list[str]]:
    while True:
        yield await look(statement)
        await asyncio.sleep(0.002)


async def seen(look: Look, statement: str) -> list[str]:
    """Return the answer to a statement as soon as it has a row."""
    async with asyncio.timeout(PATIENCE_S):
        async for found in again_and_again(look, statement):
            if found:
                return found
    raise AssertionError(statement)


def at_work(step: str) -> str:
    """Return the statement that has a row once a step is at work, or done with."""
    return f"select run_id from market_data.run_steps where step = '{step}' and state <> 'waiting'"  # noqa: S608 - ours


def differing(rows: Stored, others: Stored) -> dict[str, set[str]]:
    """Return the rows that only one side has, which is what a person wants to see."""
    return {table: set(rows[table]) ^ set(others[table]) for table in KEPT if rows[table] != others[table]}


async def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    await asyncio.to_thread(process.communicate)


@pytest.mark.parametrize(("step", "wait_s"), [*((step, 0.0) for step in STEPS), ("market_data", 0.1)])
async def test_whenever_it_is_killed_the_next_run_ends_as_an_undisturbed_one(
    step: str,
    wait_s: float,
    empty: Stored,
    begin: Begin,
    settings: Settings,
    command: Command,
) -> None:
    victim = begin()
    async with looking(settings) as look:
        await seen(look, at_work(step))
        await asyncio.sleep(wait_s)
        await kill(victim)
    await asyncio.to_thread(command, *BACKFILL)
    assert differing(await stored(settings), empty) == {}


@pytest.mark.parametrize("step", ["market_data", "data_quality"])
async def test_a_killed_run_is_resumed_by_its_id(
    step: str, empty: Stored, begin: Begin, settings: Settings, command: Command
) -> None:
    victim = begin()
    async with looking(settings) as look:
        (run,) = await seen(look, at_work(step))
        await kill(victim)
    await asyncio.to_thread(command, "update", "--resume", run)
    assert differing(await stored(settings), empty) == {}


async def test_a_killed_run_is_found_out_and_says_what_runs_the_rest(
    empty: Stored,  # noqa: ARG001 - before it, not after
    begin: Begin,
    settings: Settings,
    command: Command,
) -> None:
    victim = begin()
    async with looking(settings) as look:
        (run,) = await seen(look, at_work("market_data"))
        await kill(victim)
    found = json.loads((await asyncio.to_thread(command, "run", run, "--format", "json")).stdout)
    assert found["state"] in {"partial", "failed"}
    assert found["ended_at"]
    assert found["again"] == f"ballast market update --resume {run}"


async def test_of_two_at_once_one_leaves_with_a_clear_message(
    empty: Stored, begin: Begin, settings: Settings
) -> None:
    first = begin()
    async with looking(settings) as look:
        (run,) = await seen(look, at_work("market_data"))
    first.send_signal(signal.SIGSTOP)
    second = begin()
    _, said = await asyncio.to_thread(second.communicate)
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 4
    assert f"run {run} of the pipeline is at work since" in said
    assert await asyncio.to_thread(ended, first) == 0
    assert differing(await stored(settings), empty) == {}


async def test_a_run_that_is_told_to_stop_is_recorded_and_can_be_resumed(
    empty: Stored, begin: Begin, settings: Settings, command: Command
) -> None:
    victim = begin()
    async with looking(settings) as look:
        (run,) = await seen(look, at_work("market_data"))
        victim.send_signal(signal.SIGTERM)
        await asyncio.to_thread(victim.communicate)
        (state,) = await look(f"select state from market_data.runs where id = '{run}'")  # noqa: S608 - our id
    assert victim.returncode == 128 + signal.SIGTERM
    assert state in {"partial", "failed"}
    await asyncio.to_thread(command, "update", "--resume", run)
    assert differing(await stored(settings), empty) == {}


@pytest.mark.parametrize("step", ["market_data", "data_quality"])
async def test_a_database_that_goes_away_costs_a_wait(
    step: str, empty: Stored, home: Path, begin: Begin, settings: Settings
) -> None:
    working = begin()
    async with looking(settings) as look:
        await seen(look, at_work(step))
    (data,) = (home / "postgres").glob("[0-9]*")
    server = see(data)
    assert server
    await asyncio.to_thread(stop, server, None, 30.0)
    await asyncio.sleep(3)
    with EmbeddedPostgres(home / "postgres").open_sync():
        assert await asyncio.to_thread(ended, working) == 0
    assert differing(await stored(settings), empty) == {}


@pytest.mark.usefixtures("worker")
async def test_as_a_job_it_tells_how_far_it_is_and_what_came_of_it(empty: Stored, settings: Settings) -> None:
    async with open_app(settings) as app:
        job = await app.ops.start_job(JobSpec(name=UPDATE, argument=ASKED))
        async with asyncio.timeout(PATIENCE_S), aclosing(app.ops.watch_job(job.id)) as changes:
            told = [now.progress async for now in changes]
        done = await app.ops.show_job(job.id)
    assert done.state is JobState.DONE
    assert RunView.model_validate(done.result).state is StepState.DONE
    assert any(0 < one.done < one.total for one in told)
    assert differing(await stored(settings), empty) == {}


@pytest.mark.usefixtures("worker")
async def test_a_job_that_is_canceled_leaves_a_run_to_resume(
    empty: Stored, settings: Settings, command: Command
) -> None:
    async with open_app(settings) as app, looking(settings) as look:
        job = await app.ops.start_job(JobSpec(name=UPDATE, argument=ASKED))
        (run,) = await seen(look, at_work("market_data"))
        await app.ops.cancel_job(job.id)
        assert (await ended_job(app, job)).state is JobState.CANCELED
        assert (await app.market.show_run(run)).state in {StepState.PARTIAL, StepState.FAILED}
    await asyncio.to_thread(command, "update", "--resume", run)
    assert differing(await stored(settings), empty) == {}


@pytest.mark.usefixtures("worker", "empty")
async def test_a_job_that_takes_too_long_is_stopped_and_its_run_is_recorded(settings: Settings) -> None:
    async with open_app(settings) as app:
        spec = JobSpec(name=UPDATE, argument={"mode": "backfill", "reread": True}, time_limit_s=2)
        job = await ended_job(app, await app.ops.start_job(spec))
        (run,) = (await app.market.list_runs(1)).runs
        told = await app.market.show_run(run.id)
    assert job.fault
    assert (job.state, job.fault.code) == (JobState.FAILED, "ops.time_limit")
    assert told.state in {StepState.PARTIAL, StepState.FAILED}
    assert any("canceled" in line for line in told.log)


async def ended_job(app: App, job: Job) -> Job:
    async with asyncio.timeout(PATIENCE_S), aclosing(app.ops.watch_job(job.id)) as changes:
        *_, last = [now async for now in changes]
    return last
