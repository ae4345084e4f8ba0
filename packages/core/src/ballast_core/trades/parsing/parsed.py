"""What a file of trades says once it is read: facts, rows, and what only the check of the file needs."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, to_date
from ballast_core.trades.entities import FileFinding, Source, TradeBook, TradeColumns, TradeFile

_ASTRAY = {"daily.truncated", "daily.total", "daily.trade"}
"""Findings that tell that the marks are not those of the trades, or not of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file tells about itself, in the words of `TradeFile`."""

    source: Source
    symbol: str
    symbol_text: str = ""
    description: str = ""
    interval: str = ""
    interval_minutes: int | None = None
    strategy: str
    strategy_text: str = ""
    first_bar: datetime | None = None
    last_bar: datetime | None = None
    commission: float | None = None
    slippage: float | None = None
    initial_capital: float | None = None
    trade_size: float | None = None
    display_periods: int | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Figures that a file states and that follow from others, kept for its check only; NaN where absent.

    Shapes: all (trades,). `cumulative` is the running net profit in money, `percent` the gross profit as a
    fraction of the notional at entry.
    """

    cumulative: Floats
    percent: Floats


def no_claims(trades: int) -> Claims:
    """Return the claims of a file that states none."""
    return Claims(np.full(trades, np.nan), np.full(trades, np.nan))


@dataclass(frozen=True, slots=True)
class StatedName:
    """What the name of a file says about it; empty or None where it says nothing."""

    symbol: str = ""
    interval_minutes: int | None = None
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which bytes were read, and when they were added."""

    sha256: str
    size_bytes: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file as it was read; `findings` are those of the reader, not yet those of the check."""

    name: str
    facts: FileFacts
    book: TradeBook
    claims: Claims
    stated: StatedName
    findings: tuple[FileFinding, ...] = ()

    def describe(self, stamp: Stamp, findings: tuple[FileFinding, ...]) -> TradeFile:
        """Return all that can be known without the rows; `findings` are those of the check."""
        trades, daily = self.book.trades, self.book.daily
        closed = int(trades.closed.sum())
        first, last = span(self.book)
        rules = {one.rule for one in findings}
        facts = {name: getattr(self.facts, name) for name in FileFacts.__slots__}
        return TradeFile(
            **facts,
            id=stamp.sha256[:12],
            sha256=stamp.sha256,
            name=self.name,
            size_bytes=stamp.size_bytes,
            closed_trades=closed,
            open_trades=len(trades) - closed,
            daily_rows=len(daily) if daily else 0,
            has_marks=daily is not None,
            exact_sides=daily is not None and not overlapping(trades).any() and not _ASTRAY & rules,
            first_day=first,
            last_day=last,
            net_profit=float(trades.net[trades.closed].sum()),
            marked_profit=float(daily.profit.sum()) if daily else None,
            findings=findings,
            added_at=stamp.added_at,
        )


def overlapping(trades: TradeColumns) -> Bools:
    """Return which trades were entered while an earlier one was still open; (n,), in the order of the file.

    A trade that begins at the stamp at which another ends does not overlap it: that is a reversal.
    """
    late = np.iinfo(np.int64).max
    begin = trades.entry_at.astype("datetime64[us]").astype(np.int64)
    end = np.where(trades.closed, trades.exit_at.astype("datetime64[us]").astype(np.int64), late)
    order = np.lexsort((trades.number, end, begin))
    until = np.maximum.accumulate(end[order])
    found = np.zeros(len(trades), np.bool_)
    found[order[1:]] = begin[order[1:]] < until[:-1]
    return found


def span(book: TradeBook) -> tuple[date | None, date | None]:
    """Return the first and the last day of trades and marks; None when there are none."""
    trades = book.trades
    days = [trades.entry_at, trades.exit_at[trades.closed]]
    if book.daily is not None:
        days.append(book.daily.days)
    known = np.concatenate([stamps.astype("datetime64[D]") for stamps in days])
    return (to_date(known.min()), to_date(known.max())) if known.size else (None, None)
