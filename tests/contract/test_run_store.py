"""What every `RunStore` must do."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from tests.contract.conftest import ONLY_POSTGRES, AnyMarket
from tests.market_builders import NOON, day

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.market_runs import SqlRuns
from ballast_core.market import (
    Run,
    RunNotFoundError,
    RunStore,
    Step,
    StepFault,
    StepReport,
    StepState,
    UpdateRunningError,
    UpdateSpec,
)

KILL = """
    select pg_terminate_backend(pid, 5000) from pg_locks join pg_database on pg_database.oid = database
    where locktype = 'advisory' and datname = current_database()
"""
BARS = StepReport(step=Step.MARKET_DATA)
DONE = StepReport(
    step=Step.MARKET_DATA,
    state=StepState.PARTIAL,
    parts=3,
    parts_done=2,
    inserted=5,
    updated=4,
    unchanged=3,
    rejected=2,
    faults=(StepFault(part="CCC", code="market.vendor_failed", message="é\n\\N"),),
    started_at=NOON,
    ended_at=NOON + timedelta(seconds=2),
)


def run(name: str = "one", at: datetime = NOON, **more: object) -> Run:
    steps = tuple(StepReport(step=step) for step in Step)
    facts = {"id": name, "spec": UpdateSpec(symbols=("AAA", "BBB")), "steps": steps, "started_at": at}
    return Run.model_validate(facts | {"state": StepState.RUNNING} | more)


def ended(begun: Run, state: StepState = StepState.DONE) -> Run:
    return begun.model_copy(update={"state": state, "ended_at": begun.started_at + timedelta(minutes=1)})


@pytest.fixture
async def store(market: AnyMarket) -> AsyncGenerator[RunStore]:
    yield market.runs
    for one in await market.runs.runs(10):
        if one.ended_at is None:
            await market.runs.end(ended(one))


async def test_a_new_store_has_no_run(store: RunStore) -> None:
    """RN-01"""
    assert list(await store.runs(10)) == []


@pytest.mark.parametrize("name", ["", "none", "no\0ne", "\ud800"], ids=["empty", "none", "nul", "surrogate"])
async def test_a_run_that_nobody_began_is_not_found(store: RunStore, name: str) -> None:
    """RN-02"""
    with pytest.raises(RunNotFoundError):
        await store.run(name)
    with pytest.raises(RunNotFoundError):
        await store.done_parts(name)


async def test_a_run_that_began_comes_back_as_it_is(store: RunStore) -> None:
    """RN-03"""
    begun = run(first=day("2026-11-18"), last=day("2026-11-20"))
    await store.begin(begun)
    assert await store.run("one") == begun


async def test_a_step_is_reported(store: RunStore) -> None:
    """RN-04"""
    await store.begin(run())
    await store.report("one", DONE, ["AAA"])
    assert (await store.run("one")).steps == (DONE, *run().steps[1:])


async def test_parts_that_are_done_add_up(store: RunStore) -> None:
    """RN-05"""
    await store.begin(run())
    await store.report("one", BARS, ["BBB"])
    await store.report("one", BARS, ["AAA", "BBB"])
    await store.report("one", StepReport(step=Step.EVENT_DATA), [])
    assert {step: list(parts) for step, parts in (await store.done_parts("one")).items()} == {
        "market_data": ["AAA", "BBB"]
    }


async def test_the_log_grows(store: RunStore) -> None:
    """RN-06"""
    await store.begin(run(log=("begun",)))
    await store.report("one", BARS, [], ["AAA: 5 bars", "BBB: é \\N"])
    await store.report("one", BARS, [])
    assert (await store.run("one")).log == ("begun", "AAA: 5 bars", "BBB: é \\N")


async def test_a_step_of_no_run_cannot_be_reported(store: RunStore) -> None:
    """RN-07"""
    with pytest.raises(RunNotFoundError):
        await store.report("none", BARS, ["AAA"])


async def test_a_run_ends_as_it_is_told(store: RunStore) -> None:
    """RN-08"""
    await store.begin(run())
    over = ended(run(steps=(DONE,), log=("all of it",)), StepState.PARTIAL)
    await store.end(over)
    found = await store.run("one")
    assert (found.state, found.ended_at, found.log) == (over.state, over.ended_at, over.log)
    assert found.steps[0] == DONE


async def test_a_run_of_no_beginning_cannot_end(store: RunStore) -> None:
    """RN-09"""
    with pytest.raises(RunNotFoundError):
        await store.end(ended(run()))


async def test_what_a_run_has_done_is_known_after_its_end(store: RunStore) -> None:
    """RN-10"""
    await store.begin(run())
    await store.report("one", BARS, ["AAA"])
    await store.end(ended(run()))
    assert list((await store.done_parts("one"))["market_data"]) == ["AAA"]


async def test_while_one_is_at_work_no_other_begins(store: RunStore) -> None:
    """RN-11"""
    await store.begin(run())
    with pytest.raises(
        UpdateRunningError, match="run one of the pipeline is at work since 2026-11-20 12:00:00 UTC"
    ):
        await store.begin(run("two"))
    assert [one.id for one in await store.runs(10)] == ["one"]


async def test_also_no_other_that_another_program_wants(market: AnyMarket, other_market: AnyMarket) -> None:
    """RN-12"""
    await market.runs.begin(run())
    with pytest.raises(UpdateRunningError):
        await other_market.runs.begin(run("two"))
    await market.runs.end(ended(run()))


async def test_after_its_end_another_one_begins(market: AnyMarket, other_market: AnyMarket) -> None:
    """RN-13"""
    await market.runs.begin(run())
    await market.runs.end(ended(run()))
    await other_market.runs.begin(run("two"))
    await other_market.runs.end(ended(run("two")))
    assert {one.id for one in await market.runs.runs(10)} == {"one", "two"}


async def test_one_at_work_stays_so_whoever_looks(market: AnyMarket, other_market: AnyMarket) -> None:
    """RN-14"""
    await market.runs.begin(run())
    assert (await other_market.runs.run("one")).state is StepState.RUNNING
    assert [one.state for one in await other_market.runs.runs(10)] == [StepState.RUNNING]
    await market.runs.end(ended(run()))


async def test_runs_come_newest_first_in_pages_without_logs(store: RunStore) -> None:
    """RN-15"""
    for hours, name in enumerate("abc"):
        begun = run(name, NOON + timedelta(hours=hours), log=("line",))
        await store.begin(begun)
        await store.end(ended(begun))
    assert [one.id for one in await store.runs(2)] == ["c", "b"]
    assert [(one.id, one.log, len(one.steps)) for one in await store.runs(2, 2)] == [("a", (), len(Step))]


@pytest.fixture
async def died(database_url: str, market: AnyMarket) -> AsyncGenerator[SqlRuns]:
    """The store of a program that began a run and died."""
    assert isinstance(market.runs, SqlRuns)
    async with open_engine(database_url) as engine:
        dying = SqlRuns(engine)
        await dying.begin(run())
        await dying.report(
            "one", DONE.model_copy(update={"state": StepState.RUNNING, "ended_at": None}), ["AAA"]
        )
        async with engine.connect() as db:
            await db.execute(text(KILL))
        yield dying
        await dying.end(ended(run()))


@ONLY_POSTGRES
async def test_a_run_whose_program_died_is_found_out(market: AnyMarket, died: SqlRuns) -> None:
    """RN-16"""
    found = await market.runs.run("one")
    assert (found.state, found.ended_at) == (StepState.PARTIAL, NOON)
    assert "ended" in found.log[-1]
    assert [one.state for one in found.steps] == [StepState.PARTIAL, *[StepState.FAILED] * 4]
    assert [one.faults[-1].code for one in found.steps] == ["market.run_lost"] * 5
    assert died is not market.runs


@ONLY_POSTGRES
@pytest.mark.usefixtures("died")
async def test_a_run_that_died_keeps_nobody_from_beginning(market: AnyMarket) -> None:
    """RN-17"""
    await market.runs.begin(run("two", NOON + timedelta(days=1)))
    states = {one.id: one.state for one in await market.runs.runs(10)}
    await market.runs.end(ended(run("two")))
    assert states == {"one": StepState.PARTIAL, "two": StepState.RUNNING}


@ONLY_POSTGRES
async def test_a_run_that_only_lost_the_database_takes_its_right_back(
    market: AnyMarket, died: SqlRuns
) -> None:
    """RN-18"""
    assert (await market.runs.run("one")).state is StepState.PARTIAL
    await died.report("one", DONE, ["BBB"])
    found = await market.runs.run("one")
    assert (found.state, found.ended_at) == (StepState.RUNNING, None)
    with pytest.raises(UpdateRunningError):
        await market.runs.begin(run("two"))


@ONLY_POSTGRES
async def test_a_run_that_lost_its_right_to_another_one_hears_of_it(market: AnyMarket, died: SqlRuns) -> None:
    """RN-19"""
    await market.runs.begin(run("two"))
    with pytest.raises(UpdateRunningError, match="run two"):
        await died.report("one", DONE, ["BBB"])
    await market.runs.end(ended(run("two")))
