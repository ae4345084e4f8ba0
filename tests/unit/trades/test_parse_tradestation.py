"""Workbooks of TradeStation's become columns."""

import numpy as np
import pytest
from tests.unit.trades.rows import DAILY, LIST, NAME, SETTINGS, at, sheets

from ballast_core.trades import BadWorkbookError, Source
from ballast_core.trades.parsing import parse_tradestation, read_trades


def test_trades_are_read_in_pairs_of_rows() -> None:
    trades = parse_tradestation(NAME, sheets()).book.trades
    assert trades.number.tolist() == [1, 2, 3]
    assert trades.side.tolist() == [1, -1, 1]
    assert trades.contracts.tolist() == [1, 1, 1]
    assert trades.entry_price.tolist() == [5000, 5010, 5000]
    assert trades.exit_price.tolist() == [5010, 5014, 5004]
    assert trades.gross[:2].tolist() == [50, -20]
    assert trades.net[:2].tolist() == [43, -27]
    assert trades.commission.tolist() == [2, 2, 1]
    assert trades.slippage.tolist() == [5, 5, 2.5]


def test_an_open_trade_has_no_exit_and_no_profit() -> None:
    trades = parse_tradestation(NAME, sheets()).book.trades
    assert trades.closed.tolist() == [True, True, False]
    assert np.isnat(trades.exit_at[2])
    assert np.isnan([trades.gross[2], trades.net[2]]).all()
    assert trades.signals[trades.exit_signal[2]] == ""


def test_daily_marks_are_read_oldest_first_without_the_rolling_block() -> None:
    daily = parse_tradestation(NAME, sheets()).book.daily
    assert daily is not None
    assert daily.days.astype(str).tolist() == [f"2024-03-0{day}" for day in (4, 5, 6, 7, 8)]
    assert daily.profit.tolist() == [30, 8, -22, 11.5, 5]


def test_settings_say_what_the_name_shortens() -> None:
    facts = parse_tradestation(NAME, sheets()).facts
    assert (facts.source, facts.symbol, facts.symbol_text) == (Source.TRADESTATION, "MES", "@MES")
    assert (facts.interval, facts.interval_minutes) == ("15 min.", 15)
    assert (facts.strategy, facts.strategy_text) == ("Trend", "Trend-MES(On)")
    assert facts.last_bar == at(8, 17)
    assert (facts.commission, facts.slippage, facts.display_periods) == (1, 2.5, 4000)


def test_sheets_are_told_by_their_content() -> None:
    made = sheets()
    renamed = {"List": made[LIST], "daily": made[DAILY], "Setup": made[SETTINGS], "Notes": [["mine"]]}
    assert read_trades(NAME, renamed).facts == read_trades(NAME, made).facts


def test_what_is_no_list_of_trades_is_refused_with_the_header_that_is_looked_for() -> None:
    with pytest.raises(BadWorkbookError, match=r"no header .* was found, such as `#`, `Type`"):
        read_trades(NAME, {"Sheet1": [["a", "b"], [1.0, 2.0]]})
