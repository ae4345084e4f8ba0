"""Starts on every day, by figures worked out by hand and by trying each."""

import numpy as np
import pytest

from ballast_core.trades.rules.start_dates import NEVER, profits_after, starts


def test_each_start_has_its_own_falls_and_way_to_profit() -> None:
    found = starts(np.array([10.0, -30.0, 5.0, 40.0]))
    assert found.profit.tolist() == [25.0, 15.0, 45.0, 40.0]
    assert found.worst_drawdown.tolist() == [-30.0, -30.0, 0.0, 0.0]
    assert found.worst_loss.tolist() == [-20.0, -30.0, 0.0, 0.0]
    assert found.to_profit.tolist() == [1, 3, 1, 1]
    assert found.to_safety.tolist() == [4, 3, 1, 1]


def test_a_start_that_never_earns_is_told_so() -> None:
    found = starts(np.array([-1.0, -1.0, 0.0]))
    assert found.to_profit.tolist() == [NEVER] * 3
    assert found.to_safety.tolist() == [NEVER] * 3


def test_trying_every_start_comes_to_the_same() -> None:
    profit = np.random.default_rng(5).normal(0.3, 10, 80).round()
    found = starts(profit)
    for at in range(80):
        level = np.concatenate([[0.0], np.cumsum(profit[at:])])
        above = np.flatnonzero(level > 0)
        under = np.flatnonzero(level <= 0)[-1]
        assert found.worst_drawdown[at] == pytest.approx((level - np.maximum.accumulate(level)).min())
        assert found.worst_loss[at] == level.min()
        assert found.to_profit[at] == (above[0] if above.size else NEVER)
        assert found.to_safety[at] == (under + 1 if under < level.size - 1 else NEVER)


def test_what_was_earned_and_lost_again_is_no_loss() -> None:
    profit = np.array([0.1, 0.2, 0.3, -0.6, 0.7])
    assert profits_after(profit, 4)[0] == 0.0
    assert starts(profit).to_safety[0] == 5
    assert starts(np.array([-0.3, 0.1, 0.2])).worst_loss.tolist() == [-0.3, 0.0, 0.0]
    assert starts(np.array([0.6, -0.1, -0.2, -0.3])).worst_loss[0] == 0.0


def test_profit_after_some_days_needs_so_many() -> None:
    profit = np.array([1.0, 2.0, 3.0])
    assert profits_after(profit, 2).tolist() == [3.0, 5.0]
    assert profits_after(profit, 4).size == 0
