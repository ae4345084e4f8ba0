"""What every `Optimizer` must do."""

from importlib.util import find_spec

import numpy as np
import pytest

from ballast_adapters.memory.computing import InlineComputing
from ballast_adapters.memory.optimizer import MemoryOptimizer
from ballast_adapters.solvers.riskfolio import RiskfolioOptimizer
from ballast_adapters.solvers.skfolio import SkfolioOptimizer
from ballast_core.research import (
    GroupLimit,
    InfeasibleError,
    NotEnoughDataError,
    Objective,
    Optimizer,
    RiskMeasure,
    SolverFailedError,
    WeightGoal,
    WeightProblem,
    risk_of,
)
from ballast_core.shared.panel import Panel
from ballast_core.shared.progress import Progress, tell_nobody

ABSENT = pytest.mark.skipif(find_spec("riskfolio") is None, reason="the extra riskfolio is not installed")
LIBRARIES = ["skfolio", pytest.param("riskfolio", marks=ABSENT)]
INLINE = InlineComputing()


def optimizer_named(name: str) -> Optimizer:
    if name == "memory":
        return MemoryOptimizer()
    return SkfolioOptimizer(INLINE) if name == "skfolio" else RiskfolioOptimizer(INLINE)


@pytest.fixture(params=["memory", *LIBRARIES])
def optimizer(request: pytest.FixtureRequest) -> Optimizer:
    return optimizer_named(request.param)


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Optimizer:
    """An optimizer that knows every objective and every limit."""
    return optimizer_named(request.param)


def panel(values: np.ndarray) -> Panel:
    days = np.datetime64("2024-01-01") + np.arange(len(values))
    return Panel(days, tuple("abcdefghijklmnopqrstuvwxyz"[at] for at in range(values.shape[1])), values)


def problem(values: np.ndarray, **goal: object) -> WeightProblem:
    return WeightProblem(panel(values), WeightGoal.model_validate(goal))


@pytest.fixture
def returns(rng: np.random.Generator) -> np.ndarray:
    """Four things over 400 days: the second moves least, the third earns most."""
    common = rng.normal(0, 0.004, (400, 1))
    own = rng.normal(0, 1, (400, 4)) * [0.010, 0.004, 0.012, 0.007]
    moved = common + own
    return moved - moved.mean(axis=0) + [0.0004, 0.0002, 0.0009, 0.0003]


async def test_weights_sum_to_1_and_are_within_bounds(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-01"""
    found = await optimizer.solve(problem(returns, least=0.1, most=0.4))
    assert sum(found.weights) == pytest.approx(1)
    assert all(0.1 - 1e-4 <= weight <= 0.4 + 1e-4 for weight in found.weights)


async def test_least_variance_is_that_of_the_closed_form(
    optimizer: Optimizer, rng: np.random.Generator
) -> None:
    """OP-02. Two uncorrelated things: weights in inverse proportion to variance."""
    base = rng.normal(size=(500, 2))
    base = np.linalg.qr(base - base.mean(axis=0))[0] * [0.02, 0.01]
    found = await optimizer.solve(problem(base))
    assert found.weights == pytest.approx((0.2, 0.8), abs=1e-4)


async def test_nothing_near_the_answer_has_less_variance(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-03"""
    found = np.array((await optimizer.solve(problem(returns))).weights)
    least = (returns @ found).std()
    for other in np.eye(4):
        assert (returns @ (0.99 * found + 0.01 * other)).std() >= least - 1e-9


async def test_inverse_volatility_is_its_formula(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-04"""
    found = await optimizer.solve(problem(returns, objective="inverse_volatility"))
    inverse = 1 / returns.std(axis=0)
    assert found.weights == pytest.approx(inverse / inverse.sum(), abs=1e-6)


async def test_return_and_risk_are_those_of_the_weights(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-05"""
    found = await optimizer.solve(problem(returns))
    series = returns @ np.array(found.weights)
    assert found.expected_return == pytest.approx(series.mean())
    assert found.risk == pytest.approx(series.std(ddof=1))


async def test_one_thing_alone_gets_all(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-06"""
    assert (await optimizer.solve(problem(returns[:, :1]))).weights == (1.0,)


async def test_bounds_that_leave_nothing_are_named_with_the_least_that_helps(
    optimizer: Optimizer, returns: np.ndarray
) -> None:
    """OP-07"""
    with pytest.raises(InfeasibleError) as caught:
        await optimizer.solve(problem(returns, most=0.2))
    assert caught.value.binding == "0.2 of each at most"
    assert caught.value.relaxation == "raise it to 0.25 at least"


async def test_a_return_that_nothing_earns_is_named(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-08"""
    with pytest.raises(InfeasibleError, match=r"lower it to 0\.0009 at most"):
        await optimizer.solve(problem(returns, least_return=0.01))


async def test_holes_are_refused_by_name(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-09"""
    returns[3, 1] = np.nan
    with pytest.raises(NotEnoughDataError, match="days without a return: b"):
        await optimizer.solve(problem(returns))


async def test_a_thing_that_never_moves_is_refused_by_name(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-10"""
    returns[:, 2] = 0
    with pytest.raises(NotEnoughDataError, match="nothing moves on any day of the window: c"):
        await optimizer.solve(problem(returns))


async def test_one_day_is_too_few(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-11"""
    with pytest.raises(NotEnoughDataError, match="1 days are too few"):
        await optimizer.solve(problem(returns[:1]))


async def test_fewer_days_than_things_still_have_an_answer(
    optimizer: Optimizer, rng: np.random.Generator
) -> None:
    """OP-12"""
    found = await optimizer.solve(problem(rng.normal(0, 0.01, (8, 20))))
    assert sum(found.weights) == pytest.approx(1)
    assert min(found.weights) >= 0


async def test_a_frontier_rises_from_the_least_risk_to_the_highest_return(
    optimizer: Optimizer, returns: np.ndarray
) -> None:
    """OP-13"""
    points = await optimizer.frontier(problem(returns), 8, tell_nobody)
    assert len(points) == 8
    assert points[-1].expected_return == pytest.approx(0.0009, abs=1e-7)
    earned, risked = [one.expected_return for one in points], [one.risk for one in points]
    assert earned == sorted(earned)
    assert np.diff(risked).min() > -1e-7


async def test_a_frontier_tells_how_far_it_is(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-14"""
    heard: list[Progress] = []
    await optimizer.frontier(problem(returns), 4, heard.append)
    assert heard
    assert all(one.total == 4 for one in heard)


async def test_a_frontier_of_one_thing_is_one_point(optimizer: Optimizer, returns: np.ndarray) -> None:
    """OP-15"""
    (point,) = await optimizer.frontier(problem(returns[:, :1]), 5, tell_nobody)
    assert point.weights == (1.0,)


@pytest.mark.parametrize("risk", [risk.value for risk in RiskMeasure])
async def test_no_single_thing_has_less_risk_than_the_least(
    library: Optimizer, returns: np.ndarray, risk: str
) -> None:
    """OP-16"""
    asked = problem(returns[:150], risk=risk)
    found = await library.solve(asked)
    alone = [risk_of(returns[:150, at], asked.goal) for at in range(4)]
    assert found.risk <= min(alone) + 1e-7


@pytest.mark.parametrize("risk", [risk.value for risk in RiskMeasure])
async def test_the_best_ratio_is_at_least_that_of_the_least_risk(
    library: Optimizer, returns: np.ndarray, risk: str
) -> None:
    """OP-17"""
    best = await library.solve(problem(returns[:150], risk=risk, objective="maximum_ratio"))
    least = await library.solve(problem(returns[:150], risk=risk))
    assert best.expected_return / best.risk >= least.expected_return / least.risk - 1e-4


@pytest.mark.parametrize("objective", [objective.value for objective in Objective])
async def test_every_objective_has_an_answer(library: Optimizer, returns: np.ndarray, objective: str) -> None:
    """OP-18"""
    found = await library.solve(problem(returns, objective=objective))
    assert sum(found.weights) == pytest.approx(1)


async def test_groups_keep_their_limits(library: Optimizer, returns: np.ndarray) -> None:
    """OP-19"""
    groups = (
        GroupLimit(name="quiet", labels=("b", "d"), most=0.3),
        GroupLimit(name="loud", labels=("c",), least=0.25),
    )
    found = await library.solve(problem(returns, groups=groups))
    assert found.weights[1] + found.weights[3] <= 0.3 + 1e-4
    assert found.weights[2] >= 0.25 - 1e-4


async def test_groups_that_leave_nothing_name_the_one_that_has_to_give_least(
    library: Optimizer, returns: np.ndarray
) -> None:
    """OP-20"""
    groups = (
        GroupLimit(name="quiet", labels=("b", "d"), most=0.3),
        GroupLimit(name="loud", labels=("a", "c"), most=0.4),
    )
    with pytest.raises(InfeasibleError) as caught:
        await library.solve(problem(returns, groups=groups))
    assert caught.value.relaxation in {"raise it to 0.6 at least", "raise it to 0.7 at least"}


async def test_limits_that_only_help_together_are_all_named(library: Optimizer, returns: np.ndarray) -> None:
    """OP-21"""
    groups = tuple(GroupLimit(name=name, labels=(name,), least=0.6) for name in "abc")
    with pytest.raises(InfeasibleError) as caught:
        await library.solve(problem(returns, groups=groups))
    assert caught.value.binding.count(" at least") >= 2


async def test_a_formula_that_cannot_keep_a_group_says_so(library: Optimizer, returns: np.ndarray) -> None:
    """OP-22"""
    groups = (GroupLimit(name="quiet", labels=("b", "d"), most=0.1),)
    with pytest.raises(SolverFailedError, match=r"cannot keep quiet 0\.1 at most"):
        await library.solve(problem(returns, objective="inverse_volatility", groups=groups))


async def test_risk_parity_gives_each_the_same_share(library: Optimizer, returns: np.ndarray) -> None:
    """OP-23"""
    weights = np.array((await library.solve(problem(returns, objective="risk_parity"))).weights)
    parts = weights * (np.cov(returns, rowvar=False) @ weights)
    assert parts / parts.sum() == pytest.approx(np.full(4, 0.25), abs=1e-3)


async def test_no_ratio_is_best_when_nothing_earns(library: Optimizer, returns: np.ndarray) -> None:
    """OP-24"""
    with pytest.raises(NotEnoughDataError, match="risk-free rate"):
        await library.solve(problem(returns - 0.01, objective="maximum_ratio"))


async def test_shrinking_the_covariance_evens_the_weights(
    library: Optimizer, rng: np.random.Generator
) -> None:
    """OP-25"""
    few = rng.normal(0, 0.01, (30, 10))
    plain = await library.solve(problem(few))
    shrunk = await library.solve(problem(few, covariance="ledoit_wolf"))
    assert np.std(shrunk.weights) < np.std(plain.weights)


async def test_fifty_things_are_weighed(library: Optimizer, rng: np.random.Generator) -> None:
    """OP-26"""
    values = rng.normal(0.0003, 0.01, (1000, 50))
    days = np.datetime64("2020-01-01") + np.arange(1000)
    wide = Panel(days, tuple(f"f{at}" for at in range(50)), values)
    found = await library.solve(WeightProblem(wide, WeightGoal()))
    assert len(found.weights) == 50
    assert found.risk < values.std(axis=0).min()
