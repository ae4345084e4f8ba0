"""What Polygon, now Massive, answers, and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, JsonValue

from ballast_adapters.vendors.reading import (
    Reply,
    Row,
    few,
    need_columns,
    read_entities,
    read_numbers,
    read_reply,
    rows_named,
    shown,
)
from ballast_core.market import Bars, Dividend, Quote, Split
from ballast_core.shared.arrays import Bools

NAME = "polygon"
_PRICES = ("o", "h", "l", "c", "v")
_NUMBERS = ("t", *_PRICES, "vw", "n")
_NEW_YORK = ZoneInfo("America/New_York")
_OVER = time(16, 20)
_DAY_AFTER = timedelta(days=1, minutes=20)


class PageReply(Reply):
    """A page of rows; of bars it is left out when there is none."""

    results: tuple[dict[str, JsonValue], ...] = ()
    next_url: str | None = None


class _LastTrade(Reply):
    p: float = Field(gt=0, allow_inf_nan=False)
    s: float | None = None
    t: int = Field(gt=0, lt=10**19)


class _LastTradeReply(Reply):
    results: _LastTrade


class _LastCrypto(Reply):
    price: float = Field(gt=0, allow_inf_nan=False)
    size: float | None = None
    timestamp: int = Field(gt=0, lt=10**13)


class _LastCryptoReply(Reply):
    last: _LastCrypto


class _Previous(Reply):
    c: float = Field(gt=0, allow_inf_nan=False)
    t: int = Field(gt=0, lt=10**13)


class _PreviousReply(Reply):
    results: tuple[_Previous, ...] = ()


@dataclass(frozen=True, slots=True)
class BarRows:
    """Bars of an answer, and the rows that could not be read."""

    bars: Bars
    problems: tuple[str, ...] = ()


def parse_page(content: bytes) -> PageReply:
    """Return a page of rows. Raises `VendorReplyError`."""
    return read_reply(NAME, PageReply, content)


def parse_bars(
    rows: Sequence[Row], symbols: Mapping[str, str], now: datetime, *, around_the_clock: bool
) -> BarRows:
    """Return bars in the order of the rows, which name their ticker `T`; `symbols` says ours for each.

    Tickers that nobody wants are passed by. `t` is a moment of the session in milliseconds; the day is that
    of New York, or UTC around the clock. A bar is final when its session is over at `now`.
    Raises `VendorReplyError` for a column that is gone.
    """
    need_columns(NAME, rows, ("T", "t", *_PRICES))
    numbers = read_numbers(rows_named(rows, "T", symbols), _NUMBERS, "T")
    zone = ZoneInfo("UTC") if around_the_clock else _NEW_YORK
    known = {moment: _day(moment, zone) for moment in set(numbers.columns["t"].tolist())}
    days = [known.get(moment) for moment in numbers.columns["t"].tolist()]
    timeless = [
        f"row of {shown(row['T'])}: t is {shown(row.get('t'))}, which is no moment"
        for row, day in zip(numbers.rows, days, strict=True)
        if day is None
    ]
    keep = np.array([day is not None for day in days], dtype=np.bool_)
    place = {ticker: position for position, ticker in enumerate(symbols)}
    code = np.array([place[cast("str", row["T"])] for row in numbers.rows], dtype=np.int64)
    columns = {name: column[keep] for name, column in numbers.columns.items()}
    sessions = [day for day in days if day is not None]
    bars = Bars(
        source=NAME,
        symbols=tuple(symbols.values()),
        code=code[keep],
        days=np.array(sessions, dtype="datetime64[D]"),
        open=columns["o"],
        high=columns["h"],
        low=columns["l"],
        close=columns["c"],
        volume=columns["v"],
        vwap=columns["vw"],
        trades=columns["n"],
        final=_final(sessions, now, around_the_clock=around_the_clock),
    )
    return BarRows(bars, few([*numbers.problems, *timeless]))


def _day(milliseconds: float, zone: ZoneInfo) -> date | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, zone).date()
    except (ValueError, OverflowError, OSError):  # NaN, or a moment beyond all calendars
        return None


def _final(days: Sequence[date], now: datetime, *, around_the_clock: bool) -> Bools:
    if around_the_clock:
        last = (now.astimezone(UTC) - _DAY_AFTER).date()
    else:
        local = now.astimezone(_NEW_YORK)
        last = local.date() if local.time() >= _OVER else local.date() - timedelta(days=1)
    return np.array(days, dtype="datetime64[D]") <= np.datetime64(last)


def parse_splits(
    rows: Sequence[Row], symbols: Mapping[str, str]
) -> tuple[tuple[Split, ...], tuple[str, ...]]:
    """Return splits of the tickers that are wanted, and the rows that could not be read."""
    need_columns(NAME, rows, ("ticker", "execution_date", "split_from", "split_to"))

    def split(row: Row) -> Split:
        before, after = float(cast("float", row["split_from"])), float(cast("float", row["split_to"]))
        return Split.model_validate(
            {
                "symbol": symbols[cast("str", row["ticker"])],
                "day": row["execution_date"],
                "ratio": after / before,
                "source": NAME,
            }
        )

    return read_entities(rows_named(rows, "ticker", symbols), split, "ticker")


def parse_dividends(
    rows: Sequence[Row], symbols: Mapping[str, str]
) -> tuple[tuple[Dividend, ...], tuple[str, ...]]:
    """Return dividends of the tickers that are wanted, and the rows that could not be read.

    Several of one day, such as a regular and a special one, are one dividend of that day; the same row twice
    is one row.
    """
    need_columns(NAME, rows, ("ticker", "ex_dividend_date", "cash_amount"))

    def dividend(row: Row) -> Dividend:
        return Dividend.model_validate(
            {
                "symbol": symbols[cast("str", row["ticker"])],
                "day": row["ex_dividend_date"],
                "amount": row["cash_amount"],
                "currency": row.get("currency") or "USD",
                "pay_day": row.get("pay_date"),
                "source": NAME,
            }
        )

    each = {str(row.get("id") or sorted(row.items())): row for row in rows_named(rows, "ticker", symbols)}
    found, problems = read_entities(list(each.values()), dividend, "ticker")
    paid: dict[tuple[str, date, str], Dividend] = {}
    for one in found:
        key = one.symbol, one.day, one.currency
        before = paid[key].amount if key in paid else 0.0
        paid[key] = one.model_copy(update={"amount": before + one.amount})
    return tuple(paid.values()), problems


def parse_last_trade(symbol: str, content: bytes) -> Quote:
    """Return the last trade of a stock; its moment is in nanoseconds."""
    trade = read_reply(NAME, _LastTradeReply, content).results
    at = datetime.fromtimestamp(trade.t // 1000 / 1e6, UTC)
    return Quote(symbol=symbol, price=trade.p, size=trade.s, at=at, source=NAME)


def parse_last_crypto(symbol: str, content: bytes) -> Quote:
    """Return the last trade of a pair; its moment is in milliseconds."""
    trade = read_reply(NAME, _LastCryptoReply, content).last
    at = datetime.fromtimestamp(trade.timestamp / 1000, UTC)
    return Quote(symbol=symbol, price=trade.price, size=trade.size, at=at, source=NAME)


def parse_previous(symbol: str, content: bytes) -> Quote | None:
    """Return the close of the session before, or None where there is none."""
    results = read_reply(NAME, _PreviousReply, content).results
    if not results:
        return None
    at = datetime.fromtimestamp(results[-1].t / 1000, UTC)
    return Quote(symbol=symbol, price=results[-1].c, at=at, source=NAME)
