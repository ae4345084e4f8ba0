"""Books of trades over an invented course of prices, with all that truly happened in between."""

from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, Ints
from ballast_core.trades import DayColumns, TradeBook, TradeColumns

POINT = 5.0
COST = 3.5
"""Commission and slippage of one contract and side."""


@dataclass(frozen=True)
class Course:
    """A book, and the course it came from: bars (b,), and what each trade had made after each of them."""

    book: TradeBook
    at: Instants
    made: Floats

    @property
    def sides(self) -> Ints:
        return self.book.trades.side


def course(
    seed: int, *, bars: int = 400, busy: float = 0.6, reverse: float = 0.5, still: bool = True
) -> Course:
    """Trade a random walk of 7-hour bars, one position after the other; `still` leaves the last one open."""
    rng = np.random.default_rng(seed)
    at = np.datetime64("2024-01-01T03:00", "us") + np.arange(bars) * np.timedelta64(7, "h")
    price = 5_000 + np.cumsum(rng.integers(-8, 9, bars)) * 0.25
    begin, end = _spans(rng, bars, busy, reverse)
    side = np.where(rng.random(begin.size) < 0.5, 1, -1)
    size = rng.integers(1, 4, begin.size).astype(np.float64)
    last = np.zeros(begin.size, np.bool_)
    last[-1] = still and end[-1] == bars - 1
    bar = np.arange(bars)[:, None]
    held = (bar >= begin) & ((bar < end) | last)
    running = (price[:, None] - price[begin]) * POINT * side * size
    touched = held | (bar == end)
    seen = np.where(touched, running, 0)
    gross, cost = running[end, np.arange(begin.size)], 2 * COST * size
    made = np.where(held, running - cost / 2, np.where(bar >= end, gross - cost, 0.0))
    trades = TradeColumns(
        number=np.arange(1, begin.size + 1),
        side=side,
        contracts=size,
        entry_at=at[begin],
        exit_at=np.where(last, np.datetime64("NaT", "us"), at[end]),
        entry_price=price[begin],
        exit_price=price[end],
        gross=np.where(last, np.nan, gross),
        net=np.where(last, np.nan, gross - cost),
        commission=np.where(last, COST * size, cost),
        slippage=np.zeros(begin.size),
        run_up=seen.max(axis=0),
        drawdown=seen.min(axis=0),
        entry_signal=np.zeros(begin.size, np.int64),
        exit_signal=np.zeros(begin.size, np.int64),
        signals=("In",),
    )
    return Course(TradeBook(trades, _daily(at, made.sum(axis=1), touched.any(axis=1))), at, made)


def end_of_days(found: Course, made: Floats) -> Floats:
    """Return what had been made by the end of each calendar day from the first mark to the last."""
    assert found.book.daily is not None
    days = found.book.daily.days
    every = np.arange(days[0], days[-1] + np.timedelta64(1, "D"))
    upto = np.searchsorted(found.at.astype("datetime64[D]"), every, side="right") - 1
    return made[upto]


def _spans(rng: np.random.Generator, bars: int, busy: float, reverse: float) -> tuple[Ints, Ints]:
    spans: list[tuple[int, int]] = []
    bar = int(rng.integers(0, 4))
    while bar < bars - 2:
        end = min(bar + int(rng.integers(0, 12)), bars - 1)
        spans.append((bar, end))
        bar = end if rng.random() < reverse and end > bar else end + int(rng.integers(1, 9))
        if rng.random() > busy:
            bar += int(rng.integers(0, 6))
    return np.array([begin for begin, _ in spans]), np.array([end for _, end in spans])


def _daily(at: Instants, made: Floats, busy: Bools) -> DayColumns:
    days = at.astype("datetime64[D]")
    every = np.unique(days)
    ends = np.searchsorted(days, every, side="right") - 1
    profit = np.diff(made[ends], prepend=0.0)
    kept = np.isin(every, np.unique(days[busy])) | (profit != 0)
    return DayColumns(every[kept], profit[kept])
