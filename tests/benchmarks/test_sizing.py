"""Sizing: what we add to a solver, and how long whole contracts take."""

from importlib import import_module
from typing import Any

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn, timed

from ballast_adapters.solvers.skfolio import solve
from ballast_core.research import WeightGoal, WeightProblem
from ballast_core.shared.arrays import Floats
from ballast_core.shared.panel import Panel
from ballast_core.trades import AllocationObjective
from ballast_core.trades.rules.allocate_lot import Given, prepare
from ballast_core.trades.rules.allocate_search import Share, climb, search
from ballast_core.trades.rules.portfolio import Steps

DAYS, ASSETS = 2_520, 50


def returns_of(rng: np.random.Generator) -> Floats:
    """Ten years of fifty strategies, half of the days flat, as trade lists are."""
    moved = rng.normal(0.0004, 0.01, (DAYS, ASSETS)) * rng.uniform(0.5, 2, ASSETS)
    return moved * (rng.random((DAYS, ASSETS)) < 0.5)


def test_least_variance_of_50_assets_is_the_library_and_a_fifth(
    benchmark: BenchmarkFixture, board: Board, rng: np.random.Generator
) -> None:
    values = returns_of(rng)
    days = np.datetime64("2015-01-01") + np.arange(DAYS)
    problem = WeightProblem(Panel(days, tuple(f"f{at}" for at in range(ASSETS)), values), WeightGoal())
    library: Any = import_module("skfolio.optimization")
    direct = library.MeanRisk().fit(values)
    assert np.abs(np.array(solve(problem).weights) - direct.weights_).max() < 1e-3
    ours_s, library_s = in_turn(
        benchmark, lambda: solve(problem), lambda: library.MeanRisk().fit(values), rounds=40
    )
    assert board.within("minimum variance of 50 assets, beside skfolio", ours_s, library_s, times=1.2)


def given(rng: np.random.Generator, files: int, cap: float) -> Given:
    steps = [
        Steps(
            np.datetime64("2015-01-01", "us") + np.sort(rng.integers(0, DAYS * 24, 800)).astype("m8[h]"),
            np.tile([1.0, 0.0], 400),
        )
        for _ in range(files)
    ]
    return Given(
        profit=rng.normal(8, 200, (4_000, files)) * (rng.random((4_000, files)) < 0.5),
        positions=tuple(steps),
        margin=np.linspace(1_000, 4_000, files),
        symbols=np.arange(files),
        least=np.zeros(files, np.int64),
        most=np.full(files, 10_000),
        years=11.0,
        cap=cap,
        budget=10_000.0,
        enough=0.9 * cap,
        objective=AllocationObjective.RETURN_OVER_DRAWDOWN,
    )


def test_every_allocation_of_four_files_is_looked_at_in_a_second(
    benchmark: BenchmarkFixture, board: Board, rng: np.random.Generator
) -> None:
    asked = given(rng, files=4, cap=75_000)

    def exact() -> int:
        ready = prepare(asked)
        assert ready.vectors is not None
        return search(Share(ready.lot, ready.vectors, 5)).feasible

    exact_s = timed(benchmark, exact, rounds=5)
    assert board.within(f"all {exact():,} allocations of 4 files", exact_s, 1.0)


def test_climbing_with_15_files_takes_seconds(
    benchmark: BenchmarkFixture, board: Board, rng: np.random.Generator
) -> None:
    ready = prepare(given(rng, files=15, cap=60_000))
    assert ready.vectors is None
    climbed_s = timed(benchmark, lambda: climb(Share(ready.lot, ready.lot.least[None, :], 5)), rounds=2)
    assert board.within("contracts of 15 files by beam search", climbed_s, 10.0)
