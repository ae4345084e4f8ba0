"""Statistics of closed trades, by figures worked out by hand."""

import numpy as np
import pytest
from tests.trade_columns import columns, trade_statistics

from ballast_core.trades.rules.tally import longest_run


def test_sums_counts_and_averages_follow_from_the_nets() -> None:
    found = trade_statistics(columns([100.0, -50.0, 0.0, 300.0]))
    assert (found.closed_trades, found.winning_trades, found.losing_trades, found.even_trades) == (4, 2, 1, 1)
    assert (found.net_profit, found.gross_profit, found.gross_loss) == (350.0, 400.0, -50.0)
    assert (found.profit_factor, found.win_rate, found.average_trade) == (8.0, 0.5, 87.5)
    assert (found.average_win, found.average_loss, found.payoff_ratio) == (200.0, -50.0, 4.0)
    assert (found.largest_win, found.largest_loss, found.expectancy) == (300.0, -50.0, 1.75)


def test_without_a_trade_counts_are_zero_and_ratios_nothing() -> None:
    found = trade_statistics(columns([]))
    assert (found.closed_trades, found.net_profit, found.longest_win_streak, found.commission) == (0, 0, 0, 0)
    undefined = ("profit_factor", "win_rate", "average_trade", "largest_win", "trade_deviation")
    assert [getattr(found, name) for name in undefined] == [None] * 5
    assert (found.closed_drawdown, found.closed_drawdown_at, found.average_days_held) == (None, None, None)


def test_without_a_loser_what_divides_by_losses_is_undefined() -> None:
    found = trade_statistics(columns([100.0, 200.0]))
    assert (found.profit_factor, found.payoff_ratio, found.expectancy, found.largest_loss) == (None,) * 4
    assert (found.closed_drawdown, found.win_rate) == (0.0, 1.0)


def test_one_trade_has_no_deviation() -> None:
    assert trade_statistics(columns([100.0])).trade_deviation is None


def test_an_open_trade_does_not_count() -> None:
    found = trade_statistics(columns([100.0, 999.0], exits=["2024-01-02", ""]))
    assert (found.closed_trades, found.net_profit) == (1, 100.0)


def test_streaks_go_by_the_time_of_exit() -> None:
    exits = ["2024-01-05", "2024-01-02", "2024-01-03", "2024-01-04"]
    found = trade_statistics(columns([1.0, 1.0, -1.0, 1.0], exits=exits))
    assert (found.longest_win_streak, found.longest_loss_streak) == (2, 1)


def test_trades_that_end_together_are_summed_before_a_fall_is_measured() -> None:
    together = columns([100.0, -80.0, 50.0], exits=["2024-01-02", "2024-01-03", "2024-01-03"])
    assert trade_statistics(together).closed_drawdown == -30.0


def test_the_start_counts_as_a_peak_of_closed_profit() -> None:
    found = trade_statistics(columns([-40.0, 10.0], exits=["2024-01-02T09:30", "2024-01-03"]))
    assert found.closed_drawdown == -40.0
    assert str(found.closed_drawdown_at) == "2024-01-02 09:30:00"


def test_a_profit_that_never_fell_has_no_time_of_its_deepest_fall() -> None:
    found = trade_statistics(columns([40.0, 10.0]))
    assert (found.closed_drawdown, found.closed_drawdown_at) == (0.0, None)


def test_only_the_trades_that_are_meant_count() -> None:
    trades = columns([100.0, -50.0, 30.0], side=[1, -1, 1])
    assert trade_statistics(trades, trades.side == -1).net_profit == -50.0


def test_a_missing_excursion_is_left_out() -> None:
    found = trade_statistics(columns([1.0, 2.0], drawdown=[np.nan, -7.0], run_up=[5.0, np.nan]))
    assert (found.worst_trade_drawdown, found.best_trade_run_up) == (-7.0, 5.0)


@pytest.mark.parametrize(("marks", "longest"), [("", 0), ("...", 0), ("xx.x", 2), (".xxx", 3), ("xxxx", 4)])
def test_the_longest_run_is_found_wherever_it_lies(marks: str, longest: int) -> None:
    assert longest_run(np.array([mark == "x" for mark in marks], np.bool_)) == longest
