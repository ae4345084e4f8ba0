"""Bars of one symbol for tests of rules: nothing is wrong with them but what a test changes."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from ballast_core.market import Bars, BarSeries
from ballast_core.shared.arrays import Days, Floats

SYMBOL = "AAA"


def weekdays(first: date, many: int) -> Days:
    """Return so many weekdays from a day on."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(first, "D") + np.timedelta64(2 * many + 7, "D"))
    return days[np.is_busday(days)][:many]


def rows_of(days: Days, **columns: Sequence[float]) -> Bars:
    """Return rows of one source: open 10, high 12, low 9, close 11, volume rising from 100; or as given."""
    many = days.size
    usual: dict[str, Floats] = {
        "open": np.full(many, 10.0),
        "high": np.full(many, 12.0),
        "low": np.full(many, 9.0),
        "close": np.full(many, 11.0),
        "volume": 100.0 + np.arange(many),
    }
    given = usual | {name: np.array(values, np.float64) for name, values in columns.items()}
    unknown = np.full(many, np.nan)
    return Bars(
        source="vendor",
        symbols=(SYMBOL,),
        code=np.zeros(many, np.int64),
        days=days,
        **given,
        vwap=unknown,
        trades=unknown,
        final=np.ones(many, np.bool_),
    )


def series_of(days: Days, closes: Sequence[float] | Floats) -> BarSeries:
    """Return stored bars with these closes: open and low half a point below, high half a point above."""
    close = np.asarray(closes, np.float64)
    unknown = np.full(close.size, np.nan)
    return BarSeries(
        symbol=SYMBOL,
        days=days,
        open=close - 0.5,
        high=close + 0.5,
        low=close - 0.5,
        close=close,
        volume=np.full(close.size, 1_000.0),
        vwap=unknown,
        trades=unknown,
        sources=("vendor",),
        source=np.zeros(close.size, np.int64),
    )


def steady(many: int, seed: int = 3) -> Floats:
    """Return closes that move by about one percent a session."""
    steps: Floats = np.random.default_rng(seed).normal(0, 0.01, many)
    return 100 * np.exp(np.cumsum(steps))
