"""Many files of many trades, from arrays: enough to measure with."""

import numpy as np
from tests.trade_builders import a_file

from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.shared.arrays import to_date
from ballast_core.trades import DayColumns, TradeBook, TradeColumns, TradeFile

_SYMBOLS = ("CD", "MES", "MNQ", "JY", "NG")
_FIRST = np.datetime64("2010-01-04T09:30", "us")
_BAR = np.timedelta64(15, "m")


async def many(files: int, trades: int) -> MemoryTradeStore:
    """Return a store of this many files, long and short in turn, with marks that fit."""
    store = MemoryTradeStore()
    for at in range(files):
        await store.add(*_written(at, trades))
    return store


def _written(at: int, count: int) -> tuple[TradeFile, TradeBook]:
    rng = np.random.default_rng(at)
    gaps, lengths = rng.integers(1, 40, count), rng.integers(1, 80, count)
    begin = np.cumsum(gaps + lengths) - lengths
    entry, leave = _FIRST + begin * _BAR, _FIRST + (begin + lengths) * _BAR
    net = np.round(rng.normal(20, 300, count), 2)
    trades = TradeColumns(
        number=np.arange(1, count + 1),
        side=np.where(rng.random(count) < 0.5, 1, -1),
        contracts=np.ones(count),
        entry_at=entry,
        exit_at=leave,
        entry_price=np.full(count, 5_000.0),
        exit_price=np.full(count, 5_000.0),
        gross=net + 7,
        net=net,
        commission=np.full(count, 2.0),
        slippage=np.full(count, 5.0),
        run_up=np.maximum(net, 0) + 100,
        drawdown=np.minimum(net, 0) - 100,
        entry_signal=np.zeros(count, np.int64),
        exit_signal=np.zeros(count, np.int64),
        signals=("In",),
    )
    daily = _marks(trades)
    file = a_file(
        f"{at:012x}",
        symbol=_SYMBOLS[at % len(_SYMBOLS)],
        closed_trades=count,
        daily_rows=len(daily),
        first_day=to_date(daily.days[0]),
        last_day=to_date(daily.days[-1]),
        last_bar=leave[-1].astype(object),
    )
    return file, TradeBook(trades, daily)


def _marks(trades: TradeColumns) -> DayColumns:
    # A trade over midnight has made half of its net by the end of the first day.
    entered, left = trades.entry_at.astype("datetime64[D]"), trades.exit_at.astype("datetime64[D]")
    over = entered != left
    days = np.concatenate([left, entered[over]])
    part = np.round(trades.net / 2, 2)
    profit = np.concatenate([np.where(over, trades.net - part, trades.net), part[over]])
    every, which = np.unique(days, return_inverse=True)
    return DayColumns(every, np.bincount(which, weights=profit))
