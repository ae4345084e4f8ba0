"""Rules of research: measures of risk beside those of a library, contracts, limits and shares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skfolio import measures

from ballast_core.research import (
    GroupLimit,
    RiskMeasure,
    WeightGoal,
    WeightProblem,
    broken,
    limits_of,
    risk_of,
    variance_shares,
    whole_contracts,
)
from ballast_core.shared.panel import Panel

LIBRARY = {
    RiskMeasure.VARIANCE: lambda r: np.sqrt(measures.variance(r)),
    RiskMeasure.SEMI_VARIANCE: lambda r: np.sqrt(measures.semi_variance(r)),
    RiskMeasure.MEAN_ABSOLUTE_DEVIATION: measures.mean_absolute_deviation,
    RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT: lambda r: measures.first_lower_partial_moment(
        r, min_acceptable_return=0.0
    ),
    RiskMeasure.CVAR: measures.cvar,
    RiskMeasure.EVAR: measures.evar,
    RiskMeasure.WORST_REALIZATION: measures.worst_realization,
    RiskMeasure.CDAR: lambda r: measures.cdar(drawdowns(r)),
    RiskMeasure.MAX_DRAWDOWN: lambda r: measures.max_drawdown(drawdowns(r)),
    RiskMeasure.AVERAGE_DRAWDOWN: lambda r: measures.average_drawdown(drawdowns(r)),
    RiskMeasure.ULCER_INDEX: lambda r: measures.ulcer_index(drawdowns(r)),
    RiskMeasure.GINI_MEAN_DIFFERENCE: measures.gini_mean_difference,
}
small = st.floats(-0.05, 0.05, allow_subnormal=False)


def drawdowns(returns: np.ndarray) -> np.ndarray:
    """Return what the library measures: running sums below their peak, the start at 0 a peak too."""
    total = np.cumsum(returns)
    return total - np.maximum(np.maximum.accumulate(total), 0)


@pytest.mark.parametrize("measure", list(RiskMeasure))
def test_each_measure_is_that_of_the_library(measure: RiskMeasure, rng: np.random.Generator) -> None:
    returns = rng.normal(0.0005, 0.01, 777)
    found = risk_of(returns, WeightGoal(risk=measure))
    assert found == pytest.approx(float(LIBRARY[measure](returns)), rel=2e-5)


def test_cvar_of_twenty_days_is_the_worst_of_them() -> None:
    returns = np.linspace(-0.19, 0.0, 20)
    assert risk_of(returns, WeightGoal(risk=RiskMeasure.CVAR)) == pytest.approx(0.19)


@given(arrays(np.float64, 40, elements=small))
def test_evar_is_between_cvar_and_the_worst(returns: np.ndarray) -> None:
    cvar, evar, worst = (
        risk_of(returns, WeightGoal(risk=risk))
        for risk in (RiskMeasure.CVAR, RiskMeasure.EVAR, RiskMeasure.WORST_REALIZATION)
    )
    assert cvar - 1e-6 <= evar <= worst + 1e-6


@given(arrays(np.float64, 40, elements=small), st.floats(0.1, 10))
def test_every_measure_grows_with_the_returns(returns: np.ndarray, by: float) -> None:
    for measure in RiskMeasure:
        goal = WeightGoal(risk=measure)
        assert risk_of(by * returns, goal) == pytest.approx(by * risk_of(returns, goal), rel=1e-6, abs=1e-9)


@given(
    arrays(np.float64, 5, elements=st.floats(0, 20)),
    arrays(np.float64, 5, elements=st.floats(500, 5_000)),
)
def test_whole_contracts_never_need_more_than_what_exact_ones_need(
    exact: np.ndarray, units: np.ndarray
) -> None:
    capital = float(exact @ units)
    contracts = whole_contracts(exact, units, capital)
    assert contracts @ units <= capital + 1e-3
    assert (np.abs(contracts - exact) <= 1).all()


def test_half_a_contract_is_rounded_up_where_the_capital_is_enough() -> None:
    assert whole_contracts(np.array([1.6, 2.4]), np.array([1_000.0, 1_000.0]), 4_000).tolist() == [2, 2]
    assert whole_contracts(np.array([1.6, 2.4]), np.array([1_000.0, 1_000.0]), 3_500).tolist() == [1, 2]


def test_shares_of_variance_sum_to_1(rng: np.random.Generator) -> None:
    shares = variance_shares(rng.normal(size=(100, 3)), np.array([0.5, 0.3, 0.2]))
    assert shares.sum() == pytest.approx(1)


def test_a_broken_limit_is_named() -> None:
    days = np.arange("2024-01-01", "2024-01-04", dtype="datetime64[D]")
    panel = Panel(days, ("a", "b"), np.array([[0.1, 0.2], [0.0, 0.1], [0.2, 0.0]]))
    goal = WeightGoal(groups=(GroupLimit(name="half", labels=("a",), most=0.5),))
    problem = WeightProblem(panel, goal)
    assert [limit.name for limit in limits_of(problem)] == ["0 of each at least", "half 0.5 at most"]
    assert broken(problem, np.array([0.6, 0.4])) == "half 0.5 at most"
    assert broken(problem, np.array([0.5, 0.5])) == ""
    assert broken(problem, np.array([0.4, 0.4])) == "weights sum to 1"
