"""The pipeline over memory adapters and small sources: what it asks for, and what it stores."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests import market_sources
from tests.market_sources import (
    COIN,
    FRIDAY,
    SERIES,
    STOCKS,
    THURSDAY,
    SmallBars,
    SmallEvents,
    SmallSeries,
    days_of,
    pipeline_of,
    step_of,
)

from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import (
    Bars,
    Fetched,
    Instrument,
    MarketEvent,
    Mode,
    NoUniverseError,
    RecurringEvent,
    Rule,
    Step,
    StepState,
    SymbolNotFoundError,
    UpdateSpec,
)
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.events import Event
from ballast_core.shared.progress import Progress

ALL = DateSpan(date(2000, 1, 1), date(2030, 1, 1))
SINCE = date(2026, 11, 2)
BACKFILL = UpdateSpec(mode=Mode.BACKFILL, start=SINCE)


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


async def test_a_series_that_ended_is_asked_for_only_by_back_fills_that_reach_so_far() -> None:
    ended = [one.model_copy(update={"ended": date(2026, 11, 5)}) for one in SERIES]
    asked: list[int] = []
    for spec in (UpdateSpec(), BACKFILL, BACKFILL.model_copy(update={"start": date(2026, 11, 6)})):
        bench = await pipeline_of()
        await bench.store.universe.save([], ended)
        asked.append(step_of(await bench.update(spec), Step.ECONOMIC_DATA).parts)
    assert asked == [0, 2, 0]


class LateEvents(SmallEvents):
    """Tells of events long after everybody else has answered."""

    async def events(
        self, instruments: Sequence[Instrument], recurring: Sequence[RecurringEvent], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        await asyncio.sleep(0.3)
        async for one in super().events(instruments, recurring, span):
            yield one


def risen(bars: Bars) -> Bars:
    """Return bars whose last close is far above the others."""
    up = np.where(bars.days == np.datetime64(FRIDAY), 1.3, 1.0)
    return replace(bars, open=bars.open * up, high=bars.high * up, low=bars.low * up, close=bars.close * up)


async def test_quality_is_checked_when_the_events_that_explain_returns_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(market_sources, "SmallEvents", LateEvents)
    bench = await pipeline_of(SmallBars(bend={"AAA": risen}))
    spec = UpdateSpec(mode=Mode.BACKFILL, start=date(2026, 1, 2), end=FRIDAY)
    await bench.update(spec.model_copy(update={"skip_steps": (Step.EVENT_DATA,)}))
    unexplained = await bench.store.quality.findings(["AAA"])
    bench.clock.tick(timedelta(minutes=1))
    await bench.update(spec)
    assert [one.rule for one in unexplained] == [Rule.OUTLYING_RETURN]
    assert list(await bench.store.quality.findings(["AAA"])) == []


async def test_events_are_asked_for_as_far_ahead_as_earnings_are_expected() -> None:
    bench = await pipeline_of()
    await bench.update()
    assert {one.day for one in await bench.store.events.events(ALL)} == {date(2027, 3, 21)}
