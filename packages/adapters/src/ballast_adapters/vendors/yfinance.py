"""Asks Yahoo for bars, splits, dividends and last prices through yfinance, which is an optional extra."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from ballast_adapters.http import PassingError, Vendor, VendorHttp
from ballast_adapters.vendors.asking import ask_each
from ballast_core.market import (
    Bars,
    Dividend,
    Fetched,
    History,
    Instrument,
    InstrumentKind,
    NoPriceError,
    Quote,
    Split,
    VendorError,
    VendorLimitError,
    VendorReplyError,
    Wanted,
)
from ballast_core.shared.arrays import Days, Floats, to_date
from ballast_core.shared.errors import Problem
from ballast_core.shared.ports import Clock

NAME = "yfinance"
_SPELLED = "yahoo"
_PRICES = ("Open", "High", "Low", "Close")
_COLUMNS = (*_PRICES, "Volume", "Dividends", "Stock Splits")
_LIMIT_S = 60.0
_TIMES_LONGER = 6  # a chart takes several questions
_DIGITS = 6
_one_at_a_time = Lock()  # yfinance has one session and one cookie for all
_DAY_AFTER = timedelta(days=1, minutes=20)
_AFTER_CLOSE = timedelta(hours=21, minutes=20)  # UTC; in New York 16:20 or later


@dataclass(frozen=True, slots=True)
class Chart:
    """What Yahoo draws of a ticker. Shapes: `days` (n,), ascending; each column (n,), NaN for nothing."""

    days: Days
    columns: dict[str, Floats]
    price: float | None = None
    price_at: datetime | None = None


def parse_chart(wanted: Wanted, chart: Chart, now: datetime) -> History:
    """Return bars, splits and dividends of a span as they were on their days.

    Yahoo divides all that lies before a split by its ratio, so the chart must reach up to today: each
    number is multiplied by the ratios of the splits that came after it.
    Raises `VendorReplyError` for a split or a dividend that is infinite.
    """
    symbol = wanted.instrument.symbol
    endless = [name for name in ("Stock Splits", "Dividends") if np.isinf(chart.columns[name]).any()]
    if endless:
        raise VendorReplyError(NAME, *(Problem(name, "has an infinite number") for name in endless))
    over_after = _DAY_AFTER if wanted.instrument.kind is InstrumentKind.CRYPTO else _AFTER_CLOSE
    ratios = np.where(chart.columns["Stock Splits"] > 0, chart.columns["Stock Splits"], 1.0)
    after = np.append(np.cumprod(ratios[::-1])[::-1][1:], 1.0)[: ratios.size]
    inside = (chart.days >= np.datetime64(wanted.first)) & (chart.days <= np.datetime64(wanted.last))
    days = chart.days[inside]
    raw = {name: np.round(chart.columns[name] * after, _DIGITS)[inside] for name in (*_PRICES, "Dividends")}
    nothing = np.full(days.size, np.nan)
    bars = Bars(
        source=NAME,
        symbols=(symbol,),
        code=np.zeros(days.size, dtype=np.int64),
        days=days,
        open=raw["Open"],
        high=raw["High"],
        low=raw["Low"],
        close=raw["Close"],
        volume=np.round(chart.columns["Volume"] / after)[inside],
        vwap=nothing,
        trades=nothing,
        final=days <= np.datetime64((now.astimezone(UTC) - over_after).date()),
    )
    splits = chart.columns["Stock Splits"][inside]
    return History(
        bars,
        tuple(
            Split(symbol=symbol, day=to_date(day), ratio=float(ratio), source=NAME)
            for day, ratio in zip(days, splits, strict=True)
            if ratio > 0
        ),
        tuple(
            Dividend(symbol=symbol, day=to_date(day), amount=float(amount), source=NAME)
            for day, amount in zip(days, raw["Dividends"], strict=True)
            if amount > 0
        ),
    )


def _forget() -> None:
    """Empty the memory of yfinance, which keeps answers that brought a fault as well."""
    import_module("yfinance.data").YfData.cache_get.cache_clear()


class _Column(Protocol):
    def to_numpy(self, dtype: type) -> Floats: ...


class _Frame(Protocol):
    """A table of pandas, as far as it is of use here."""

    columns: Collection[str]
    index: Iterable[datetime]

    def __len__(self) -> int: ...

    def __getitem__(self, name: str) -> _Column: ...


class YahooCharts:
    """Loads charts with yfinance, in a thread; `session` is one of requests or curl_cffi, for tests.

    `folder` is where yfinance may keep what it learns of time zones.
    """

    def __init__(self, folder: Path, timeout_s: float, session: object = None) -> None:
        self._folder = folder
        self._timeout_s = timeout_s
        self._session = session

    async def load(self, ticker: str, first: date | None) -> Chart:
        """Return the chart of a ticker from a day up to now; without one its last days.

        Raises `VendorError`, and `PassingError` for what may pass.
        """
        try:
            async with asyncio.timeout(_TIMES_LONGER * self._timeout_s):
                return await asyncio.to_thread(self._load, ticker, first)
        except TimeoutError:
            raise PassingError(VendorError(NAME, "it did not answer in time")) from None

    def _load(self, ticker: str, first: date | None) -> Chart:
        yahoo = self._library()
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what pandas wants yfinance to change
            try:
                return self._loaded(yahoo, ticker, first)
            except Exception:
                _forget()
                raise

    def _loaded(self, yahoo: ModuleType, ticker: str, first: date | None) -> Chart:
        errors = import_module("yfinance.exceptions")
        try:
            asked = yahoo.Ticker(ticker, session=self._session)
            span = {"start": first} if first else {"period": "5d"}
            options = {"interval": "1d", "auto_adjust": False, "actions": True, "timeout": self._timeout_s}
            frame = asked.history(**span, **options)
            return _chart(frame, asked.get_history_metadata())
        except errors.YFRateLimitError as error:
            raise PassingError(VendorLimitError(NAME, _LIMIT_S)) from error
        except errors.YFPricesMissingError as error:
            if error.yahoo_reason is None:  # it may as well have failed
                raise VendorError(NAME, "it has no prices, and does not say why") from error
            return _chart(None, {})
        except VendorReplyError:
            raise
        except Exception as error:  # whatever its depths bring up
            why = f"{type(error).__name__}: {error}"[:200]
            if "timed out" in str(error).lower():
                raise PassingError(VendorError(NAME, "it did not answer in time")) from error
            raise VendorError(NAME, f"it cannot be asked: {why}") from error

    def _library(self) -> ModuleType:
        try:
            yahoo = import_module("yfinance")
        except ImportError:
            raise VendorError(NAME, "it is not installed; pip install 'ballast-adapters[yfinance]'") from None
        yahoo.set_tz_cache_location(str(self._folder))
        yahoo.config.debug.hide_exceptions = False
        return yahoo


def _chart(frame: _Frame | None, told: Mapping[str, Any]) -> Chart:
    """Return a chart of a table of pandas. Raises `VendorReplyError` for a column that is gone."""
    if frame is None or len(frame) == 0:
        return Chart(np.array([], "datetime64[D]"), dict.fromkeys(_COLUMNS, np.array([])))
    missing = [name for name in _COLUMNS if name not in frame.columns]
    if missing:
        raise VendorReplyError(NAME, *(Problem(name, "the chart has no such column") for name in missing))
    days = np.array([moment.date() for moment in frame.index], dtype="datetime64[D]")
    columns = {name: frame[name].to_numpy(dtype=np.float64) for name in _COLUMNS}
    price, at = told.get("regularMarketPrice"), told.get("regularMarketTime")
    seconds = at.timestamp() if isinstance(at, datetime) else at
    moment = datetime.fromtimestamp(float(seconds), UTC) if seconds else None
    return Chart(days, columns, float(price) if price else None, moment)


class YfinanceBars:
    """Bars of Yahoo, a symbol at a time."""

    def __init__(self, http: VendorHttp, vendor: Vendor, charts: YahooCharts, clock: Clock) -> None:
        self._http = http
        self._vendor = vendor
        self._charts = charts
        self._clock = clock

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        """Yield bars, splits and dividends."""

        async def ask(one: Wanted) -> Fetched[History]:
            ticker = one.instrument.spelled(_SPELLED)
            chart = await self._http.ask(self._vendor, lambda: self._charts.load(ticker, one.first))
            return Fetched((one.instrument.symbol,), parse_chart(one, chart, self._clock.now()))

        async for fetched in ask_each(wanted, lambda one: (one.instrument.symbol,), ask):
            yield fetched


class YfinanceQuotes:
    """Last prices of Yahoo."""

    def __init__(self, http: VendorHttp, vendor: Vendor, charts: YahooCharts) -> None:
        self._http = http
        self._vendor = vendor
        self._charts = charts

    async def quote(self, instrument: Instrument) -> Quote:
        """Return the last price."""
        ticker = instrument.spelled(_SPELLED)
        chart = await self._http.ask(self._vendor, lambda: self._charts.load(ticker, None))
        if chart.price is None or chart.price_at is None:
            raise NoPriceError(instrument.symbol)
        return Quote(symbol=instrument.symbol, price=chart.price, at=chart.price_at, source=NAME)
