"""A workbook that cannot be understood is refused whole, with every fault by its cell."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from tests.unit.trades.harm import Harm, drop, put
from tests.unit.trades.rows import DAILY, HEADER, LIST, NAME, SETTINGS, Grid, at, pair, sheets

from ballast_core.trades import BadWorkbookError
from ballast_core.trades.parsing import ParsedFile, parse_tradestation, read_trades
from ballast_core.trades.parsing.faults import MOST_NAMED


def damaged(*harms: Harm, name: str = NAME) -> ParsedFile:
    made = sheets()
    for harm in harms:
        harm(made)
    return read_trades(name, made)


def refusal(*harms: Harm, name: str = NAME) -> list[tuple[str, str]]:
    with pytest.raises(BadWorkbookError) as refused:
        damaged(*harms, name=name)
    return [(problem.where, problem.what) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        (put(LIST, 5, 5, "5000.25"), "E5", "Price: a number is expected, not the text '5000.25'"),
        (put(LIST, 5, 5, ""), "E5", "Price: a number is expected, but the cell is empty"),
        (put(LIST, 6, 7, "n/a"), "G6", "Profit/Loss: a number is expected in a closed trade"),
        (put(LIST, 5, 8, "43,00"), "H5", "Net Profit: a number is expected, not the text '43,00'"),
        (put(LIST, 6, 8, True), "H6", "Cum Net Profit: a number is expected, not the true or false 'True'"),
        (put(LIST, 5, 8, float("nan")), "H5", "Net Profit: a number is expected, not nan"),
        (put(LIST, 6, 7, float("inf")), "G6", "Profit/Loss: a number is expected, not inf"),
        (
            put(LIST, 6, 10, date(2024, 3, 4)),
            "J6",
            "Drawdown: a number is expected, not the date '2024-03-04'",
        ),
        (put(LIST, 5, 13, "n/a"), "M5", "Comm.: a number is expected in a closed trade"),
        (put(LIST, 5, 3, 45355.375), "C5", "a date is expected, not the number 45355.375"),
        (put(LIST, 5, 3, "3/4/2024 9:00"), "C5", "a date is expected, not the text '3/4/2024 9:00'"),
        (put(LIST, 6, 3, "offline"), "C6", "a date is expected, not the text 'offline'"),
        (put(LIST, 6, 3, time(9, 0)), "C6", "a date is expected, not the time '09:00:00'"),
        (put(LIST, 6, 3, timedelta(hours=30)), "C6", "not the length of time '1 day, 6:00:00'"),
        (put(LIST, 6, 3, datetime.fromisoformat("2400-01-01")), "C6", "a year from 1900 to 2199 is expected"),
        (put(LIST, 6, 3, at(3, 9)), "C6", "the exit is before the entry, 2024-03-04 09:00"),
        (put(LIST, 5, 7, -1.0), "G5", "Contracts: more than 0 is expected, not -1"),
        (put(LIST, 5, 7, 0.0), "G5", "Contracts: more than 0 is expected, not 0"),
        (put(LIST, 7, 1, 1.0), "A7", "#: trade 1 is there twice"),
        (put(LIST, 5, 1, 1e300), "A5", "#: 1e+300 cannot be the number of a trade"),
        (put(LIST, 5, 1, 1.5), "A5", "#: 1.5 cannot be the number of a trade"),
        (put(LIST, 6, 1, 2.0), "A6", "#: an exit row has no number, not 2.0"),
        (put(LIST, 5, 2, "Acheter"), "B5", "'Acheter' is none of Buy, Sell, Sell Short, Buy to Cover"),
        (put(LIST, 6, 2, "Buy to Cover"), "B6", "an exit by 'sell' is expected here, not 'Buy to Cover'"),
        (drop(LIST, 5), "B5", "an exit (Sell) without its entry in the row above"),
        (drop(LIST, 10), "B9", "an entry without its exit in the row below"),
    ],
)
def test_a_damaged_trade_is_named_by_its_cell(harm: Harm, where: str, what: str) -> None:
    found = refusal(harm)
    assert any(place == f"{LIST}!{where}" and what in said for place, said in found), found


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        (put(DAILY, 5, 2, "n/a"), "B5", "Net Profit: a number is expected, not the text 'n/a'"),
        (put(DAILY, 5, 2, ""), "B5", "Net Profit: a number is expected, but the cell is empty"),
        (put(DAILY, 5, 1, "3/7/2024"), "A5", "Period: a date is expected, not the text '3/7/2024'"),
        (put(DAILY, 5, 1, ""), "A5", "Period: a date is expected, but the cell is empty"),
        (put(DAILY, 5, 1, at(7, 9)), "A5", "Period: a day is expected, not 2024-03-07 09:00:00"),
        (put(DAILY, 5, 1, date(2024, 3, 8)), "A5", "the day 2024-03-08 is there twice"),
    ],
)
def test_a_damaged_day_is_named_by_its_cell(harm: Harm, where: str, what: str) -> None:
    assert refusal(harm) == [(f"{DAILY}!{where}", what)]


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        (put(SETTINGS, 7, 2, "today"), "B7", "End date/time: a date is expected, not the text 'today'"),
        (put(SETTINGS, 13, 2, "1,00"), "B13", "Commission: a number is expected, not the text '1,00'"),
        (put(SETTINGS, 16, 2, "all"), "B16", "Display periods: a number is expected, not the text 'all'"),
    ],
)
def test_a_damaged_setting_is_named_by_its_cell(harm: Harm, where: str, what: str) -> None:
    assert refusal(harm) == [(f"{SETTINGS}!{where}", what)]


def test_all_faults_are_named_at_once() -> None:
    found = refusal(
        put(LIST, 5, 5, "x"), put(LIST, 8, 8, ""), put(DAILY, 4, 2, "x"), put(SETTINGS, 13, 2, "x")
    )
    assert [where for where, _ in found] == [f"{LIST}!E5", f"{LIST}!H8", f"{DAILY}!B4", f"{SETTINGS}!B13"]


def test_of_very_many_faults_the_first_are_named_and_the_rest_counted() -> None:
    def ruin(made: dict[str, Grid]) -> None:
        made[LIST][4:] = [
            cells
            for number in range(1, MOST_NAMED + 11)
            for cells in pair(
                number, ("Buy", "Sell"), (at(4, 9), 5000.0), (at(5, 9), 5001.0), (5.0, -2.0, 0.0)
            )
        ]
        for row in made[LIST][4::2]:
            row[4] = "x"

    found = refusal(ruin)
    assert len(found) == MOST_NAMED + 1
    assert found[-1] == ("", "10 more faults that are not named")


def test_a_column_that_is_missing_is_named() -> None:
    assert refusal(put(LIST, 3, 3, "When")) == [(f"{LIST}!A3", "the header has no column `date/time`")]


def test_a_header_in_another_language_is_refused_with_what_is_looked_for() -> None:
    german = ["Nr.", "Typ", "Datum/Zeit", "Signal", "Preis", *HEADER[5:]]
    found = refusal(lambda made: made[LIST].__setitem__(2, ["Kauf", *german[1:5], *["x"] * 9]))
    assert "such as `#`, `Type`, `Date/Time`, `Price`, in English" in found[0][1]


def test_two_lists_of_trades_in_one_workbook_are_refused() -> None:
    def twice(made: dict[str, Grid]) -> None:
        made["List A"], made["List B"] = made[LIST], made.pop(LIST)

    assert refusal(twice) == [
        ("", "several sheets could be the trades list: `List A`, `List B`; leave one of them")
    ]


def test_of_two_lists_the_one_with_the_right_name_counts() -> None:
    assert len(damaged(lambda made: made.update({"Copy": made[LIST]})).book.trades) == 3


def test_a_list_without_trades_is_refused() -> None:
    def clear(made: dict[str, Grid]) -> None:
        del made[LIST][4:]

    assert refusal(clear) == [(LIST, "there is no trade below the header")]


def test_a_file_that_nobody_names_is_refused() -> None:
    ((_, what),) = refusal(lambda made: made.pop(SETTINGS), name="mine.xlsx")
    assert what.startswith("no symbol is known: no settings sheet, and the name is not like")


def test_a_header_may_stand_in_any_row_and_columns_in_any_order() -> None:
    def shuffle(made: dict[str, Grid]) -> None:
        order = [*range(5, len(HEADER)), 4, 3, 2, 1, 0]
        made[LIST] = [["note"], [""], *([cells[at] for at in order] for cells in made[LIST])]
        made[LIST][:2] = [["note", *[""] * 13], [""] * 14]
        made[DAILY].insert(0, [""] * 6)

    assert same(damaged(shuffle), damaged())


def test_further_columns_rows_and_sheets_do_no_harm() -> None:
    def adorn(made: dict[str, Grid]) -> None:
        for row in made[LIST]:
            row.insert(3, "more" if any(row) else "")
        made[LIST].insert(7, [""] * 15)
        made[LIST].append(["  "] * 15)
        made["Annual"] = [
            ["TradeStation Periodical Returns:Annual"],
            ["Period", "Net Profit", "% Gain"],
            [1, 2, 3],
        ]

    def apart(made: dict[str, Grid]) -> None:
        made[LIST][2][3] = "Bars"

    assert same(damaged(adorn, apart), damaged())


def test_case_and_blanks_of_headers_and_types_do_not_matter() -> None:
    def shout(made: dict[str, Grid]) -> None:
        made[LIST][2] = [f" {cell} ".upper() if isinstance(cell, str) else cell for cell in made[LIST][2]]
        for row in made[LIST][4:]:
            row[1] = f"{row[1]} ".upper()

    assert same(damaged(shout), damaged())


def test_marks_in_any_order_are_put_in_theirs() -> None:
    def turn(made: dict[str, Grid]) -> None:
        made[DAILY][3:8] = made[DAILY][7:2:-1]

    assert same(damaged(turn), damaged())


@pytest.mark.parametrize(
    ("symbol", "bare"),
    [
        ("@NE1", "NE1"),
        ("@M2K", "M2K"),
        ("@ES.D", "ES"),
        ("@CL=107XN", "CL"),
        ("ESZ25", "ESZ25"),
        ("@mes", "MES"),
    ],
)
def test_the_symbol_of_the_settings_counts_however_it_is_spelled(symbol: str, bare: str) -> None:
    facts = damaged(put(SETTINGS, 3, 2, symbol)).facts
    assert (facts.symbol, facts.symbol_text) == (bare, symbol)


@pytest.mark.parametrize(
    ("name", "symbol", "minutes", "strategy"),
    [
        ("tradeslist_NE1_15_4X_new.xlsx", "NE1", 15, "4X_new"),
        ("TradesList_M2K_5_A.xlsx", "M2K", 5, "A"),
        ("C:\\lists\\tradeslist_MES_60_B.C.xlsx", "MES", 60, "B.C"),
    ],
)
def test_the_name_of_the_file_counts_where_there_are_no_settings(
    name: str, symbol: str, minutes: int, strategy: str
) -> None:
    facts = damaged(lambda made: made.pop(SETTINGS), name=name).facts
    assert (facts.symbol, facts.interval_minutes, facts.strategy) == (symbol, minutes, strategy)


@pytest.mark.parametrize(
    ("interval", "minutes"),
    [("15 min.", 15), ("2 hours", 120), ("Daily", 1440), ("1 Min", 1), ("233 ticks", None), ("Weekly", None)],
)
def test_intervals_are_minutes_where_bars_are_of_time(interval: str, minutes: int | None) -> None:
    assert damaged(put(SETTINGS, 5, 2, interval)).facts.interval_minutes == minutes


@pytest.mark.parametrize("each", [1.0, 4.0], ids=["by contract", "by trade"])
def test_costs_are_by_contract_unless_only_costs_by_trade_fit(each: float) -> None:
    def scale(made: dict[str, Grid]) -> None:
        made[LIST][4][6], made[LIST][5][6] = 4.0, 200.0
        made[LIST][4][7] = 200.0 - (each * 2 + 5.0) if each == 4.0 else 200.0 - 4 * 7.0
        made[LIST][4][12] = made[LIST][5][12] = each
        made[LIST][6:] = []

    trades = damaged(scale).book.trades
    assert trades.commission[0] == 8.0
    assert trades.slippage[0] == (5.0 if each == 4.0 else 20.0)


def test_several_positions_may_be_open_at_the_end() -> None:
    def pyramid(made: dict[str, Grid]) -> None:
        made[LIST] += [[*row] for row in made[LIST][8:10]]
        made[LIST][10][0] = 4.0

    trades = damaged(pyramid).book.trades
    assert trades.closed.tolist() == [True, True, False, False]


def test_an_exit_on_the_bar_of_its_entry_is_a_trade() -> None:
    trades = damaged(put(LIST, 6, 3, at(4, 9))).book.trades
    assert trades.exit_at[0] == trades.entry_at[0]


def test_a_signal_that_looks_like_a_number_is_a_name() -> None:
    trades = damaged(put(LIST, 5, 4, 7.0)).book.trades
    assert trades.signals[trades.entry_signal[0]] == "7"


def test_daily_marks_that_come_without_the_rolling_block_are_read_to_the_end() -> None:
    def end(made: dict[str, Grid]) -> None:
        del made[DAILY][8:]

    assert same(damaged(end), damaged())


def test_a_daily_sheet_without_days_is_no_daily_sheet() -> None:
    def clear(made: dict[str, Grid]) -> None:
        del made[DAILY][3:]

    read = damaged(clear)
    assert read.book.daily is None
    assert [one.rule for one in read.findings] == ["daily.missing"]


def test_a_list_as_text_is_read_like_the_sheet() -> None:
    rows = [[spelled(cell, at) for at, cell in enumerate(row)] for row in sheets()[LIST]]
    text = "\n".join("\t".join(row) for row in rows)
    read, whole = read_trades(NAME.replace("xlsx", "txt"), text.encode()), damaged()
    for name in ("net", "gross", "entry_at", "exit_at", "entry_price", "run_up", "commission"):
        mine, theirs = (getattr(one.book.trades, name) for one in (read, whole))
        assert np.array_equal(mine, theirs, equal_nan=True), name
    assert read.claims.percent[0] == whole.claims.percent[0]


def test_a_damaged_number_in_a_list_as_text_is_named_by_its_line() -> None:
    rows = [[spelled(cell, at) for at, cell in enumerate(row)] for row in sheets()[LIST]]
    rows[4][4] = "5000.2.5"
    with pytest.raises(BadWorkbookError) as refused:
        read_trades("tradeslist_MES_15_Trend.txt", "\n".join("\t".join(row) for row in rows).encode())
    (problem,) = refused.value.problems
    assert (problem.where, problem.what) == ("line 5", "Price: a number is expected, not the text '5000.2.5'")


def spelled(cell: object, column: int) -> str:
    """Return a cell as a program in the United States writes it."""
    if isinstance(cell, datetime):
        return f"{cell:%m/%d/%Y %I:%M %p}"
    if isinstance(cell, float) and column == 8:
        return f"{cell:.2%}"
    return f"${cell:,.2f}" if isinstance(cell, float) and column in {7, 9} else str(cell)


def same(one: ParsedFile, other: ParsedFile) -> bool:
    """Return whether two files hold the same figures."""
    mine, theirs = one.book, other.book
    assert mine.daily
    assert theirs.daily
    columns = ("number", "side", "contracts", "entry_at", "exit_at", "entry_price", "gross", "net", "run_up")
    return (
        all(
            np.array_equal(getattr(mine.trades, name), getattr(theirs.trades, name), equal_nan=True)
            for name in columns
        )
        and bool((mine.daily.days == theirs.daily.days).all())
        and bool((mine.daily.profit == theirs.daily.profit).all())
    )


def test_the_reader_does_not_change_what_it_reads() -> None:
    made, kept = sheets(), sheets()
    parse_tradestation(NAME, made)
    assert made == kept
