"""Small files of trades to test with; say only what the test is about."""

from dataclasses import fields
from datetime import UTC, date, datetime

import numpy as np

from ballast_core.trades import DayColumns, Source, TradeBook, TradeColumns, TradeFile

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
NEVER = np.datetime64("NaT", "us")


def a_file(file_id: str = "a" * 12, **others: object) -> TradeFile:
    given: dict[str, object] = {
        "sha256": file_id.ljust(64, "0"),
        "name": f"tradeslist_MES_15_{file_id}.xlsx",
        "size_bytes": 1_000,
        "source": Source.TRADESTATION,
        "symbol": "MES",
        "interval": "15 min.",
        "interval_minutes": 15,
        "strategy": file_id,
        "closed_trades": 2,
        "open_trades": 0,
        "daily_rows": 3,
        "has_marks": True,
        "exact_sides": True,
        "first_day": date(2024, 3, 4),
        "last_day": date(2024, 3, 8),
        "net_profit": 35.5,
        "marked_profit": 35.5,
        "added_at": NOON,
    }
    return TradeFile.model_validate({"id": file_id, **given, **others})


def a_book(*nets: float, marked: bool = True) -> TradeBook:
    """One long trade a day from 2024-03-04 on, of these nets; NaN is an open one."""
    count = len(nets)
    entered = np.datetime64("2024-03-04T09:30", "us") + np.arange(count).astype("timedelta64[D]")
    net = np.array(nets, np.float64)
    left = np.where(np.isnan(net), NEVER, entered + np.timedelta64(90, "m"))
    trades = TradeColumns(
        number=np.arange(1, count + 1),
        side=np.ones(count, np.int64),
        contracts=np.ones(count),
        entry_at=entered,
        exit_at=left,
        entry_price=np.full(count, 5_000.0),
        exit_price=5_000.0 + np.nan_to_num(net) / 5,
        gross=net + 7,
        net=net,
        commission=np.full(count, 2.0),
        slippage=np.full(count, 5.0),
        run_up=np.full(count, 20.0),
        drawdown=np.full(count, -10.0),
        entry_signal=np.zeros(count, np.int64),
        exit_signal=np.ones(count, np.int64),
        signals=("In", "Out"),
    )
    days = DayColumns(entered.astype("datetime64[D]"), np.nan_to_num(net))
    return TradeBook(trades, days if marked else None)


def same_book(one: TradeBook, other: TradeBook) -> bool:
    """Whether two books hold the same in the same types."""
    pairs = [(one.trades, other.trades)]
    if one.daily is None or other.daily is None:
        if one.daily is not other.daily:
            return False
    else:
        pairs.append((one.daily, other.daily))
    return all(_same(getattr(a, field.name), getattr(b, field.name)) for a, b in pairs for field in fields(a))


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    return one == other
