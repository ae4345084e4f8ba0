"""Other costs, by figures worked out by hand."""

import numpy as np
import pytest
from tests.trade_columns import columns

from ballast_core.trades.rules.costs import OtherCosts, break_even, saved_by_day, with_costs

TRADES = columns(
    [94.0, -106.0, 0.0],
    exits=["2024-01-03", "2024-01-03", ""],
    entries=["2024-01-01", "2024-01-02", "2024-01-03"],
    commission=[2.0, 2.0, 1.0],
    slippage=[4.0, 4.0, 2.0],
    contracts=[1.0, 2.0, 1.0],
)


def test_the_costs_of_the_file_change_nothing() -> None:
    same = with_costs(TRADES, OtherCosts())
    assert same.net[:2].tolist() == [94.0, -106.0]


def test_a_cost_is_paid_for_each_side_of_each_contract() -> None:
    dear = with_costs(TRADES, OtherCosts(commission=5.0))
    assert dear.commission.tolist() == [10.0, 20.0, 5.0]
    assert dear.net[:2].tolist() == [86.0, -124.0]
    assert dear.gross[:2].tolist() == TRADES.gross[:2].tolist()


def test_what_is_extra_comes_on_top_as_slippage() -> None:
    dear = with_costs(TRADES, OtherCosts(slippage=0.0, extra=1.0))
    assert dear.slippage.tolist() == [2.0, 4.0, 1.0]
    assert dear.net[:2].tolist() == [96.0, -106.0]


def test_a_trade_that_comes_to_nothing_is_neither_won_nor_lost() -> None:
    trade = columns([1.8], gross=[7.5], commission=[1.7], slippage=[4.0])
    even = with_costs(trade, OtherCosts(commission=3.75, slippage=0.0))
    assert even.net.tolist() == [0.0]


def test_each_side_is_paid_on_its_own_day_and_an_open_trade_pays_its_entry() -> None:
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-04"))
    saved = saved_by_day(TRADES, with_costs(TRADES, OtherCosts(commission=0.0)), days)
    assert saved.tolist() == [1.0, 1.0, 1.0 + 1.0 + 1.0]
    closed = with_costs(TRADES, OtherCosts(commission=0.0)).net - TRADES.net
    assert saved.sum() == pytest.approx(np.nansum(closed) + 1.0)


def test_what_lies_outside_the_days_is_left_out() -> None:
    days = np.array(["2024-01-02"], "datetime64[D]")
    assert saved_by_day(TRADES, with_costs(TRADES, OtherCosts(commission=0.0)), days).tolist() == [1.0]


def test_unknown_costs_can_be_replaced() -> None:
    unknown = columns([50.0], commission=[np.nan], slippage=[np.nan], gross=[50.0])
    assert with_costs(unknown, OtherCosts(commission=1.0, slippage=2.0)).net.tolist() == [44.0]


def test_trades_break_even_where_gross_profit_pays_every_side() -> None:
    assert break_even([TRADES]) == pytest.approx((100.0 - 100.0) / 6)
    assert break_even([columns([])]) is None
