"""Bars and what else is known of markets, for tests, with as little said as a test needs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np

from ballast_core.market import Bars, Observations

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAN = float("nan")


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(*texts: str) -> "np.typing.NDArray[np.datetime64]":
    return np.array(texts, "datetime64[D]")


def bars(
    closes: Sequence[float],
    symbol: str = "AAA",
    source: str = "first",
    start: str = "2024-01-02",
    *,
    final: bool = True,
) -> Bars:
    """Return bars of one symbol on days that follow one another, each with its prices around its close."""
    close, n = np.array(closes, np.float64), len(closes)
    return Bars(
        source=source,
        symbols=(symbol,),
        code=np.zeros(n, np.int64),
        days=np.datetime64(start) + np.arange(n),
        open=close - 0.5,
        high=close + 1,
        low=close - 1,
        close=close,
        volume=close * 1_000,
        vwap=np.full(n, NAN),
        trades=np.full(n, NAN),
        final=np.full(n, final),
    )


def many_bars(symbols: int, sessions: int, source: str = "first", seed: int = 7) -> Bars:
    """Return bars of many symbols over the same weekdays, without a gap."""
    rng, n = np.random.default_rng(seed), symbols * sessions
    week = np.busday_offset("2016-01-01", np.arange(sessions), roll="forward").astype("datetime64[D]")
    close = 100 * np.exp(np.cumsum(rng.normal(0, 0.01, (symbols, sessions)), axis=1)).ravel()
    return Bars(
        source=source,
        symbols=tuple(f"S{number:03}" for number in range(symbols)),
        code=np.repeat(np.arange(symbols), sessions),
        days=np.tile(week, symbols),
        open=close * 0.999,
        high=close * 1.01,
        low=close * 0.99,
        close=close,
        volume=np.rint(rng.uniform(1e5, 1e7, n)),
        vwap=close * 1.001,
        trades=np.rint(rng.uniform(1e3, 1e5, n)),
        final=np.ones(n, np.bool_),
    )


def observations(*rows: tuple[str, str, float], series: str = "RATE", source: str = "first") -> Observations:
    """Return values by period and vintage."""
    return Observations(
        series=series,
        source=source,
        periods=days(*(period for period, _, _ in rows)),
        vintages=days(*(vintage for _, vintage, _ in rows)),
        values=np.array([value for _, _, value in rows], np.float64),
    )
