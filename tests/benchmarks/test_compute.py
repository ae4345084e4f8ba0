"""Works of the pure core: parsing and measures."""

from pathlib import Path

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn, timed

from ballast_core.shared.arrays import Floats
from ballast_core.shared.measures import (
    drawdowns,
    measure,
    month_table,
    rolling_drawdown,
    rolling_return,
    rolling_sharpe,
    rolling_volatility,
    underwater,
)
from ballast_core.shared.series import Series
from ballast_core.tracking import parse_status


def split_and_float(text: bytes) -> Floats:
    """Read the numbers of a status file and nothing else: no time, no check, no findings."""
    numbers: list[float] = []
    for line in text.splitlines():
        numbers += map(float, line.split()[3:])
    return np.array(numbers)


def test_status_files_parse_in_one_and_a_half_bare_loops(
    benchmark: BenchmarkFixture, board: Board, shared_models: Path
) -> None:
    texts = [path.read_bytes() for path in sorted(shared_models.glob("*/data_store/PyTAAA_status.params"))]
    parsed_s, bare_s = in_turn(
        benchmark,
        lambda: [parse_status(text) for text in texts],
        lambda: [split_and_float(text) for text in texts],
        rounds=60,
    )
    assert board.within(f"parse the status files of {len(texts)} models", parsed_s, bare_s, times=1.5)


def test_all_measures_of_5000_points_take_5_ms(
    benchmark: BenchmarkFixture, board: Board, rng: np.random.Generator
) -> None:
    days = np.busday_offset("2006-01-02", np.arange(5_000))
    series = Series(days, 10_000 * np.exp(np.cumsum(rng.normal(0.0004, 0.012, days.size))))

    def all_measures() -> None:
        measure(series)
        drawdowns(series.values)
        underwater(series, 10)
        month_table(series)
        rolling_return(series, 365)
        rolling_volatility(series, 365, 252)
        rolling_sharpe(series, 365, 252)
        rolling_drawdown(series, 365)

    measured_s = timed(benchmark, all_measures, rounds=100)
    assert board.within("all measures of one 5,000-point series", measured_s, 0.005)
