"""What a look at ten years of market data takes, through its use cases and over PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, timed
from tests.market_builders import many_bars
from tests.servers import database, tidy

from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.market import stores_of
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.migrate import upgrade
from ballast_core.market import (
    Article,
    Dividend,
    EventKind,
    Frequency,
    HistoryAsk,
    Indicator,
    Instrument,
    MarketEvent,
    MarketFinding,
    Observations,
    PipelineStores,
    Rule,
    Severity,
    Split,
)
from ballast_core.market.usecases.cover_symbols import CoverSymbols
from ballast_core.market.usecases.cover_topics import CoverTopics
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.market.usecases.show_coverage import ShowCoverage
from ballast_core.market.usecases.show_history import ShowHistory
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.table import View

SYMBOLS, SESSIONS, SERIES, PERIODS = 153, 2_600, 60, 839
NOON = datetime(2025, 12, 19, 12, tzinfo=UTC)
YEARS = range(2016, 2026)


@dataclass(frozen=True)
class Place:
    """Ten years of market data in a database, and what is asked of them."""

    show_coverage: ShowCoverage
    show_history: ShowHistory
    runner: asyncio.Runner

    def ask(self, answer: Awaitable[View]) -> None:
        """Await an answer and keep it here: a `Runner` that hands it out spells it whole as it puts back
        what handles signals.
        """

        async def awaited() -> None:
            await answer

        self.runner.run(awaited())


@pytest.fixture(scope="module")
def place(server: str) -> Iterator[Place]:
    with database(server) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        yield runner.run(stack.enter_async_context(_opened(url, runner)))
        runner.run(stack.aclose())


@asynccontextmanager
async def _opened(url: str, runner: asyncio.Runner) -> AsyncGenerator[Place]:
    async with open_engine(url) as engine:
        await upgrade(engine)
        stores, clock = stores_of(engine), FrozenClock(NOON)
        await _fill(stores)
        await tidy(url)
        cover = CoverSymbols(stores.bars, calendars(engine), clock)
        instruments, quality = KnownInstruments(stores.universe), stores.quality
        topics = CoverTopics(
            stores.universe, stores.economy, stores.news, stores.events, stores.shares, _held, clock
        )
        yield Place(
            ShowCoverage(instruments, cover, quality, topics),
            ShowHistory(instruments, cover, stores.bars, stores.shares, quality),
            runner,
        )


async def _held() -> list[str]:
    return [f"S{number:03}" for number in range(SYMBOLS)]


async def _fill(stores: PipelineStores) -> None:
    bars = many_bars(SYMBOLS, SESSIONS)
    series = [Indicator(id=f"SERIES{n}", frequency=Frequency.DAILY) for n in range(SERIES)]
    await stores.universe.save([Instrument(symbol=symbol) for symbol in bars.symbols], series)
    await stores.bars.add_bars(bars, {"first": 0}, NOON)
    periods = np.busday_offset("2022-10-03", np.arange(PERIODS), roll="forward").astype("datetime64[D]")
    values = np.random.default_rng(1).normal(2, 1, PERIODS)
    await stores.economy.add_observations(
        [Observations(one.id, "first", periods, periods, values) for one in series]
    )
    await stores.shares.add_actions(
        [Split(symbol=symbol, day=date(2020, 6, 1), ratio=4, source="first") for symbol in bars.symbols],
        [
            Dividend(symbol=symbol, day=date(year, month, 15), amount=0.5, source="first")
            for symbol in bars.symbols
            for year in YEARS
            for month in (2, 5, 8, 11)
        ],
    )
    await stores.events.add_events([one for symbol in bars.symbols for one in _events(symbol)])
    await stores.news.add_articles([_article(n) for n in range(3_000)])
    found = [_finding(symbol) for symbol in bars.symbols]
    await stores.quality.record(found, bars.symbols, DateSpan(), NOON)


def _events(symbol: str) -> list[MarketEvent]:
    return [
        MarketEvent(
            kind=EventKind.EARNINGS, subject=symbol, day=date(year, month, 20), name=symbol, source="first"
        )
        for year in (*YEARS, 2026)
        for month in (1, 4, 7, 10)
    ]


def _article(n: int) -> Article:
    at = NOON - timedelta(minutes=14 * n)
    address = f"https://example.org/{n}"
    return Article(id=str(n), source="first", url=address, published_at=at, title="News", symbols=("S001",))


def _finding(symbol: str) -> MarketFinding:
    return MarketFinding(
        rule=Rule.FLAT_CLOSES,
        symbol=symbol,
        day=date(2020, 3, 2),
        source="first",
        severity=Severity.FLAG,
        detail="5 closes in a row are 100",
    )


def test_coverage_of_ten_years_of_153_symbols_is_told_in_150_ms(
    benchmark: BenchmarkFixture, board: Board, place: Place
) -> None:
    asked = timed(benchmark, lambda: place.ask(place.show_coverage()), rounds=15)
    work = f"coverage of {SYMBOLS} symbols over ten years, month by month, and of all topics"
    assert board.within(work, asked, 0.15)


@pytest.mark.parametrize("adjust", ["split", "total_return"])
def test_ten_years_of_a_symbol_are_adjusted_in_20_ms(
    benchmark: BenchmarkFixture, board: Board, place: Place, adjust: str
) -> None:
    ask = HistoryAsk.model_validate({"symbol": "S007", "period": "10y", "adjust": adjust})
    view = place.runner.run(place.show_history(ask))
    assert (view.raw_points > 2_500, len(view.splits), len(view.dividends)) == (True, 1, 40)
    asked = timed(benchmark, lambda: place.ask(place.show_history(ask)), rounds=30)
    assert board.within(f"ten years of a symbol, adjusted as {adjust} says", asked, 0.02)
