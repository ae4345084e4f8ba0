"""Rows of trades on their way into PostgreSQL and out of it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from time import perf_counter

import pytest
from pyarrow import BufferReader, parquet
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.benchmarks.board import Board, in_turn
from tests.many_trades import many
from tests.servers import database

from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.migrate import upgrade
from ballast_adapters.sql.trades import SqlTradeStore

FILES, TRADES, AT_ONCE = 100, 5_000, 16
BYTES = "select trades, daily from trades.books where file_id = any(:ids)"


@dataclass(frozen=True)
class Filled:
    """A database with many files, and how long each took to store."""

    runner: asyncio.Runner
    engine: AsyncEngine
    ids: Sequence[str]
    stored_s: float

    def read(self) -> None:
        """Read all rows as arrays, some files at a time, as figures do."""
        store = SqlTradeStore(self.engine)
        for begin in range(0, len(self.ids), AT_ONCE):
            self.runner.run(store.books(self.ids[begin : begin + AT_ONCE]))

    def read_bare(self) -> None:
        """Fetch the same bytes, and read them with pyarrow alone."""
        for begin in range(0, len(self.ids), AT_ONCE):
            for row in self.runner.run(self._fetch(list(self.ids[begin : begin + AT_ONCE]))):
                for content in row:
                    parquet.read_table(BufferReader(content), use_threads=False)

    async def _fetch(self, ids: list[str]) -> Sequence[Row[tuple[bytes, bytes]]]:
        async with self.engine.connect() as db:
            return (await db.execute(text(BYTES), {"ids": ids})).all()


@pytest.fixture
def filled(server: str) -> Iterator[Filled]:
    with database(server) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        engine = runner.run(stack.enter_async_context(open_engine(url)))
        runner.run(upgrade(engine))
        yield runner.run(fill(runner, engine))
        runner.run(stack.aclose())


async def fill(runner: asyncio.Runner, engine: AsyncEngine) -> Filled:
    invented, store = await many(FILES, TRADES), SqlTradeStore(engine)
    files = await invented.files()
    books = await invented.books([file.id for file in files])
    begun = perf_counter()
    for file in files:
        await store.add(file, books[file.id], seen=())
    return Filled(runner, engine, [file.id for file in files], (perf_counter() - begun) / len(files))


def test_rows_become_arrays_in_1_5_times_bare_reading(
    benchmark: BenchmarkFixture, board: Board, filled: Filled
) -> None:
    board.note(f"storing a file of {TRADES:,} trades", filled.stored_s)
    read_s, bare_s = in_turn(benchmark, filled.read, filled.read_bare, rounds=7)
    work = f"{FILES} files of {TRADES:,} trades out of PostgreSQL, beside fetching and pyarrow alone"
    assert board.within(work, read_s, bare_s, times=1.5)
