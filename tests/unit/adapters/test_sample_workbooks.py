"""Invented workbooks have the layout and the quirks of real ones."""

from datetime import date

import numpy as np
import pytest

from ballast_adapters.sample.workbooks import WorkbookSpec, make_book, make_workbook
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import ContractSpec, Rows, TradeBook, read_trades
from ballast_core.trades.parsing import overlapping
from ballast_core.trades.parsing.reconcile import reconcile

POINT_VALUES = {"MES": 5.0, "MNQ": 2.0, "M2K": 5.0, "CD": 100_000.0}
TABLE = {name: ContractSpec(symbol=name, point_value=value) for name, value in POINT_VALUES.items()}


def sheet(name: str, spec: WorkbookSpec = WorkbookSpec(is_open=True)) -> Rows:  # noqa: B008 -- frozen
    return CalamineSheets().read(spec.name, make_workbook(spec))[name]


def book(**given: object) -> TradeBook:
    return make_book(WorkbookSpec(**given))  # type: ignore[arg-type]  # fields by their names


def test_the_header_is_in_row_3_between_empty_rows() -> None:
    rows = sheet("Trades List")
    assert [row[0] for row in rows[:5]] == ["TradeStation Trades List", "", "#", "", 1.0]
    assert not any(rows[1])
    assert not any(rows[3])


def test_an_open_trade_ends_the_list_with_text_in_its_numbers() -> None:
    rows = sheet("Trades List")
    assert rows[-1][1:5:2] == ["Sell", "n/a"]
    assert rows[-1][2] == "Open"
    assert rows[-1][6:8] == ["n/a", "n/a"]
    assert rows[-2][7:9] == ["n/a", "n/a"]


def test_days_come_newest_first_with_a_rolling_block_below() -> None:
    rows = sheet("Daily")
    days = [row[0] for row in rows if type(row[0]) is date]
    assert days == sorted(days, reverse=True)
    titles = [row[0] for row in rows if isinstance(row[0], str) and "Analysis" in row[0]]
    assert titles == ["Mark-To-Market Period Analysis:", "Mark-To-Market Rolling Period Analysis:"]
    assert " - " in str(rows[-1][0])


def test_settings_hold_the_symbol_and_the_last_bar() -> None:
    rows = sheet("Settings")
    values = {row[0]: row[1] for row in rows}
    assert (values["Symbol"], values["Interval"]) == ("@MES", "15 min.")
    assert values["End Date/Time"] == date(2021, 1, 5)


def test_sundays_inside_a_position_are_marked_and_saturdays_are_0() -> None:
    daily = book(style="reversal", trades=8).daily
    assert daily
    weekday = (daily.days.astype(np.int64) + 3) % 7
    assert (daily.profit[weekday == 5] == 0).all()
    assert (daily.profit[weekday == 6] != 0).any()


def test_a_reversal_enters_where_it_left() -> None:
    trades = book(style="reversal").trades
    assert (trades.entry_at[1:] == trades.exit_at[:-1]).all()
    assert (trades.side[1:] == -trades.side[:-1]).all()


def test_without_a_loser_all_trades_win() -> None:
    trades = book(no_loser=True).trades
    assert (trades.net > 0).all()


@pytest.mark.parametrize("given", [{"at_once": 3}, {"scale_out": True}])
def test_several_positions_are_open_at_once_when_asked_for(given: dict[str, object]) -> None:
    assert overlapping(book(**given).trades).any()
    assert not overlapping(book().trades).any()


def test_a_truncated_sheet_lacks_its_first_half() -> None:
    whole, cut = book().daily, book(daily="truncated").daily
    assert whole
    assert cut
    assert cut.days.tolist() == whole.days[whole.days.size // 2 :].tolist()


def test_the_demonstration_has_some_thousand_trades_and_nothing_to_complain_of() -> None:
    files = {name: CalamineSheets().read(name, made) for name, made in sample_workbooks().items()}
    read = [read_trades(name, cells) for name, cells in files.items()]
    assert {one.facts.symbol for one in read} == POINT_VALUES.keys()
    assert 2_500 < sum(len(one.book.trades) for one in read) < 3_500
    assert {finding.rule for one in read for finding in reconcile(one, TABLE)} == {"trades.open"}


def test_fewer_days_make_a_smaller_demonstration() -> None:
    small = sample_workbooks(days=120)
    assert len(small) == 5
    assert max(map(len, small.values())) < 60_000


def test_more_trades_than_the_days_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="40 days of 60 minutes hold no 900 trades"):
        book(days=40, minutes=60, trades=900)
