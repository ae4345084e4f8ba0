"""Holdings files: blocks, lots, tags, repairs, and the trade log."""

from datetime import date
from decimal import Decimal

import pytest

from ballast_core.tracking.entities import HoldingsContent, Parsed, Snapshot, model_id, snapshot_id
from ballast_core.tracking.parsing import parse_holdings

MODEL = model_id("naz100_pine")
FIRST = "TradeDate: 2013-1-2\ncumulativecashin: 10000\n"
FIRST += "stocks: MU MU CASH\nshares: 10 5 303.51\nbuyprice: 6.5 7 1.0\n"
LAST = "TradeDate: 2013-04-01\nstocks: A CASH\nshares: 1 2\nbuyprice: 3 1.\n"


def read(body: str) -> Parsed[HoldingsContent]:
    return parse_holdings(("[Holdings]\n" + body).encode(), model=MODEL)


def only(body: str) -> Snapshot:
    (snapshot,) = read(body).content.snapshots
    return snapshot


def rules(parsed: Parsed[HoldingsContent]) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.rule) for finding in parsed.findings]


def block(stocks: str, shares: str, prices: str) -> str:
    return f"TradeDate: 2013-05-01\nstocks: {stocks}\nshares: {shares}\nbuyprice: {prices}\n"


def lots(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    return [(lot.ticker, str(lot.shares), str(lot.purchase_price)) for lot in snapshot.lots]


def test_a_block_is_a_snapshot_with_its_lots_in_order() -> None:
    parsed = read(FIRST)
    (snapshot,) = parsed.content.snapshots
    assert lots(snapshot) == [("MU", "10", "6.5"), ("MU", "5", "7"), ("CASH", "303.51", "1.0")]
    assert (snapshot.day, snapshot.sequence, snapshot.line) == (date(2013, 1, 2), 0, 2)
    assert snapshot.cash_in_total == 10000
    assert snapshot.total_value == Decimal("403.51")
    assert (parsed.findings, parsed.lines, parsed.rejected) == ((), 6, 0)


def test_a_snapshot_is_known_by_model_day_and_sequence() -> None:
    _, second = read(FIRST + LAST).content.snapshots
    assert second.id == snapshot_id(MODEL, date(2013, 4, 1), 1)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("between", ["", "\n", "\n# switch to sp500_pine method\n\n"])
def test_blocks_need_no_blank_line_between_them_and_no_certain_end_of_line(end: str, between: str) -> None:
    parsed = read((FIRST + between + LAST).replace("\n", end))
    assert [snapshot.day for snapshot in parsed.content.snapshots] == [date(2013, 1, 2), date(2013, 4, 1)]
    assert parsed.findings == ()


def test_a_block_that_is_commented_out_is_not_there() -> None:
    parsed = read(FIRST + "#TradeDate: 2018-04-30\n#stocks: X CASH\n#shares: 1 1\n#buyprice: 1 1\n")
    assert len(parsed.content.snapshots) == 1
    assert parsed.findings == ()


def test_keys_may_have_any_case_and_tickers_become_capitals() -> None:
    snapshot = only("TRADEDATE : 2013-5-1\nStocks:\tmu Cash\nSHARES: 1\t2\nBuyPrice: 3 1\n")
    assert [lot.ticker for lot in snapshot.lots] == ["MU", "CASH"]


def test_cash_may_be_negative() -> None:
    assert only(block("MU CASH", "1 -130", "5 1")).total_value == -125


def test_shares_may_be_written_as_fractions() -> None:
    assert lots(only(block("MU CASH", "589.0 61.", "5 1"))) == [("MU", "589.0", "5"), ("CASH", "61", "1")]


def test_the_last_list_of_a_block_counts_and_a_change_is_said() -> None:
    parsed = read(FIRST + "shares: 1 2 3\nbuyprice: 6.5  7   1.0\n")
    assert [lot.shares for lot in parsed.content.snapshots[0].lots] == [1, 2, 3]
    assert rules(parsed) == [(7, "holdings.repeated_line")]


def test_a_day_with_its_year_last_is_read_and_doubted() -> None:
    parsed = read(FIRST.replace("2013-1-2", "1-2-2013"))
    assert parsed.content.snapshots[0].day == date(2013, 1, 2)
    assert rules(parsed) == [(2, "holdings.year_last")]


@pytest.mark.parametrize("written", ["2013-02-30", "soon", "", "13-1-2", "2013-1-2 noon"])
def test_a_block_without_a_day_is_lost_and_its_lists_touch_no_other(written: str) -> None:
    parsed = read(FIRST + f"TradeDate: {written}\nstocks: X CASH\nshares: 1 1\nbuyprice: 1 1\n" + LAST)
    assert [snapshot.sequence for snapshot in parsed.content.snapshots] == [0, 2]
    assert rules(parsed) == [(7, "holdings.bad_date")]
    assert parsed.rejected == 1


def test_a_trade_date_that_lost_its_colon_still_begins_a_block() -> None:
    assert len(read(FIRST + LAST.replace("TradeDate:", "TradeDate")).content.snapshots) == 2


def test_blocks_of_one_day_are_both_kept_and_said() -> None:
    parsed = read(LAST + LAST)
    assert len({snapshot.id for snapshot in parsed.content.snapshots}) == 2
    assert rules(parsed) == [(6, "holdings.repeated_date")]


def test_a_block_that_goes_back_in_time_is_kept_and_said() -> None:
    parsed = read(LAST + FIRST)
    assert [snapshot.day.month for snapshot in parsed.content.snapshots] == [4, 1]
    assert rules(parsed) == [(6, "holdings.date_order")]


def test_a_stray_price_before_that_of_cash_is_dropped_and_said() -> None:
    parsed = read(block("MU AMD CASH", "1 2 3", "6.5 7.5   3 1"))
    assert [str(lot.purchase_price) for lot in parsed.content.snapshots[0].lots] == ["6.5", "7.5", "1"]
    assert rules(parsed) == [(2, "holdings.length_repaired")]


def test_a_stray_price_at_the_end_is_dropped_where_cash_stands_right() -> None:
    parsed = read(block("MU CASH AMD", "1 2 3", "6.5 1.0 7.5 9"))
    assert [str(lot.purchase_price) for lot in parsed.content.snapshots[0].lots] == ["6.5", "1.0", "7.5"]


@pytest.mark.parametrize(
    ("stocks", "shares", "prices"),
    [
        ("MU CASH", "1 2", "1"),
        ("MU CASH", "1", "5 1"),
        ("MU CASH", "1 2 3", "5 1"),
        ("MU CASH", "1 2 3", "5 4 1"),
        ("MU AMD", "1 2", "5 6 7"),
        ("MU CASH AMD", "1 2 3", "5 6 7 8"),
    ],
)
def test_lists_that_cannot_be_matched_cost_their_block(stocks: str, shares: str, prices: str) -> None:
    parsed = read(block(stocks, shares, prices) + FIRST.replace("2013", "2014"))
    assert [snapshot.sequence for snapshot in parsed.content.snapshots] == [1]
    assert rules(parsed) == [(2, "holdings.length_mismatch")]
    assert parsed.rejected == 1


@pytest.mark.parametrize("key", ["stocks", "shares", "buyprice"])
def test_a_block_that_lacks_a_list_is_lost(key: str) -> None:
    parsed = read("\n".join(line for line in LAST.splitlines() if not line.startswith(key)))
    assert parsed.content.snapshots == ()
    assert rules(parsed) == [(2, "holdings.missing_list")]


@pytest.mark.parametrize(
    ("stocks", "shares", "prices"),
    [
        ("MU CASH", "x 2", "1 1"),
        ("MU CASH", "nan 2", "1 1"),
        ("MU CASH", "1E999999 2", "1 1"),
        ("MU CASH", "1 2", "inf 1"),
        ("MU CASH", "1 2", "-5 1"),
        ("MU CASH", "1 2", "1,872.01 1"),
        ("M\x00U CASH", "1 2", "5 1"),
        ("M$U CASH", "1 2", "5 1"),
        ("MU CASH", "1_0 2", "5 1"),
    ],
)
def test_a_lot_that_cannot_be_one_costs_its_block(stocks: str, shares: str, prices: str) -> None:
    parsed = read(block(stocks, shares, prices))
    assert parsed.content.snapshots == ()
    assert rules(parsed) == [(2, "holdings.bad_lot")]


def test_a_portfolio_without_cash_is_kept_and_said() -> None:
    parsed = read(block("MU", "1", "5"))
    assert len(parsed.content.snapshots) == 1
    assert rules(parsed) == [(2, "holdings.no_cash")]


def test_cash_that_costs_something_else_than_1_is_kept_and_doubted() -> None:
    assert rules(read(block("MU CASH", "1 2", "5 3"))) == [(2, "holdings.cash_price")]


def test_a_short_position_is_kept_and_doubted() -> None:
    assert rules(read(block("MU CASH", "-1 2", "5 1"))) == [(2, "holdings.negative_shares")]


def test_a_tag_belongs_to_its_block_and_is_not_carried_on() -> None:
    tagged = LAST.replace("stocks", "trading_model: naz100_hma\nstocks")
    snapshots = read(FIRST + tagged + LAST.replace("04-01", "05-01")).content.snapshots
    assert [snapshot.active_sub_model for snapshot in snapshots] == [None, "naz100_hma", None]


def test_a_tag_at_the_end_of_the_file_belongs_to_the_last_block() -> None:
    snapshots = read(FIRST + LAST + "\ntrading_model: cash").content.snapshots
    assert [snapshot.active_sub_model for snapshot in snapshots] == [None, "cash"]


def test_a_tag_or_cash_in_that_cannot_be_one_is_dropped_and_said() -> None:
    parsed = read(LAST + "trading_model: ../x\ncumulativecashin: much\n")
    assert parsed.content.snapshots[0].active_sub_model is None
    assert parsed.content.snapshots[0].cash_in_total is None
    assert rules(parsed) == [(6, "holdings.bad_tag"), (7, "holdings.bad_cash_in")]


def test_the_commission_is_known_and_not_needed() -> None:
    assert read(LAST + "commissons: 69.30000000000001\n").findings == ()


def test_a_comment_may_follow_a_value() -> None:
    assert read(LAST.replace("CASH\n", "CASH # moved\n").replace("04-01\n", "04-01 # or 02\n")).findings == ()


@pytest.mark.parametrize("line", ["hello", "weights: 1 2", "[Other]", "stocks A B", "\x00"])
def test_an_unknown_line_costs_one_finding_and_not_the_block(line: str) -> None:
    parsed = read(LAST + line + "\n")
    assert len(parsed.content.snapshots) == 1
    assert rules(parsed) == [(6, "holdings.unknown_line")]
    assert parsed.rejected == 0


def test_a_list_before_any_trade_date_is_left_out() -> None:
    parsed = read("stocks: A\n" + LAST)
    assert len(parsed.content.snapshots) == 1
    assert rules(parsed) == [(2, "holdings.outside_block")]


def test_the_table_of_a_fresh_store_has_no_day_and_is_said_once() -> None:
    parsed = parse_holdings(
        b"stocks\tshares\tbuyprice\tranks\nCASH\t10000\t1.00\t1\ntrading_model: cash", model=MODEL
    )
    assert parsed.content == HoldingsContent((), ())
    assert rules(parsed) == [(None, "holdings.no_header"), (1, "holdings.undated_table")]


def test_blocks_after_a_table_are_read() -> None:
    assert len(read("stocks\tshares\tbuyprice\nCASH\t1\t1\n" + LAST).content.snapshots) == 1


def test_an_empty_file_is_empty_and_said() -> None:
    parsed = parse_holdings(b"", model=MODEL)
    assert parsed.content == HoldingsContent((), ())
    assert rules(parsed) == [(None, "holdings.no_header")]


def test_info_lines_are_the_trade_log_with_their_block_s_day() -> None:
    parsed = read(LAST + "info:  Sell ATVI -185.0 at 37.14\nifno:  buy   9 NFLX  at $129.74\n")
    sell, buy = parsed.content.trade_log
    assert (sell.action, sell.ticker, sell.shares, sell.price) == ("sell", "ATVI", 185, Decimal("37.14"))
    assert (buy.action, buy.ticker, buy.shares, buy.price) == ("buy", "NFLX", 9, Decimal("129.74"))
    assert (sell.day, sell.line, buy.line) == (date(2013, 4, 1), 6, 7)
    assert parsed.findings == ()


def test_a_trade_that_cannot_be_read_is_kept_as_a_note_and_said() -> None:
    parsed = read(
        LAST
        + "info: sell SGEN at close on 6-9-23-23 last trading date\ninfo:  first month with HMA choices\n"
    )
    assert [entry.action for entry in parsed.content.trade_log] == ["note", "note"]
    assert rules(parsed) == [(6, "holdings.unread_trade")]


def test_an_info_line_of_a_lost_block_needs_a_day_of_its_own() -> None:
    parsed = read("TradeDate: soon\ninfo: Sell A -1 2\ninfo: Sell 2013-05-02 A -1 2\n")
    assert [entry.day for entry in parsed.content.trade_log] == [date(2013, 5, 2)]
    assert rules(parsed) == [(2, "holdings.bad_date"), (3, "holdings.undated_info")]
