"""The pipeline when something fails: what is recorded, who stands in, and what a later run does."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.market_sources import (
    FRIDAY,
    STOCKS,
    THURSDAY,
    AwayOften,
    SmallBars,
    bars_of,
    days_of,
    pipeline_of,
    step_of,
)

from ballast_core.market import (
    Bars,
    Instrument,
    Mode,
    NothingLeftError,
    Rule,
    RunNotFoundError,
    Step,
    StepState,
    UpdateRunningError,
    UpdateSpec,
    VendorError,
    VendorKeyError,
)
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import UnavailableError

ALL = DateSpan(date(2000, 1, 1), date(2030, 1, 1))
SINCE = date(2026, 11, 2)
BACKFILL = UpdateSpec(mode=Mode.BACKFILL, start=SINCE)
DOWN = VendorError("small", "is down")


async def test_what_the_first_source_cannot_say_the_next_one_is_asked_for() -> None:
    first = SmallBars("first", faults={"BBB": DOWN}, lacks={"AAA": frozenset({THURSDAY})})
    second = SmallBars("second")
    bench = await pipeline_of(first, second)
    run = await bench.update()
    assert run.state is StepState.DONE
    assert [(one.instrument.symbol, one.first, one.last) for one in second.asked] == [
        ("AAA", THURSDAY, THURSDAY),
        ("BBB", THURSDAY, FRIDAY),
    ]
    kept = await bench.store.bars.bars("AAA", ALL)
    assert [kept.sources[at] for at in kept.source] == ["second", "first"]


async def test_who_fails_where_the_next_one_has_nothing_has_failed() -> None:
    first, second = SmallBars("first", faults={"AAA": DOWN}), SmallBars("second", since=date(2027, 1, 1))
    bench = await pipeline_of(first, second)
    run = await bench.update()
    assert [(one.part, one.message) for one in step_of(run, Step.MARKET_DATA).faults] == [
        ("AAA", "small: is down")
    ]


async def test_what_no_source_has_is_no_failure() -> None:
    bench = await pipeline_of(SmallBars(lacks={"AAA": frozenset({FRIDAY})}))
    run = await bench.update()
    assert run.state is StepState.DONE


async def test_an_answer_that_ends_before_the_last_session_is_reported() -> None:
    source = SmallBars(lacks={"AAA": frozenset({FRIDAY})})
    bench = await pipeline_of(source)
    await bench.update()
    (found,) = await bench.store.quality.findings()
    assert (found.rule, found.symbol, found.day) == (Rule.OLD_DATA, "AAA", FRIDAY)
    source.lacks = {}
    await bench.update()
    assert await bench.store.quality.findings() == []


async def test_sources_that_disagree_are_recorded() -> None:
    bench = await pipeline_of(SmallBars("second"))
    await bench.update()
    again = bench.over(SmallBars("first", factor=1.02), SmallBars("second"))
    await again()
    found = await bench.store.quality.findings(["AAA"])
    assert {(one.rule, one.day) for one in found} == {
        (Rule.SOURCES_DISAGREE, THURSDAY),
        (Rule.SOURCES_DISAGREE, FRIDAY),
    }


async def test_bars_that_cannot_be_are_counted_and_reported_and_the_others_stored() -> None:
    def broken(bars: Bars) -> Bars:
        return replace(bars, close=np.where(bars.days == np.datetime64(FRIDAY), np.nan, bars.close))

    bench = await pipeline_of(SmallBars(bend={"BBB": broken}))
    run = await bench.update()
    assert step_of(run, Step.MARKET_DATA).rejected == 1
    assert await days_of(bench.store, "BBB") == [THURSDAY]
    (found,) = await bench.store.quality.findings()
    assert (found.rule, found.symbol, found.day) == (Rule.NOT_A_NUMBER, "BBB", FRIDAY)


async def test_a_page_that_comes_twice_is_stored_once() -> None:
    def twice(bars: Bars) -> Bars:
        columns = {
            name: np.tile(getattr(bars, name), 2)
            for name in ("code", "days", "open", "high", "low", "close", "volume", "vwap", "trades", "final")
        }
        return replace(bars, **columns)

    bench = await pipeline_of(SmallBars(bend={"AAA": twice}))
    run = await bench.update()
    assert (step_of(run, Step.MARKET_DATA).inserted, step_of(run, Step.MARKET_DATA).rejected) == (6, 2)


async def test_rows_that_nobody_asked_for_are_left() -> None:
    def more(bars: Bars) -> Bars:
        return bars_of(bars.source, "AAA", [date(2026, 11, 18), THURSDAY, FRIDAY])

    bench = await pipeline_of(SmallBars(bend={"AAA": more}))
    run = await bench.update()
    assert await days_of(bench.store) == [THURSDAY, FRIDAY]
    assert any("1 rows came that nobody asked for" in line for line in run.log)


async def test_what_failed_is_told_with_the_command_that_asks_again() -> None:
    bench = await pipeline_of(SmallBars(faults={"BBB": VendorKeyError("small", "BALLAST_KEY")}))
    run = await bench.update()
    assert run.state is StepState.PARTIAL
    assert run.again == f"ballast market update --resume {run.id}"
    (fault,) = step_of(run, Step.MARKET_DATA).faults
    assert (fault.part, fault.code) == ("BBB", "market.vendor_key")
    assert any("BBB: small refuses the key" in line for line in run.log)


async def test_a_run_is_failed_when_nothing_could_be_fetched() -> None:
    bench = await pipeline_of(SmallBars(faults=dict.fromkeys(("AAA", "BBB", "CCC"), DOWN)))
    skip = (Step.ECONOMIC_DATA, Step.NEWS_SENTIMENT, Step.EVENT_DATA)
    run = await bench.update(UpdateSpec(skip_steps=skip))
    assert run.state is StepState.FAILED
    assert step_of(run, Step.DATA_QUALITY).state is StepState.DONE


async def test_a_resumed_run_does_what_was_left_and_fills_the_hole() -> None:
    source = SmallBars(faults={"BBB": DOWN})
    bench = await pipeline_of(source)
    failed = await bench.update(BACKFILL)
    source.asked.clear()
    source.faults.clear()
    bench.clock.tick(timedelta(days=3))
    run = await bench.update(UpdateSpec(resume=failed.id))
    assert run.state is StepState.DONE
    assert [one.instrument.symbol for one in source.asked] == ["BBB"]
    assert (run.first, run.last) == (failed.first, failed.last)
    assert await days_of(bench.store, "BBB") == await days_of(bench.store, "AAA")


async def test_a_run_that_was_resumed_twice_remembers_what_the_first_one_did() -> None:
    source = SmallBars(faults={"BBB": DOWN})
    bench = await pipeline_of(source)
    first = await bench.update()
    bench.clock.tick(timedelta(seconds=1))
    second = await bench.update(UpdateSpec(resume=first.id))
    bench.clock.tick(timedelta(seconds=1))
    source.asked.clear()
    source.faults.clear()
    third = await bench.update(UpdateSpec(resume=second.id))
    assert third.state is StepState.DONE
    assert [one.instrument.symbol for one in source.asked] == ["BBB"]


async def test_of_a_run_that_is_done_nothing_can_be_resumed() -> None:
    bench = await pipeline_of()
    run = await bench.update()
    with pytest.raises(NothingLeftError, match=run.id):
        await bench.update(UpdateSpec(resume=run.id))
    with pytest.raises(RunNotFoundError):
        await bench.update(UpdateSpec(resume="nothing"))


async def test_two_at_once_are_one_too_many() -> None:
    bench = await pipeline_of()
    run = await bench.update()
    stored = await bench.store.runs.run(run.id)
    await bench.store.runs.begin(
        stored.model_copy(update={"id": "other", "state": StepState.RUNNING, "ended_at": None})
    )
    bench.clock.tick(timedelta(seconds=1))
    with pytest.raises(UpdateRunningError, match="other"):
        await bench.update()


async def test_a_run_that_breaks_is_recorded_as_what_it_did() -> None:
    bench = await pipeline_of(SmallBars(crashes_after=1))
    with pytest.raises(RuntimeError, match="broken"):
        await bench.update()
    (run,) = await bench.store.runs.runs(1)
    assert run.state in {StepState.PARTIAL, StepState.FAILED}
    told = await bench.store.runs.run(run.id)
    assert any("stopped: RuntimeError: broken" in line for line in told.log)


async def test_a_run_that_is_canceled_can_be_resumed() -> None:
    source = SmallBars(hangs_after=1)
    bench = await pipeline_of(source)
    work = asyncio.create_task(bench.update())
    await source.hangs.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    (run,) = await bench.store.runs.runs(1)
    assert run.state is StepState.PARTIAL
    assert any("canceled" in one.message for one in step_of(run, Step.MARKET_DATA).faults)
    resumed = bench.over(SmallBars())
    assert (await resumed(UpdateSpec(resume=run.id))).state is StepState.DONE


async def test_a_store_that_is_away_for_a_while_costs_a_wait() -> None:
    bench = await pipeline_of()
    away = AwayOften(bench.store.bars, [UnavailableError("restarting") for _ in range(3)])
    run = await bench.over(SmallBars(), bars=away)()
    assert run.state is StepState.DONE
    assert await days_of(bench.store) == [THURSDAY, FRIDAY]


async def test_a_calendar_that_does_not_exist_fails_its_symbols_alone() -> None:
    odd = Instrument(symbol="ODD", calendar="NOWHERE")
    bench = await pipeline_of(instruments=[*STOCKS, odd])
    run = await bench.update()
    assert [one.part for one in step_of(run, Step.MARKET_DATA).faults] == ["ODD"]
    assert await days_of(bench.store) == [THURSDAY, FRIDAY]


async def test_a_source_that_asks_our_database_waits_for_it_too() -> None:
    source = SmallBars(away_after=1)
    bench = await pipeline_of(source)
    run = await bench.update()
    assert run.state is StepState.DONE
    assert [one.instrument.symbol for one in source.asked] == ["AAA", "BBB", "CCC"]


async def test_a_provider_that_fails_as_a_whole_fails_what_it_did_not_answer() -> None:
    bench = await pipeline_of(SmallBars(away_after=1, away=DOWN))
    run = await bench.update()
    assert [one.part for one in step_of(run, Step.MARKET_DATA).faults] == ["BBB", "CCC"]
    assert await days_of(bench.store) == [THURSDAY, FRIDAY]


async def test_without_a_source_everything_has_failed() -> None:
    bench = await pipeline_of()
    run = await bench.over()()
    assert {one.message for one in step_of(run, Step.MARKET_DATA).faults} == {"no source is set up for it"}
