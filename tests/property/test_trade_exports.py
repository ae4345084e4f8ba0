"""What Ballast writes as CSV it reads back."""

import csv
from io import StringIO

import numpy as np
from hypothesis import given
from tests.property.test_trade_workbooks import SPECS

from ballast_adapters.sample.workbooks import WorkbookSpec, make_book
from ballast_core.trades import TradeColumns
from ballast_core.trades.parsing import read_trades

NUMBERS = (
    *("number", "side", "contracts", "entry_price", "exit_price", "gross", "net"),
    *("commission", "slippage", "run_up", "drawdown"),
)
TIMES = ("entry_at", "exit_at")
SIGNALS = ("entry_signal", "exit_signal")


@given(SPECS)
def test_an_export_is_read_back_as_the_same_trades(spec: WorkbookSpec) -> None:
    trades = make_book(spec).trades
    read = read_trades("export.csv", exported(trades, spec).encode())
    assert (read.facts.symbol, read.facts.strategy) == (spec.market.symbol, spec.strategy)
    again = read.book.trades
    for name in NUMBERS + TIMES:
        assert np.array_equal(getattr(again, name), getattr(trades, name), equal_nan=True), name
    for name in SIGNALS:
        assert named(again, name) == named(trades, name)


def exported(trades: TradeColumns, spec: WorkbookSpec) -> str:
    """Return the trades as a CSV with our own names of columns; what is absent is empty."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([*NUMBERS, *TIMES, *SIGNALS, "symbol", "strategy", "file"])
    sides = np.where(trades.side > 0, "long", "short")
    columns: list[list[object]] = [list(getattr(trades, name)) for name in NUMBERS]
    columns[1] = list(sides)
    columns += [["" if np.isnat(at) else at.astype(object) for at in getattr(trades, name)] for name in TIMES]
    columns += [list(named(trades, name)) for name in SIGNALS]
    for row in zip(*columns, strict=True):
        cells = ["" if isinstance(cell, float) and np.isnan(cell) else cell for cell in row]
        writer.writerow([*cells, spec.market.symbol, spec.strategy, spec.name])
    return text.getvalue()


def named(trades: TradeColumns, which: str) -> list[str]:
    return [trades.signals[code] for code in getattr(trades, which)]
