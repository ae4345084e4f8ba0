"""Weights and whole contracts meet what was computed independently from the real workbooks."""

import asyncio
import json
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.computing import InlineComputing
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_adapters.solvers.skfolio import SkfolioOptimizer
from ballast_core.flows import FrontierSpec, OptimizationView, OptimizeSelection, OptimizeSpec, ShowFrontier
from ballast_core.research import Objective, RiskMeasure, WeightGoal
from ballast_core.trades import (
    AllocateContracts,
    AllocateSpec,
    AllocationObjective,
    AllocationView,
    ContractSpec,
    ReadReturns,
    Returns,
    Selection,
)
from ballast_core.trades.parsing import Stamp, read_trades
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
NAMES = sorted(path.name for path in FOLDER.glob("tradeslist_*.xlsx"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = {
    "margins_of_current_api": {"CD": 1_100.0, "MES": 2_300.0, "MNQ": 4_000.0},
    "margins_of_original_app": {"CD": 1_100.0, "MES": 2_300.0, "MNQ": 3_250.0},
}
MEASURES = {
    "MV": RiskMeasure.VARIANCE,
    "MAD": RiskMeasure.MEAN_ABSOLUTE_DEVIATION,
    "MSV": RiskMeasure.SEMI_VARIANCE,
    "CVaR": RiskMeasure.CVAR,
    "CDaR": RiskMeasure.CDAR,
}
OBJECTIVES = {
    "MinRisk": Objective.MINIMUM_RISK,
    "Sharpe": Objective.MAXIMUM_RATIO,
    "Utility": Objective.MAXIMUM_UTILITY,
    "MaxRet": Objective.MAXIMUM_RETURN,
}
COVARIANCES = {"hist": "sample", "ledoit": "ledoit_wolf"}
GOALS = {
    "risk_parity MV|cov=hist": WeightGoal(objective=Objective.RISK_PARITY),
    "risk_parity MV|cov=ledoit": WeightGoal(objective=Objective.RISK_PARITY, covariance="ledoit_wolf"),
    "HRP|pearson|ward|MV|cov=hist": WeightGoal(objective=Objective.HIERARCHICAL_RISK_PARITY),
    "inverse volatility (population std)": WeightGoal(objective=Objective.INVERSE_VOLATILITY),
    "check: min variance, cvxpy on sample covariance": WeightGoal(),
    "check: max Sharpe, cvxpy on sample covariance": WeightGoal(objective=Objective.MAXIMUM_RATIO),
    "check: equal risk contribution, log barrier": WeightGoal(objective=Objective.RISK_PARITY),
    "check: min CVaR alpha 0.05, linear programme": WeightGoal(risk=RiskMeasure.CVAR),
}
NOT_OFFERED = {"HERC|pearson|ward|MV|cov=hist"}

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the real workbooks are not at {FOLDER}")


@cache
def expected() -> dict[str, Any]:
    if not NAMES:
        return {"optimizers": {"runs": {}}, "allocator_exact": {}}
    return cast("dict[str, Any]", json.loads((FOLDER / "expected_standard.json").read_text("utf-8")))


def goal_of(run: str) -> WeightGoal:
    if run in GOALS:
        return GOALS[run]
    measure, objective, covariance = run.split("|")[:3]
    return WeightGoal.model_validate(
        {
            "risk": MEASURES[measure],
            "objective": OBJECTIVES[objective],
            "covariance": COVARIANCES[covariance.removeprefix("cov=")],
        }
    )


@cache
def reader(table: str = "margins_of_current_api") -> ReadPortfolio:
    store = MemoryTradeStore()
    for name in NAMES:
        content = (FOLDER / name).read_bytes()
        parsed = read_trades(name, CalamineSheets().read(name, content))
        stamp = Stamp(sha256(content).hexdigest(), len(content), NOW)
        asyncio.run(store.add(parsed.describe(stamp, ()), parsed.book))
    contracts = {
        symbol: ContractSpec(symbol=symbol, point_value=1.0, initial_margin=margin)
        for symbol, margin in TABLES[table].items()
    }
    return ReadPortfolio(store, contracts, MemoryArtifacts(2**30), "test")


@cache
def returns() -> Returns:
    return asyncio.run(ReadReturns(reader())(Selection()))


def optimize(spec: OptimizeSpec) -> OptimizationView:
    solvers = {"skfolio": SkfolioOptimizer(InlineComputing())}
    return asyncio.run(OptimizeSelection(ReadReturns(reader()), solvers)(spec))


@cache
def allocated(table: str) -> AllocationView:
    use = AllocateContracts(reader(table), InlineComputing())
    return asyncio.run(use(AllocateSpec()))


def test_returns_are_those_of_the_common_window() -> None:
    said, panel = expected()["optimizers"], returns().panel
    assert [str(panel.days[0]), str(panel.days[-1])] == said["window"]
    assert len(panel) == said["rows"]
    names = {file.id: file.name for file in returns().portfolio.files}
    for at, label in enumerate(panel.labels):
        assert panel.values[:, at].mean() == pytest.approx(said["mean"][names[label]], abs=1e-8)
        assert panel.values[:, at].std(ddof=1) == pytest.approx(said["std_sample"][names[label]], abs=1e-8)


@pytest.mark.parametrize("run", sorted(expected()["optimizers"]["runs"].keys() - NOT_OFFERED))
def test_weights_are_the_expected_ones(run: str) -> None:
    said = expected()["optimizers"]["runs"][run]["weights"]
    found = {row.name: row.weight for row in optimize(OptimizeSpec(goal=goal_of(run))).rows}
    assert found == pytest.approx(said, abs=1e-3)


@pytest.mark.parametrize("table", TABLES)
def test_the_best_five_vectors_are_those_of_the_complete_search(table: str) -> None:
    said, view = expected()["allocator_exact"][table], allocated(table)
    assert view.exact
    assert view.feasible == said["feasible_vectors"]
    assert view.years == pytest.approx(said["years"], abs=1e-6)
    names = [file.name for file in view.files]
    for found, wanted in zip(view.allocations, said["best_five"], strict=True):
        assert dict(zip(names, found.contracts, strict=True)) == wanted["contracts"]
        assert found.score == pytest.approx(wanted["score"], abs=1e-6)
        assert found.total_profit == pytest.approx(wanted["total_pl"], abs=0.01)
        assert found.max_drawdown == pytest.approx(wanted["max_drawdown"], abs=0.01)


def test_margin_is_that_of_all_files_in_the_market_at_once() -> None:
    best = allocated("margins_of_original_app").allocations[0]
    assert best.margin == 1_100 + 4 * 3_250


def test_at_a_bigger_account_the_ratio_leaves_margin_unused_and_beats_a_greedy_search() -> None:
    view = allocated_with({"selection": {"account_equity": 150_000}})
    best, greedy = view.allocations[0], (1, 0, 1, 5)
    assert view.exact
    assert best.contracts != greedy
    assert best.margin < 0.7 * view.margin_cap


def test_use_of_margin_goes_near_the_cap() -> None:
    spec = {"selection": {"account_equity": 150_000}, "objective": AllocationObjective.USE_OF_MARGIN}
    view = allocated_with(spec)
    assert view.exact
    assert view.allocations[0].margin >= 0.9 * view.margin_cap


def test_a_drawdown_budget_is_kept_and_earns_most() -> None:
    spec = {"objective": AllocationObjective.DRAWDOWN_BUDGET, "drawdown_budget": 0.5}
    view = allocated_with(spec)
    assert view.drawdown_budget == 12_500
    assert all(one.max_drawdown <= 12_500 for one in view.allocations)
    profits = [one.total_profit for one in view.allocations]
    assert profits == sorted(profits, reverse=True)


def allocated_with(spec: dict[str, Any]) -> AllocationView:
    use = AllocateContracts(reader("margins_of_original_app"), InlineComputing())
    return asyncio.run(use(AllocateSpec.model_validate(spec)))


def test_mean_absolute_deviation_is_said_to_favor_the_idle_file() -> None:
    goal = WeightGoal(risk=RiskMeasure.MEAN_ABSOLUTE_DEVIATION)
    view = optimize(OptimizeSpec(goal=goal))
    assert any("favors the file that is least in the market" in one for one in view.warnings)


def test_contracts_never_need_more_than_the_capital() -> None:
    view = optimize(OptimizeSpec(goal=WeightGoal(objective=Objective.RISK_PARITY)))
    assert view.used_capital <= view.capital
    for row in view.rows:
        assert row.unit is not None
        assert row.exact_contracts == pytest.approx(row.weight * 25_000 / row.unit)


def test_the_frontier_begins_at_the_least_variance_and_ends_at_the_best_file() -> None:
    solvers = {"skfolio": SkfolioOptimizer(InlineComputing())}
    view = asyncio.run(ShowFrontier(ReadReturns(reader()), solvers)(FrontierSpec(points=6)))
    said = expected()["optimizers"]["runs"]["MV|MinRisk|cov=hist|alpha=0.05|rf=0|l=2"]["weights"]
    names = [file.name for file in view.files]
    assert dict(zip(names, view.points[0].weights, strict=True)) == pytest.approx(said, abs=1e-3)
    assert max(view.points[-1].weights) == pytest.approx(1)
    assert len(view.singles) == 4
