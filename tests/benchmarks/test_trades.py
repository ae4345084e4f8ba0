"""Works on lists of trades: series and metrics of few and of many files, and the thinning of a line."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn, timed
from tests.benchmarks.portfolios import every_figure
from tsdownsample import MinMaxDownsampler

from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.shared.sampling import sample
from ballast_core.trades import Selection, TradeFile
from ballast_core.trades.parsing import Stamp, read_trades

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
REAL = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("tradeslist_*.xlsx"))}
real_files = pytest.mark.skipif(not REAL, reason=f"the real workbooks are not at {FOLDER}")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GIGABYTE = 1e9


async def stored(files: dict[str, bytes]) -> MemoryTradeStore:
    """Return a store of the files that can be read."""
    store, reader = MemoryTradeStore(), CalamineSheets()
    for name, content in files.items():
        parsed = read_trades(name, reader.read(name, content))
        file = parsed.describe(Stamp(sha256(content).hexdigest(), len(content), NOW), ())
        await store.add(file, parsed.book)
    return store


async def listed(store: MemoryTradeStore) -> list[TradeFile]:
    return list(await store.files())


@pytest.mark.parametrize("which", [pytest.param("real", marks=real_files), "invented"])
def test_all_series_and_metrics_of_a_few_files_take_150_ms_cold(
    benchmark: BenchmarkFixture, board: Board, which: str
) -> None:
    files = REAL if which == "real" else dict(list(sample_workbooks().items())[:4])
    with asyncio.Runner() as runner:
        store = runner.run(stored(files))
        symbols = {file.symbol for file in runner.run(listed(store))}
        asked = Selection(margins=dict.fromkeys(symbols, 2_000.0))
        busy_s: list[float] = []

        def compute() -> None:
            start = process_time()
            runner.run(every_figure(store, asked))
            busy_s.append(process_time() - start)

        timed(benchmark, compute, rounds=20)
    work = f"computing all series and metrics of {len(files)} {which} files, cold"
    assert board.within(work, median(busy_s[1:]), 0.150)


def test_500_files_of_5000_trades_take_3_s_and_grow_with_their_rows(
    benchmark: BenchmarkFixture, board: Board
) -> None:
    half, whole = _many(250), _many(500)
    timed(benchmark, lambda: None, rounds=1)
    board.note(f"500 files of 5,000 trades hold {whole['bytes'] / GIGABYTE:.2f} GB at most")
    board.note("... and take, with what else the machine does", whole["seconds"])
    grown = board.within(
        "computing those of 500 files, beside 250 files", whole["busy"], half["busy"], times=2.2
    )
    assert board.within("computing all series and metrics of 500 files, cold", whole["busy"], 3.0)
    assert grown
    assert whole["bytes"] < 2 * GIGABYTE


def test_a_million_points_are_thinned_as_fast_as_by_tsdownsample(
    benchmark: BenchmarkFixture, board: Board, rng: np.random.Generator
) -> None:
    values = np.cumsum(rng.normal(size=1_000_000))
    other = MinMaxDownsampler()
    ours_s, other_s = in_turn(
        benchmark, lambda: sample(values, 2_000), lambda: other.downsample(values, n_out=2_000), rounds=300
    )
    assert board.within("1,000,000 points to 2,000, beside tsdownsample", ours_s, other_s, times=1.2)


def _many(files: int) -> dict[str, float]:
    program = [sys.executable, "-m", "tests.benchmarks.portfolios", str(files), "5000"]
    root = Path(__file__).parents[2]
    done = subprocess.run(program, capture_output=True, text=True, check=True, cwd=root)
    return dict[str, float](json.loads(done.stdout))
