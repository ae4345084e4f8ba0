"""Bars and values of indicators on their way into PostgreSQL, beside a bare COPY of the same rows."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn, timed
from tests.market_builders import many_bars
from tests.servers import database

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.market import SqlMarket
from ballast_adapters.sql.migrate import upgrade
from ballast_core.market import Bars, Observations
from ballast_core.shared.dates import DateSpan

SYMBOLS, BARS, VALUES = 153, 365_836, 50_363
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EMPTY = "truncate market_data.bars, market_data.bar_revisions, derived.days_held"


@dataclass(frozen=True)
class Place:
    """A database for market data, and a bare connection to it."""

    market: SqlMarket
    bare: "asyncpg.Connection[asyncpg.Record]"
    runner: asyncio.Runner

    def do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do it to its end."""
        self.runner.run(work)

    def load(self, bars: Bars) -> None:
        """Store bars as the pipeline does."""
        self.do(self.market.bars.add_bars(bars, {"first": 0}, NOON))

    def empty(self) -> None:
        """Forget all bars."""
        self.do(self.bare.execute(EMPTY))

    def empty_bars(self) -> None:
        """Forget all bars, but not on which days there were any."""
        self.do(self.bare.execute("truncate market_data.bars"))

    def rows(self) -> bytes:
        """Return all rows of the table as COPY takes them."""
        parts: list[bytes] = []

        async def keep(part: bytes) -> None:
            parts.append(bytes(part))

        self.do(self.bare.copy_from_table("bars", schema_name="market_data", output=keep, format="binary"))
        return b"".join(parts)

    def copy(self, rows: bytes) -> None:
        """Copy rows into the table, and do nothing else."""
        to = self.bare.copy_to_table("bars", schema_name="market_data", source=once(rows), format="binary")
        self.do(to)


@pytest.fixture
def place(server: str) -> Iterator[Place]:
    with database(server) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        engine = runner.run(stack.enter_async_context(open_engine(url)))
        runner.run(upgrade(engine))
        bare = runner.run(asyncpg.connect(url))
        yield Place(SqlMarket(engine), bare, runner)
        runner.run(bare.close())
        runner.run(stack.aclose())


@pytest.fixture(scope="module")
def bars() -> Bars:
    whole = many_bars(SYMBOLS, -(-BARS // SYMBOLS))
    columns = [one.name for one in fields(whole) if one.name not in {"source", "symbols"}]
    cut = {name: getattr(whole, name)[:BARS] for name in columns}
    return replace(whole, **cut)


def test_bars_load_in_1_5_times_a_bare_copy(
    benchmark: BenchmarkFixture, board: Board, place: Place, bars: Bars
) -> None:
    place.load(bars)
    rows = place.rows()

    def load() -> None:
        place.empty()
        place.load(bars)

    load_s, bare_s = in_turn(benchmark, load, lambda: place.copy(rows), rounds=5, before=place.empty)
    work = f"{BARS:,} bars into an empty table, beside a bare COPY of the same rows"
    assert board.within(work, load_s, bare_s, times=1.5)


def test_unchanged_bars_load_in_twice_a_bare_copy(
    benchmark: BenchmarkFixture, board: Board, place: Place, bars: Bars
) -> None:
    place.load(bars)
    rows = place.rows()
    load_s, bare_s = in_turn(
        benchmark, lambda: place.load(bars), lambda: place.copy(rows), rounds=5, before=place.empty_bars
    )
    work = f"{BARS:,} bars again, none of which changed, beside a bare COPY of the same rows"
    assert board.within(work, load_s, bare_s, times=2)


def test_days_of_ten_years_are_known_without_a_look_at_bars(
    benchmark: BenchmarkFixture, board: Board, place: Place, bars: Bars
) -> None:
    place.load(bars)
    asked = place.market.bars.held
    took_s = timed(benchmark, lambda: place.do(asked(bars.symbols, DateSpan())), rounds=10)
    assert board.within(f"days held of {SYMBOLS} symbols over ten years, as arrays", took_s, 0.1)


def test_values_of_indicators_load_quickly(benchmark: BenchmarkFixture, board: Board, place: Place) -> None:
    given, add = values(60), place.market.economy.add_observations
    took_s = timed(
        benchmark,
        lambda: place.do(add(given)),
        rounds=5,
        before=lambda: place.do(place.bare.execute("truncate economic_data.observations")),
    )
    assert board.within(f"{VALUES:,} values of indicators into an empty table", took_s, 2)


def values(series: int) -> list[Observations]:
    """Return as many values as there are, spread over series by day."""
    days = np.datetime64("2016-01-01") + np.arange(VALUES)
    parts = np.array_split(np.random.default_rng(1).normal(2, 1, VALUES), series)
    return [
        Observations(
            f"SERIES{n}", "first", days[: part.size], days[: part.size] + np.timedelta64(1, "D"), part
        )
        for n, part in enumerate(parts)
    ]


async def once(rows: bytes) -> AsyncGenerator[bytes]:
    yield rows
