"""Lists of other programs, and plain CSV files, become the same columns."""

import numpy as np
import pytest

from ballast_core.trades import BadWorkbookError, Cell, ColumnMapping, Source
from ballast_core.trades.parsing import ParsedFile, read_trades

VIEWED = "Breakout_CME_MINI_MES1!_2026-01-30_a1b2c.csv"
OLD_VIEW = """Trade #,Type,Signal,Date/Time,Price USD,Contracts,Profit USD,Profit %,Cumulative profit USD,\
Cumulative profit %,Run-up USD,Run-up %,Drawdown USD,Drawdown %
1,Entry long,Long,2024-03-04 09:30,5000.25,2,,,,,,,,
1,Exit long,Stop,2024-03-04 11:00,5002.75,2,21.6,0.04,21.6,0.02,50,0.1,10,0.02
2,Entry short,Short,2024-03-05 10:00,5010,2,,,,,,,,
2,Exit short,Open,2024-03-05 12:00,5008,2,16.6,0.03,38.2,0.04,30,0.1,-5,0.02
"""
NEW_VIEW = """Trade number,Type,Date and time,Signal,Price USD,Size (qty),Size (value),Net P&L USD,Net P&L %,\
Favorable excursion USD,Favorable excursion %,Adverse excursion USD,Adverse excursion %,Cumulative P&L USD
2,Exit short,2024-03-05 12:00,Time,5012,2,100240,-23.4,-0.02,30,0.1,-25,-0.02,-1.8
2,Entry short,2024-03-05 10:00,Short,5010,2,100200,-23.4,-0.02,30,0.1,-25,-0.02,-1.8
1,Exit long,2024-03-04 11:00,Stop,5002.75,2,100055,21.6,0.04,50,0.1,-10,-0.02,21.6
1,Entry long,2024-03-04 09:30,Long,5000.25,2,100005,21.6,0.04,50,0.1,-10,-0.02,21.6
"""
NINJA = """Trade number,Instrument,Account,Strategy,Market pos.,Qty,Entry price,Exit price,Entry time,\
Exit time,Entry name,Exit name,Profit,Cum. net profit,Commission,Clearing Fee,Exchange Fee,IP Fee,NFA Fee,\
MAE,MFE,ETD,Bars,
1,MNQ 12-26,Backtest,Swing,Long,1,20168.25,20167.25,2/1/2024 2:00:00 PM,2/1/2024 2:15:00 PM,LE,Stop,\
($3.24),($3.24),$1.00,$0.10,$0.10,$0.04,$0.00,$6.00,$1.50,$5.50,2,
2,MNQ 12-26,Backtest,Swing,Short,2,"20,180.00","20,080.00",2/13/2024 9:30:00 AM,2/13/2024 11:00:00 AM,\
SE,Target,$397.52,$394.28,$2.00,$0.20,$0.20,$0.08,$0.00,$12.00,$420.00,$20.00,7,
"""
GROSS_NINJA = NINJA.replace(",($3.24),($3.24)", ",($2.00),($3.24)").replace("$397.52,", "$400.00,")
CHARTS: dict[str, list[list[Cell]]] = {
    "List of Trades": [
        ["Strategy Performance Report", *[""] * 9],
        [""] * 10,
        ["Trade #", "Order #", "Type", "Signal", "Date", "Time", "Price", "Contracts", "Profit ($)", "Comm."],
        [1.0, 1.0, "EntryLong", "LE", "3/4/2024", "09:30", 5000.25, 1.0, 10.5, 1.0],
        ["", 2.0, "ExitLong", "LX", "3/14/2024", "11:00", 5002.75, 1.0, "", ""],
    ]
}
MAPPING = ColumnMapping(
    name="mine",
    columns={
        "side": "Seite",
        "entry_at": "Von",
        "exit_at": "Bis",
        "entry_price": "Kauf",
        "exit_price": "Verkauf",
        "net": "Ergebnis",
        "contracts": "Stück",
        "symbol": "Markt",
    },
    delimiter=";",
    decimal=",",
    when="%d.%m.%Y %H:%M",
)
PLAIN = """Markt;Seite;Stück;Von;Bis;Kauf;Verkauf;Ergebnis;Notiz
FDAX;long;2;04.03.2024 09:30;04.03.2024 11:00;17.500,5;17.510,0;475,00;"eins; zwei"
FDAX;short;1;05.03.2024 09:30;;17.600,0;17.590,0;;-
"""


def read(name: str, text: str, mapping: ColumnMapping | None = None) -> ParsedFile:
    return read_trades(name, text.encode(), mapping)


def refusal(name: str, text: str, mapping: ColumnMapping | None = None) -> list[tuple[str, str]]:
    with pytest.raises(BadWorkbookError) as refused:
        read(name, text, mapping)
    return [(problem.where, problem.what) for problem in refused.value.problems]


def test_tradingview_names_its_market_in_the_name_of_the_file() -> None:
    facts = read(VIEWED, OLD_VIEW).facts
    assert (facts.source, facts.symbol, facts.strategy) == (Source.TRADINGVIEW, "MES", "Breakout")


def test_an_open_trade_of_tradingview_has_the_signal_open() -> None:
    trades = read(VIEWED, OLD_VIEW).book.trades
    assert trades.closed.tolist() == [True, False]
    assert trades.side.tolist() == [1, -1]
    assert trades.net[0] == 21.6
    assert np.isnan(trades.net[1])
    assert (trades.run_up.tolist(), trades.drawdown.tolist()) == ([50, 30], [-10, -5])


def test_the_newer_layout_of_tradingview_is_read_oldest_first() -> None:
    trades = read(VIEWED, NEW_VIEW).book.trades
    assert trades.number.tolist() == [1, 2]
    assert trades.net.tolist() == [21.6, -23.4]
    assert trades.drawdown.tolist() == [-10, -25]
    assert [trades.signals[code] for code in trades.exit_signal] == ["Stop", "Time"]


def test_tradingview_tells_net_profit_only() -> None:
    file = read(VIEWED, NEW_VIEW)
    assert {"daily.missing", "source.net_only"} == {one.rule for one in file.findings}
    assert np.isnan(file.book.trades.gross).all()


def test_properties_of_a_tradingview_workbook_name_its_market() -> None:
    rows: list[list[Cell]] = [list(line.split(",")) for line in OLD_VIEW.splitlines()]
    properties: list[list[Cell]] = [
        ["name", "value"],
        ["Symbol", "CME_MINI:NQ1!"],
        ["Timeframe", "15 minutes"],
    ]
    facts = read_trades("report.xlsx", {"List of trades": rows, "Properties": properties}).facts
    assert (facts.symbol, facts.interval_minutes) == ("NQ", 15)


def test_a_trade_without_its_exit_is_named() -> None:
    harmed = "\n".join(OLD_VIEW.splitlines()[:-1])
    assert refusal(VIEWED, harmed) == [("line 4", "trade 2 has not one entry and one exit")]


def test_a_list_whose_market_nobody_names_is_refused_with_how_to_name_it() -> None:
    ((_, what),) = refusal("trades.csv", OLD_VIEW)
    assert what.endswith("and the name is not like `tradeslist_MES_15_Trend.csv`")
    assert read("tradeslist_M2K_5_Mine.csv", OLD_VIEW).facts.symbol == "M2K"


@pytest.mark.parametrize("text", [NINJA, GROSS_NINJA], ids=["net profit", "gross profit"])
def test_ninjatrader_profit_is_net_whatever_its_user_has_set(text: str) -> None:
    file = read("grid.csv", text)
    trades = file.book.trades
    assert (file.facts.source, file.facts.symbol, file.facts.strategy) == (Source.NINJATRADER, "MNQ", "Swing")
    assert trades.net.tolist() == pytest.approx([-3.24, 397.52])
    assert trades.gross.tolist() == pytest.approx([-2.00, 400.00])
    assert trades.commission.tolist() == pytest.approx([1.24, 2.48])
    assert trades.entry_price.tolist() == [20168.25, 20180.00]
    assert trades.entry_at.astype(str).tolist() == [
        "2024-02-01T14:00:00.000000",
        "2024-02-13T09:30:00.000000",
    ]


def test_days_before_months_are_told_by_the_whole_file() -> None:
    turned = NINJA.replace("2/13/2024", "13/2/2024").replace("2/1/2024", "1/2/2024")
    trades = read("grid.csv", turned).book.trades
    assert trades.entry_at.astype("datetime64[D]").astype(str).tolist() == ["2024-02-01", "2024-02-13"]


def test_days_and_months_that_nothing_tells_apart_are_refused() -> None:
    short = NINJA.replace("2/13/2024", "2/1/2024")
    vague = short.replace(" 2:00:00 PM", " 14:00").replace(" 2:15:00 PM", " 14:15")
    vague = vague.replace("9:30:00 AM", "15:00").replace("11:00:00 AM", "16:00")
    ((_, what),) = refusal("grid.csv", vague)
    assert what.startswith("dates may begin with day or month; give the list as .xlsx, or as a plain CSV")


def test_several_instruments_in_one_file_are_refused() -> None:
    mixed = NINJA.replace("2,MNQ 12-26", "2,MES 12-26")
    assert refusal("grid.csv", mixed) == [
        ("line 3", "there are several symbols: `MES`, `MNQ`; give each a file of its own")
    ]


def test_decimal_commas_are_found_in_the_whole_file() -> None:
    lines = NINJA.replace('"20,180.00"', "20180.00").replace('"20,080.00"', "20080.00").splitlines()
    local = "\n".join(line.replace(",", ";").replace(".", ",") for line in lines)
    local = local.replace("Market pos,", "Market pos.").replace("Cum, net", "Cum. net")
    assert read("grid.csv", local).book.trades.net.tolist() == pytest.approx([-3.24, 397.52])


def test_multicharts_writes_day_and_time_apart() -> None:
    file = read_trades("tradeslist_MES_15_Trend.xlsx", CHARTS)
    assert file.facts.source == Source.MULTICHARTS
    assert file.book.trades.net.tolist() == [10.5]
    assert file.book.trades.exit_at.astype(str).tolist() == ["2024-03-14T11:00:00.000000"]


def test_a_plain_file_is_read_by_its_mapping() -> None:
    file = read("liste.csv", PLAIN, MAPPING)
    trades = file.book.trades
    assert (file.facts.source, file.facts.symbol, file.facts.strategy) == (Source.CSV, "FDAX", "liste")
    assert trades.number.tolist() == [1, 2]
    assert trades.closed.tolist() == [True, False]
    assert (trades.contracts.tolist(), trades.entry_price.tolist()) == ([2, 1], [17500.5, 17600])
    assert trades.net[0] == 475


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        (("475,00", "475.00.1"), "line 2", "Ergebnis: a number is expected, not the text '475.00.1'"),
        (("475,00", ""), "line 2", "Ergebnis: a number is expected in a closed trade"),
        (
            ("04.03.2024 11:00", "2024-03-04"),
            "line 2",
            "Bis: a date is expected, not the text '2024-03-04'",
        ),
        (
            ("04.03.2024 11:00", "03.03.2024 11:00"),
            "line 2",
            "the exit is before the entry, 2024-03-04 09:30",
        ),
        ((";short;", ";flat;"), "line 3", "Seite: 'flat' is neither Long nor Short"),
        ((";long;2;", ";long;-2;"), "line 2", "contracts: more than 0 is expected, not -2"),
        (("17.500,5", "nan"), "line 2", "Kauf: a number is expected, not the text 'nan'"),
    ],
)
def test_a_damaged_field_is_named_by_its_line(harm: tuple[str, str], where: str, what: str) -> None:
    assert (where, what) in refusal("liste.csv", PLAIN.replace(*harm), MAPPING)


def test_a_line_break_in_a_field_does_not_shift_lines() -> None:
    broken = PLAIN.replace("eins; zwei", "eins\nzwei").replace(";short;", ";flat;")
    assert refusal("liste.csv", broken, MAPPING) == [("line 4", "Seite: 'flat' is neither Long nor Short")]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"side": "Seite"}, "does not name a column for `entry_at`, `exit_at`, `entry_price`, `exit_price`"),
        ({**MAPPING.columns, "color": "Farbe"}, "names `color`, which no trade has"),
        ({**MAPPING.columns, "exit_at": "Schluss"}, "the header has no column `Schluss`"),
    ],
)
def test_a_mapping_that_does_not_fit_says_why(columns: dict[str, str], what: str) -> None:
    ((_, said),) = refusal("liste.csv", PLAIN, MAPPING.model_copy(update={"columns": columns}))
    assert said.endswith(what)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0\0", b"a,b\n1,2\n", "größe\n".encode("latin-1"), b'"'])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(BadWorkbookError):
        read_trades("strange.csv", content)
