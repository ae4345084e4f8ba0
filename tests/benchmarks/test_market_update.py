"""The daily run of the pipeline from the recorded source, over ten years of 153 symbols."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, timed
from tests.servers import database

from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.market import stores_of
from ballast_adapters.bootstrap.sources import sources
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.sentiment.vader import VaderScorer
from ballast_adapters.settings import load_settings
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.migrate import upgrade
from ballast_core.market import (
    Frequency,
    Indicator,
    Instrument,
    InstrumentKind,
    Mode,
    PipelinePorts,
    Step,
    StepState,
    UpdateMarket,
    UpdateSpec,
    wire_pipeline,
)

STOCKS, COINS, SERIES = 146, 7, 60
MORNING = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A pipeline over PostgreSQL that has fetched ten years, and a clock that goes on by a day."""

    update: UpdateMarket
    clock: FrozenClock
    runner: asyncio.Runner

    def run(self, spec: UpdateSpec | None = None) -> int:
        """Fetch; return how many bars are new."""
        run = self.runner.run(self.update(spec))
        assert run.state is StepState.DONE
        return next(one.inserted for one in run.steps if one.step is Step.MARKET_DATA)

    def next_day(self) -> None:
        """Let a day pass on which markets are open: Wednesday to Saturday, where it is the day after."""
        self.clock.tick(A_DAY)
        while self.clock.now().weekday() in {6, 0}:
            self.clock.tick(A_DAY)


@pytest.fixture
def place(server: str) -> Iterator[Place]:
    settings, clock = load_settings(env={}), FrozenClock(MORNING)
    with database(server) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        engine = runner.run(stack.enter_async_context(open_engine(url)))
        runner.run(upgrade(engine))
        kept, known = stores_of(engine), calendars(engine)
        runner.run(kept.universe.save(instruments(), indicators()))
        ports = PipelinePorts(
            kept, sources(settings, clock, known), VaderScorer(), known, MemoryChannel(), clock
        )
        place = Place(wire_pipeline(ports), clock, runner)
        place.run(UpdateSpec(mode=Mode.BACKFILL, skip_steps=(Step.NEWS_SENTIMENT, Step.DATA_QUALITY)))
        yield place
        runner.run(stack.aclose())


@pytest.mark.timeout(600)  # ten years come first
def test_a_daily_run_takes_five_seconds_at_most(
    benchmark: BenchmarkFixture, board: Board, place: Place
) -> None:
    took_s = timed(benchmark, place.run, rounds=5, before=place.next_day)
    work = f"daily update of {STOCKS + COINS} symbols and {SERIES} series over ten years, recorded source"
    assert board.within(work, took_s, 5)


def instruments() -> list[Instrument]:
    """Return invented stocks and coins."""
    stocks = [Instrument(symbol=f"STOCK{number:03}") for number in range(STOCKS)]
    coins = [
        Instrument(symbol=f"COIN{number}-USD", kind=InstrumentKind.CRYPTO, calendar="24/7")
        for number in range(COINS)
    ]
    return [*stocks, *coins]


def indicators() -> list[Indicator]:
    """Return invented series of each frequency."""
    every = list(Frequency)
    return [Indicator(id=f"SERIES{number}", frequency=every[number % len(every)]) for number in range(SERIES)]
