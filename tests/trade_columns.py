"""Columns of trades to test with; say only what the test is about."""

from collections.abc import Sequence

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants
from ballast_core.trades import TradeColumns
from ballast_core.trades.rules.statistics import TradeStatistics, statistics_of
from ballast_core.trades.rules.tally import course_of, in_order, tally

FIRST = np.datetime64("2024-01-01T10:00", "us")
DAY = np.timedelta64(1, "D")


def moments(texts: Sequence[str]) -> Instants:
    """Return moments; an empty text is none."""
    return np.array([text or "NaT" for text in texts], "datetime64[us]")


def columns(
    net: Sequence[float],
    exits: Sequence[str] | None = None,
    entries: Sequence[str] | None = None,
    **given: Sequence[float],
) -> TradeColumns:
    """Return long trades of one contract and a day each, one a day, free of cost, unless said otherwise.

    An empty exit is an open trade. Gross is net plus costs unless it is given.
    """
    size = len(net)
    begins = FIRST + np.arange(size) * DAY if entries is None else moments(entries)
    ends = begins + DAY if exits is None else moments(exits)
    kept = np.where(np.isnat(ends), np.nan, np.array(net, np.float64))

    def column(name: str, default: float) -> Floats:
        return np.array(given.get(name, [default] * size), np.float64)

    commission, slippage = column("commission", 0.0), column("slippage", 0.0)
    return TradeColumns(
        number=np.arange(1, size + 1),
        side=column("side", 1.0).astype(np.int64),
        contracts=column("contracts", 1.0),
        entry_at=begins,
        exit_at=ends,
        entry_price=column("entry_price", 100.0),
        exit_price=column("exit_price", 100.0),
        gross=np.array(given["gross"], np.float64) if "gross" in given else kept + commission + slippage,
        net=kept,
        commission=commission,
        slippage=slippage,
        run_up=column("run_up", np.nan),
        drawdown=column("drawdown", np.nan),
        entry_signal=np.zeros(size, np.int64),
        exit_signal=np.zeros(size, np.int64),
        signals=("",),
    )


def trade_statistics(trades: TradeColumns, among: Bools | None = None) -> TradeStatistics:
    """Return the statistics of the closed trades, or of those `among` them."""
    kept = in_order(trades, among)
    return statistics_of(tally(trades, kept), course_of(trades.net[kept], trades.exit_at[kept]))
