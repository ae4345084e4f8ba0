"""The pipeline over memory adapters and small sources."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.market_sources import (
    COIN,
    FRIDAY,
    STOCKS,
    THURSDAY,
    AwayOften,
    SmallBars,
    SmallSeries,
    bars_of,
    pipeline_of,
)

from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import (
    Bars,
    Instrument,
    Mode,
    NothingLeftError,
    NoUniverseError,
    Rule,
    Run,
    RunNotFoundError,
    RunView,
    Step,
    StepReport,
    StepState,
    SymbolNotFoundError,
    UpdateRunningError,
    UpdateSpec,
    VendorError,
    VendorKeyError,
)
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.events import Event
from ballast_core.shared.progress import Progress

ALL = DateSpan(date(2000, 1, 1), date(2030, 1, 1))
SINCE = date(2026, 11, 2)
BACKFILL = UpdateSpec(mode=Mode.BACKFILL, start=SINCE)
DOWN = VendorError("small", "is down")


async def days_of(store: MemoryMarket, symbol: str = "AAA") -> list[date]:
    return to_dates((await store.bars.bars(symbol, ALL)).days)


def step_of(run: RunView | Run, step: Step) -> StepReport:
    return next(one for one in run.steps if one.step is step)


async def test_a_daily_run_fetches_the_last_two_sessions_of_each_symbol() -> None:
    bench = await pipeline_of()
    run = await bench.update()
    assert run.state is StepState.DONE
    assert (run.first, run.last) == (THURSDAY, FRIDAY)
    for stock in STOCKS:
        assert await days_of(bench.store, stock.symbol) == [THURSDAY, FRIDAY]


async def test_a_session_counts_once_its_close_is_twenty_minutes_ago() -> None:
    early = await pipeline_of(now=datetime(2026, 11, 20, 21, 19, tzinfo=UTC))
    late = await pipeline_of(now=datetime(2026, 11, 20, 21, 20, tzinfo=UTC))
    assert [(await bench.update()).last for bench in (early, late)] == [THURSDAY, FRIDAY]


async def test_a_market_that_never_closes_is_read_by_its_own_days() -> None:
    bench = await pipeline_of(instruments=[*STOCKS, COIN])
    await bench.update()
    assert await days_of(bench.store, "COIN") == [THURSDAY, FRIDAY]


async def test_a_daily_run_mends_what_is_missing_among_the_last_sessions() -> None:
    bench = await pipeline_of(now=datetime(2026, 11, 12, 10, tzinfo=UTC))
    await bench.update()
    bench.clock.tick(timedelta(days=9))
    await bench.update()
    assert await days_of(bench.store) == [date(2026, 11, day) for day in (10, 11, 12, 13, 16, 17, 18, 19, 20)]


async def test_a_daily_run_reads_the_last_two_sessions_again_and_keeps_what_they_were() -> None:
    bench = await pipeline_of()
    await bench.update()
    again = bench.over(SmallBars(factor=1.01))
    run = await again()
    assert step_of(run, Step.MARKET_DATA).updated == 6
    assert len(await bench.store.bars.revisions("AAA")) == 2


async def test_a_back_fill_asks_for_what_is_missing_and_for_nothing_else() -> None:
    source = SmallBars(lacks={"AAA": frozenset({date(2026, 11, 9)})})
    bench = await pipeline_of(source)
    await bench.update(BACKFILL)
    source.asked.clear()
    source.lacks = {}
    run = await bench.update(BACKFILL)
    assert [(one.instrument.symbol, one.first, one.last) for one in source.asked] == [
        ("AAA", date(2026, 11, 9), date(2026, 11, 9))
    ]
    assert step_of(run, Step.MARKET_DATA).inserted == 1


async def test_a_back_fill_asks_for_everything_when_it_is_told_to() -> None:
    bench = await pipeline_of()
    await bench.update(BACKFILL)
    run = await bench.update(BACKFILL.model_copy(update={"reread": True}))
    assert step_of(run, Step.MARKET_DATA).unchanged == 3 * 15


async def test_a_back_fill_by_days_ends_with_the_last_session() -> None:
    bench = await pipeline_of()
    run = await bench.update(UpdateSpec(mode=Mode.BACKFILL, days=5))
    assert (run.first, run.last) == (date(2026, 11, 16), FRIDAY)


async def test_a_back_fill_without_days_reads_ten_years() -> None:
    bench = await pipeline_of()
    run = await bench.update(UpdateSpec(mode=Mode.BACKFILL, symbols=("AAA",)))
    assert run.first == date(2016, 11, 20)


async def test_nothing_is_asked_of_days_on_which_an_instrument_was_not_listed() -> None:
    listed = Instrument(symbol="AAA", first_listed=date(2026, 11, 10), delisted=date(2026, 11, 12))
    source = SmallBars()
    bench = await pipeline_of(source, instruments=[listed])
    await bench.update(BACKFILL)
    assert [(one.first, one.last) for one in source.asked] == [(date(2026, 11, 10), date(2026, 11, 12))]


async def test_only_the_symbols_that_are_named_are_fetched() -> None:
    bench = await pipeline_of()
    run = await bench.update(UpdateSpec(symbols=("AAA",)))
    assert await days_of(bench.store, "BBB") == []
    assert step_of(run, Step.ECONOMIC_DATA).parts == 0
    assert step_of(run, Step.EVENT_DATA).parts == 1


async def test_a_series_is_named_like_a_symbol() -> None:
    bench = await pipeline_of()
    run = await bench.update(UpdateSpec(symbols=("RATE",)))
    parts = {one.step: one.parts for one in run.steps}
    assert parts[Step.ECONOMIC_DATA] == 1
    assert parts[Step.MARKET_DATA] == parts[Step.NEWS_SENTIMENT] == 0


async def test_a_symbol_that_is_not_known_names_the_nearest() -> None:
    bench = await pipeline_of()
    with pytest.raises(SymbolNotFoundError, match="did you mean AAA"):
        await bench.update(UpdateSpec(symbols=("AAB",)))


async def test_an_empty_universe_says_how_to_fill_it() -> None:
    bench = await pipeline_of()
    empty = replace(bench.update, universe=MemoryMarket().universe)
    with pytest.raises(NoUniverseError, match="universe import"):
        await empty()


async def test_steps_that_are_left_out_are_skipped() -> None:
    bench = await pipeline_of()
    run = await bench.update(UpdateSpec(skip_steps=(Step.MARKET_DATA, Step.NEWS_SENTIMENT)))
    assert run.state is StepState.DONE
    assert step_of(run, Step.MARKET_DATA).state is StepState.SKIPPED
    assert await days_of(bench.store) == []
    assert step_of(run, Step.DATA_QUALITY).state is StepState.DONE


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
    assert any("1 rows that nobody asked for" in line for line in run.log)


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


async def test_a_dry_run_counts_and_stores_nothing() -> None:
    bench = await pipeline_of()
    before = await bench.store.universe.revision()
    run = await bench.update(BACKFILL.model_copy(update={"dry_run": True}))
    assert {one.step: one.inserted for one in run.steps} == {
        Step.MARKET_DATA: 45,
        Step.ECONOMIC_DATA: 62,
        Step.NEWS_SENTIMENT: 3,
        Step.EVENT_DATA: 4,
        Step.DATA_QUALITY: 0,
    }
    assert await bench.store.universe.revision() == before
    assert await bench.store.runs.runs(10) == []
    assert run.id == run.again == ""


async def test_a_dry_run_tells_what_is_there_already() -> None:
    bench = await pipeline_of()
    await bench.update()
    run = await bench.update(UpdateSpec(dry_run=True))
    assert {one.step: one.unchanged for one in run.steps} == {
        Step.MARKET_DATA: 6,
        Step.ECONOMIC_DATA: 62,
        Step.NEWS_SENTIMENT: 3,
        Step.EVENT_DATA: 4,
        Step.DATA_QUALITY: 0,
    }
    assert sum(one.inserted + one.updated for one in run.steps) == 0


async def test_an_article_without_a_score_is_scored_under_the_name_of_the_scorer() -> None:
    bench = await pipeline_of()
    await bench.update()
    articles = await bench.store.news.articles(["AAA"], ALL, 10)
    assert [(one.sentiment, one.scorer) for one in articles] == [(0.5, "cheerful")]


async def test_series_that_are_known_are_asked_for_what_may_have_changed() -> None:
    series = SmallSeries()
    bench = await pipeline_of(series=series)
    await bench.update()
    await bench.update(BACKFILL)
    assert [since for name, since in series.asked if name == "RATE"] == [date(2026, 11, 8), SINCE]


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


async def test_progress_is_told_to_who_waits_and_to_all_who_watch() -> None:
    bench = await pipeline_of()
    told: list[Progress] = []
    heard: list[Event] = []
    keep = heard.append

    async def listen() -> None:
        async for event in bench.channel.subscribe(["run", "coverage"]):
            keep(event)

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    run = await bench.update(tell=told.append)
    await asyncio.sleep(0.05)
    listening.cancel()
    assert (told[-1].done, told[-1].total) == (15, 15)
    assert {event.subject for event in heard if event.topic == "coverage"} >= {"AAA", "BBB", "CCC"}
    last = [event for event in heard if event.topic == "run"][-1]
    assert (last.subject, last.data["state"], last.data["done"]) == (run.id, "done", 15)


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
