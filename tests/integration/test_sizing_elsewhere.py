"""Weights and contracts are the same wherever they are computed."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterator

import numpy as np
import pytest
from distributed import LocalCluster

from ballast_adapters.compute.dask import DaskComputing
from ballast_adapters.compute.processes import ProcessComputing
from ballast_adapters.memory.computing import InlineComputing
from ballast_adapters.solvers.riskfolio import RiskfolioOptimizer
from ballast_adapters.solvers.skfolio import SkfolioOptimizer
from ballast_core.research import InfeasibleError, SolverMissingError, WeightGoal, WeightProblem
from ballast_core.shared.panel import Panel
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import tell_nobody


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as started:
        yield started.scheduler_address


@pytest.fixture(params=["processes", "dask"])
async def computing(request: pytest.FixtureRequest) -> AsyncGenerator[Computing]:
    if request.param == "dask":
        yield DaskComputing(request.getfixturevalue("cluster"))
        return
    local = ProcessComputing(2)
    yield local
    await local.close()


@pytest.fixture
def problem(rng: np.random.Generator) -> WeightProblem:
    days = np.datetime64("2024-01-01") + np.arange(300)
    return WeightProblem(Panel(days, tuple("abcd"), rng.normal(0.0005, 0.01, (300, 4))), WeightGoal())


@pytest.mark.slow
async def test_weights_are_those_computed_here(computing: Computing, problem: WeightProblem) -> None:
    here = await SkfolioOptimizer(InlineComputing()).solve(problem)
    there = await SkfolioOptimizer(computing).solve(problem)
    assert there.weights == pytest.approx(here.weights, abs=1e-9)


async def test_a_frontier_is_in_order_though_parts_end_as_they_like(
    computing: Computing, problem: WeightProblem
) -> None:
    points = await SkfolioOptimizer(computing).frontier(problem, 6, tell_nobody)
    earned = [point.expected_return for point in points]
    assert len(points) == 6
    assert earned == sorted(earned)


async def test_what_cannot_be_is_explained_from_there(computing: Computing, problem: WeightProblem) -> None:
    tight = WeightProblem(problem.returns, WeightGoal(most=0.1))
    with pytest.raises(InfeasibleError, match=r"raise it to 0\.25 at least"):
        await SkfolioOptimizer(computing).solve(tight)


async def test_a_library_that_is_not_installed_is_named(
    problem: WeightProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ballast_adapters.solvers.riskfolio_models", raising=False)
    monkeypatch.setitem(sys.modules, "riskfolio", None)
    with pytest.raises(SolverMissingError, match=r"ballast-adapters\[riskfolio\]"):
        await RiskfolioOptimizer(InlineComputing()).solve(problem)


async def test_an_answer_that_nobody_waits_for_ends_its_process(problem: WeightProblem) -> None:
    local = ProcessComputing(1)
    working = asyncio.create_task(SkfolioOptimizer(local).frontier(problem, 200, tell_nobody))
    await asyncio.sleep(0.5)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    await asyncio.wait_for(local.close(), 2)
