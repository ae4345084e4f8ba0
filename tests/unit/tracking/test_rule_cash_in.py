from collections.abc import Callable

import numpy as np
import pytest

from ballast_core.shared.series import Series
from ballast_core.tracking.entities import Snapshot
from ballast_core.tracking.rules import cash_in, flows, time_weighted_returns

type MakeSnapshot = Callable[..., Snapshot]

DAYS = np.array(["2026-01-02", "2026-02-02", "2026-03-02"], dtype="datetime64[D]")


def test_cash_in_is_what_snapshots_state_by_day(make_snapshot: MakeSnapshot) -> None:
    snapshots = [
        make_snapshot("2026-01-02", cash_in=10_000),
        make_snapshot("2026-02-02", sequence=1),
        make_snapshot("2026-03-02", sequence=2, cash_in=15_000),
        make_snapshot("2026-03-02", sequence=3, cash_in=12_000),
    ]
    stated = cash_in(snapshots)
    assert stated.days.astype(str).tolist() == ["2026-01-02", "2026-03-02"]
    assert stated.values.tolist() == [10_000, 12_000]


def test_no_statement_is_no_cash_in_and_no_flow() -> None:
    assert len(cash_in([])) == 0
    assert flows(DAYS, cash_in([])).tolist() == [0, 0, 0]


def test_the_first_statement_is_the_capital_to_begin_with() -> None:
    stated = Series(DAYS[1:], np.array([10_000.0, 12_000.0]))
    assert flows(DAYS, stated).tolist() == [0, 0, 2_000]


def test_money_counts_on_the_first_day_that_has_a_value_after_it() -> None:
    stated = Series(np.array(["2025-01-01", "2026-02-20"], dtype="datetime64[D]"), np.array([1.0, 3.0]))
    assert flows(DAYS, stated).tolist() == [0, 0, 2]


def test_money_paid_in_is_not_a_gain() -> None:
    returns = time_weighted_returns(np.array([100.0, 160.0, 176.0]), np.array([0.0, 50.0, 0.0]))
    assert returns == pytest.approx([0.1, 0.1])


def test_without_flows_returns_are_simple_ones() -> None:
    returns = time_weighted_returns(np.array([100.0, 90.0, 0.0, 5.0]), np.zeros(4))
    assert returns == pytest.approx([-0.1, -1, np.nan], nan_ok=True)
