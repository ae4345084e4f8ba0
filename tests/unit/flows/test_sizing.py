"""Sizing over made-up workbooks in memory: weights, contracts, the frontier, and every refusal."""

from collections.abc import Mapping

import pytest
from tests.in_memory import Bench, bench_of

from ballast_adapters.sample import sample_workbooks
from ballast_core.app import App
from ballast_core.flows import FrontierSpec, OptimizeSpec
from ballast_core.research import GroupLimit, InfeasibleError, Objective, WeightGoal
from ballast_core.shared.progress import Progress
from ballast_core.trades import (
    AddSpec,
    AllocateSpec,
    AllocationObjective,
    BadSelectionError,
    ContractSpec,
    Incoming,
    NoAllocationError,
    Selection,
    UnknownContractError,
)


@pytest.fixture(scope="module")
def workbooks() -> Mapping[str, bytes]:
    return sample_workbooks(days=500)


async def filled(workbooks: Mapping[str, bytes], *, without: str = "") -> Bench:
    margins = {"MES": 2_300.0, "MNQ": 4_000.0, "M2K": 1_200.0, "CD": 1_100.0, "MYM": 1_500.0}
    contracts = {
        symbol: ContractSpec(symbol=symbol, point_value=1.0, initial_margin=margin)
        for symbol, margin in margins.items()
        if symbol != without
    }
    bench = bench_of({}, contracts)
    files = tuple(Incoming(name, content) for name, content in workbooks.items())
    await bench.app.trades.add_files(AddSpec(files=files))
    return bench


@pytest.fixture
async def app(workbooks: Mapping[str, bytes]) -> App:
    return (await filled(workbooks)).app


async def test_weights_of_all_files_sum_to_1(app: App) -> None:
    view = await app.flows.optimize_selection(OptimizeSpec())
    assert len(view.rows) == len((await app.trades.list_files()).files)
    assert sum(row.weight for row in view.rows) == pytest.approx(1)
    assert sum(row.variance_share for row in view.rows) == pytest.approx(1)


async def test_contracts_fit_into_the_capital(app: App) -> None:
    view = await app.flows.optimize_selection(OptimizeSpec(capital=40_000))
    assert view.capital == 40_000
    assert 0 < view.used_capital <= 40_000


async def test_the_gap_is_what_whole_contracts_are_off(app: App) -> None:
    view = await app.flows.optimize_selection(OptimizeSpec(capital=40_000))
    for row in view.rows:
        assert row.unit is not None
        assert row.contracts is not None
        assert row.held_weight == pytest.approx(row.contracts * row.unit / 40_000)
        assert row.gap == pytest.approx(row.contracts * row.unit / 40_000 - row.weight)


async def test_a_unit_stands_for_a_contract_instead_of_its_margin(app: App) -> None:
    symbol = (await app.trades.list_files()).files[0].symbol
    view = await app.flows.optimize_selection(OptimizeSpec(units={symbol: 9_000}))
    assert {row.unit for row in view.rows if row.symbol == symbol} == {9_000}


async def test_a_unit_of_what_is_not_selected_is_refused(app: App) -> None:
    with pytest.raises(BadSelectionError, match="units of what is not selected: XX"):
        await app.flows.optimize_selection(OptimizeSpec(units={"XX": 9_000}))


async def test_a_limit_on_what_is_not_selected_is_refused(app: App) -> None:
    with pytest.raises(BadSelectionError, match="limit on the symbol 'XX'"):
        await app.flows.optimize_selection(OptimizeSpec(most_by_symbol={"XX": 0.5}))


async def test_a_group_of_what_is_not_selected_is_refused(app: App) -> None:
    goal = WeightGoal(groups=(GroupLimit(name="mine", labels=("0" * 12,)),))
    with pytest.raises(BadSelectionError, match="the group 'mine' has files that are not selected"):
        await app.flows.optimize_selection(OptimizeSpec(goal=goal))


async def test_bounds_that_leave_nothing_are_explained(app: App) -> None:
    with pytest.raises(InfeasibleError, match="raise it to"):
        await app.flows.optimize_selection(OptimizeSpec(goal=WeightGoal(most=0.01)))


async def test_a_symbol_without_margin_gets_a_weight_and_no_contracts(workbooks: Mapping[str, bytes]) -> None:
    app = (await filled(workbooks, without="MES")).app
    view = await app.flows.optimize_selection(OptimizeSpec())
    assert {row.contracts for row in view.rows if row.symbol == "MES"} == {None}
    assert any("no margin is known of MES" in one for one in view.warnings)


async def test_a_file_that_did_nothing_gets_no_weight_and_a_warning(app: App) -> None:
    # Long trades alone: a short-only file does nothing, if there is one; else all are weighed.
    view = await app.flows.optimize_selection(OptimizeSpec(selection=Selection(direction="long")))
    idle = [row for row in view.rows if row.active == 0]
    assert all(row.weight == 0 for row in idle)
    assert bool(idle) == any("without weight" in one for one in view.warnings)


async def test_inverse_volatility_of_a_selection_counts_only_its_files(app: App) -> None:
    two = tuple(file.id for file in (await app.trades.list_files()).files[:2])
    goal = WeightGoal(objective=Objective.INVERSE_VOLATILITY)
    view = await app.flows.optimize_selection(OptimizeSpec(selection=Selection(files=two), goal=goal))
    assert {row.id for row in view.rows} == set(two)


async def test_the_frontier_has_points_and_every_file_alone(app: App) -> None:
    heard: list[Progress] = []
    view = await app.flows.show_frontier(FrontierSpec(points=4), heard.append)
    assert len(view.points) in {1, 4}
    assert len(view.singles) == len(view.files)
    assert all(len(point.weights) == len(view.files) for point in view.points)
    assert heard


async def test_views_of_sizing_are_laid_flat(app: App) -> None:
    weights = (await app.flows.optimize_selection(OptimizeSpec())).table()
    frontier = (await app.flows.show_frontier(FrontierSpec(points=3))).table()
    allocation = (await app.trades.allocate_contracts(AllocateSpec())).table()
    assert all(len(table) > 0 for table in (weights, frontier, allocation))


async def test_the_best_contracts_need_no_more_than_the_cap(app: App) -> None:
    view = await app.trades.allocate_contracts(AllocateSpec(best=3))
    assert view.exact
    assert len(view.allocations) == 3
    assert all(one.margin <= view.margin_cap for one in view.allocations)
    scores = [one.score or float("inf") for one in view.allocations]
    assert scores == sorted(scores, reverse=True)


async def test_contracts_that_must_be_are_there(app: App) -> None:
    first = (await app.trades.list_files()).files[0]
    view = await app.trades.allocate_contracts(AllocateSpec(least={first.id: 2}, margin_cap=2))
    at = [file.id for file in view.files].index(first.id)
    assert all(one.contracts[at] >= 2 for one in view.allocations)


async def test_a_cap_that_allows_nothing_says_what_would(app: App) -> None:
    with pytest.raises(NoAllocationError, match="one contract of the cheapest file needs") as caught:
        await app.trades.allocate_contracts(AllocateSpec(margin_cap=0.01))
    enough = float(caught.value.relaxation.split()[4])
    assert (await app.trades.allocate_contracts(AllocateSpec(margin_cap=enough))).feasible > 0


async def test_a_budget_that_allows_nothing_says_what_would(app: App) -> None:
    asked = AllocateSpec(objective=AllocationObjective.DRAWDOWN_BUDGET, drawdown_budget=0.0001)
    with pytest.raises(NoAllocationError, match="the drawdown budget is") as caught:
        await app.trades.allocate_contracts(asked)
    enough = float(caught.value.relaxation.split()[4])
    better = asked.model_copy(update={"drawdown_budget": enough})
    assert (await app.trades.allocate_contracts(better)).feasible > 0


async def test_an_unknown_margin_is_named(workbooks: Mapping[str, bytes]) -> None:
    app = (await filled(workbooks, without="MES")).app
    with pytest.raises(UnknownContractError, match="no initial margin is known for MES"):
        await app.trades.allocate_contracts(AllocateSpec())


async def test_limits_on_files_not_selected_are_refused(app: App) -> None:
    with pytest.raises(BadSelectionError, match="limits on files not selected"):
        await app.trades.allocate_contracts(AllocateSpec(most={"0" * 12: 1}))


async def test_a_least_above_the_most_is_refused(app: App) -> None:
    first = (await app.trades.list_files()).files[0].id
    with pytest.raises(BadSelectionError, match="must have more contracts than it may have"):
        await app.trades.allocate_contracts(AllocateSpec(least={first: 3}, most={first: 1}))


async def test_multipliers_do_not_change_an_allocation(app: App) -> None:
    first = (await app.trades.list_files()).files[0].id
    plain = await app.trades.allocate_contracts(AllocateSpec())
    tripled = await app.trades.allocate_contracts(AllocateSpec(selection=Selection(multipliers={first: 3.0})))
    assert tripled.allocations == plain.allocations
    assert any("Multipliers do not count" in one for one in tripled.notes)


async def test_a_big_search_says_that_it_is_not_exact(app: App) -> None:
    asked = AllocateSpec(selection=Selection(account_equity=500_000), margin_cap=1, most_each=40, best=1)
    view = await app.trades.allocate_contracts(asked)
    assert not view.exact
    assert any("there may be a better one" in one for one in view.notes)
