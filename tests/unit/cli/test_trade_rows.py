"""Trades one by one, as a person reads them on a screen of 80 columns."""

from dataclasses import replace
from datetime import datetime

from ballast_adapters.cli.drawing import draw
from ballast_adapters.cli.trade_rows import trade_rows
from ballast_core.shared.table import Table
from ballast_core.trades import TradesView

TRADE = {
    "file": "3f9173358710",
    "symbol": "CD",
    "interval": "30 min.",
    "strategy": "Turn",
    "number": 1,
    "side": "long",
    "contracts": 1.0,
    "entry_at": datetime.fromisoformat("2024-01-02T03:00"),
    "exit_at": datetime.fromisoformat("2024-01-03T04:00"),
    "entry_price": 0.83765,
    "exit_price": 1.0,
    "gross": 235.0,
    "net": 221.0,
    "commission": 4.0,
    "slippage": 10.0,
    "run_up": 300.0,
    "drawdown": -50.0,
    "entry_signal": "",
    "exit_signal": "",
}


def log() -> Table:
    view = {"total": 1, "limit": 50, "offset": 0, "notes": (), "trades": (TRADE,)}
    return trade_rows(TradesView.model_validate(view))


def test_prices_keep_their_decimals() -> None:
    prices = {column.name: column.values for column in log().columns if "price" in column.name}
    assert prices == {"entry_price": ["0.83765"], "exit_price": ["1.00"]}


def test_what_a_trade_made_leaves_the_screen_last() -> None:
    drawn = draw(replace(log(), notes=()), 80)
    assert set(drawn.hidden) <= {"contracts", "entry_price", "exit_price"}
