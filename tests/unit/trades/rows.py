"""Cells of small TradeStation workbooks, written by hand, for tests to damage."""

from datetime import date, datetime

from ballast_core.trades import Cell

type Grid = list[list[Cell]]

LIST, DAILY, SETTINGS = "Trades List", "Daily", "Settings"
NAME = "tradeslist_MES_15_Trend.xlsx"
HEADER = [
    *("#", "Type", "Date/Time", "Signal", "Price", "Roll Over Pips", "Shares/Ctrts - Profit/Loss"),
    *("Net Profit - Cum Net Profit", "% Profit", "Run-up/Drawdown", "Efficiency", "Total Eff."),
    *("Comm.", "Slippage"),
]
LONG, SHORT = ("Buy", "Sell"), ("Sell Short", "Buy to Cover")
PERIODS = ["Period", "Net Profit", "% Gain", "Profit Factor", "# Trades", "% Profitable"]


def sheets() -> dict[str, Grid]:
    """Three trades of MES at 5 dollars a point, 1 + 2.50 a side: long, short by reversal, and one open."""
    return {LIST: trades_list(), DAILY: daily(), SETTINGS: settings()}


def trades_list() -> Grid:
    blank: list[Cell] = [""] * len(HEADER)
    return [
        ["TradeStation Trades List", *blank[1:]],
        blank[:],
        [*HEADER],
        blank[:],
        *pair(1, LONG, (at(4, 9), 5000.0), (at(5, 10), 5010.0), (50.0, 43.0, 43.0)),
        *pair(2, SHORT, (at(5, 10), 5010.0), (at(6, 15), 5014.0), (-20.0, -27.0, 16.0)),
        [3.0, "Buy", at(7, 9), "In", 5000.0, "", 1.0, "n/a", "n/a", 30.0, "n/a", "", 1.0, 2.5],
        ["", "Sell", "Open", "n/a", 5004.0, "", "n/a", "n/a", "", -10.0, "n/a", "n/a", "n/a", "n/a"],
    ]


def pair(
    number: int,
    kinds: tuple[str, str],
    entry: tuple[datetime, float],
    leaving: tuple[datetime, float],
    money: tuple[float, float, float],
) -> Grid:
    """Two rows of a trade of one contract; `money` is gross, net and cumulative net."""
    gross, net, total = money
    percent = round(gross / (entry[1] * 5), 4)
    up, down = max(gross, 0.0) + 10, min(gross, 0.0) - 10
    return [
        [float(number), kinds[0], *entry_cells(entry), 0.0, 1.0, net, percent, up, 0.5, "", 1.0, 2.5],
        ["", kinds[1], leaving[0], "Out", leaving[1], "", gross, total, "", down, 0.5, 0.1, 1.0, 2.5],
    ]


def entry_cells(entry: tuple[datetime, float]) -> list[Cell]:
    return [entry[0], "In", entry[1]]


def daily() -> Grid:
    marks = [(8, 5.0), (7, 11.5), (6, -22.0), (5, 8.0), (4, 30.0)]
    return [
        ["TradeStation Periodical Returns:Daily", "", "", "", "", ""],
        ["Mark-To-Market Period Analysis:", "", "", "", "", ""],
        [*PERIODS],
        *([date(2024, 3, day), profit, 0.0001, "n/a", 1.0, 1.0] for day, profit in marks),
        ["", "", "", "", "", ""],
        ["Mark-To-Market Rolling Period Analysis:", "", "", "", "", ""],
        [*PERIODS],
        ["3/4/2024 - 3/8/2024", 32.5, 0.0013, 1.2, 3.0, 0.5],
    ]


def settings() -> Grid:
    return [
        ["", "", ""],
        ["TradeStation Chart Settings", "", ""],
        ["Symbol", "@MES", ""],
        ["Description", "Micro E-mini S&P 500 Continuous Contract [Mar24]", ""],
        ["Interval", "15 min.", ""],
        ["Start Date/Time", datetime.fromisoformat("2023-01-02T18:15"), ""],
        ["End Date/Time", at(8, 17), ""],
        ["", "", ""],
        ["TradeStation Strategies Applied", "", ""],
        ["Trend-MES(On)", "", ""],
        ["", "", ""],
        ["Initial Capital", 25000.0, ""],
        ["Commission", 1.0, "per Share/Contract"],
        ["Slippage", 2.5, "per Share/Contract"],
        ["Fixed Shares/Contracts:", 1.0, ""],
        ["Display Periods", 4000.0, ""],
    ]


def at(day: int, hour: int) -> datetime:
    """Return a moment of March 2024."""
    return datetime.fromisoformat(f"2024-03-{day:02}T{hour:02}:00")
