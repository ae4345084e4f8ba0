"""Asks Polygon, now Massive, for bars, splits and dividends, and for last prices."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote as quoted

from ballast_adapters.http import Vendor, VendorHttp, VendorRefusedError
from ballast_adapters.vendors.asking import Pages, ask_each
from ballast_adapters.vendors.polygon_replies import (
    parse_bars,
    parse_dividends,
    parse_last_crypto,
    parse_last_trade,
    parse_page,
    parse_previous,
    parse_splits,
)
from ballast_adapters.vendors.reading import Row
from ballast_core.market import (
    Dividend,
    Fetched,
    History,
    Instrument,
    InstrumentKind,
    NoPriceError,
    Quote,
    Split,
    VendorKeyError,
    Wanted,
)
from ballast_core.shared.ports import Clock

NAME = "polygon"
_MOST_GROUPED_DAYS = 5
_SATURDAY = 5
_GROUPED = {"stocks": "us/market/stocks", "crypto": "global/market/crypto"}
_RANGE_LIMIT, _PAGE_LIMIT = 50_000, 1000


@dataclass(frozen=True, slots=True)
class _Batch:
    """Instruments of one market asked for together, over days that suit them all."""

    market: str
    wanted: tuple[Wanted, ...]
    days: tuple[date, ...]

    @property
    def symbols(self) -> dict[str, str]:
        return {one.instrument.spelled(NAME): one.instrument.symbol for one in self.wanted}

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(one.instrument.symbol for one in self.wanted)


class PolygonBars:
    """Bars of Polygon: a few days of the whole market at once where that takes fewer questions."""

    def __init__(self, http: VendorHttp, vendor: Vendor, clock: Clock) -> None:
        self._http = http
        self._vendor = vendor
        self._clock = clock

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        """Yield bars, splits and dividends."""
        async for fetched in ask_each(_batches(wanted), lambda batch: batch.parts, self._history):
            yield fetched

    async def _history(self, batch: _Batch) -> Fetched[History]:
        rows = await self._bar_rows(batch)
        bars = parse_bars(rows, batch.symbols, self._clock.now(), around_the_clock=batch.market == "crypto")
        splits, dividends, problems = await self._actions(batch)
        return Fetched(
            batch.parts,
            History(bars.bars, splits, dividends),
            problems=(*bars.problems, *problems),
        )

    async def _bar_rows(self, batch: _Batch) -> list[Row]:
        if len(batch.wanted) > 1:
            return [row for day in batch.days for row in await self._grouped(batch.market, day)]
        one = next(iter(batch.wanted))
        ticker = one.instrument.spelled(NAME)
        path = f"/v2/aggs/ticker/{quoted(ticker, safe=':')}/range/1/day/{one.first}/{one.last}"
        rows = await self._pages(f"{path}?adjusted=false&sort=asc&limit={_RANGE_LIMIT}")
        return [{**row, "T": ticker} for row in rows]

    async def _grouped(self, market: str, day: date) -> list[Row]:
        return await self._pages(f"/v2/aggs/grouped/locale/{_GROUPED[market]}/{day}?adjusted=false")

    async def _actions(
        self, batch: _Batch
    ) -> tuple[tuple[Split, ...], tuple[Dividend, ...], tuple[str, ...]]:
        if batch.market != "stocks":
            return (), (), ()
        ticker = f"&ticker={quoted(next(iter(batch.symbols)))}" if len(batch.wanted) == 1 else ""
        found = await self._between("splits", "execution_date", batch.days, ticker)
        splits, wrong = parse_splits(found, batch.symbols)
        found = await self._between("dividends", "ex_dividend_date", batch.days, ticker)
        dividends, wrong_too = parse_dividends(found, batch.symbols)
        return splits, dividends, (*wrong, *wrong_too)

    async def _between(self, kind: str, column: str, days: Sequence[date], ticker: str) -> list[Row]:
        span = f"{column}.gte={days[0]}&{column}.lte={days[-1]}"
        return await self._pages(f"/v3/reference/{kind}?{span}{ticker}&limit={_PAGE_LIMIT}")

    async def _pages(self, path: str) -> list[Row]:
        rows: list[Row] = []
        pages = Pages(NAME, path)
        for page in pages:
            reply = parse_page(await self._http.get(self._vendor, page))
            rows += reply.results
            pages.follow(reply.next_url)
        return rows


class PolygonQuotes:
    """Last prices of Polygon; the last close where its plan has no trades."""

    def __init__(self, http: VendorHttp, vendor: Vendor) -> None:
        self._http = http
        self._vendor = vendor
        self._without_trades: set[str] = set()

    async def quote(self, instrument: Instrument) -> Quote:
        """Return the last trade, or else the last close."""
        market = _market(instrument)
        if market != "indices" and market not in self._without_trades:
            try:
                return await self._last(instrument, market)
            except VendorKeyError:  # a plan without trades is refused like a wrong key; closes are in each
                close = await self._close(instrument)
                self._without_trades.add(market)
                return close
        return await self._close(instrument)

    async def _last(self, instrument: Instrument, market: str) -> Quote:
        ticker = instrument.spelled(NAME)
        if market == "crypto":
            pair = ticker.removeprefix("X:")
            path = f"/v1/last/crypto/{quoted(pair[:-3])}/{quoted(pair[-3:])}"
            return parse_last_crypto(instrument.symbol, await self._found(instrument, path))
        path = f"/v2/last/trade/{quoted(ticker)}"
        return parse_last_trade(instrument.symbol, await self._found(instrument, path))

    async def _close(self, instrument: Instrument) -> Quote:
        path = f"/v2/aggs/ticker/{quoted(instrument.spelled(NAME), safe=':')}/prev?adjusted=false"
        found = parse_previous(instrument.symbol, await self._found(instrument, path))
        if found is None:
            raise NoPriceError(instrument.symbol)
        return found

    async def _found(self, instrument: Instrument, path: str) -> bytes:
        try:
            return await self._http.get(self._vendor, path)
        except VendorRefusedError as error:
            if error.status == 404:
                raise NoPriceError(instrument.symbol) from None
            raise


def _market(instrument: Instrument) -> str:
    if instrument.kind is InstrumentKind.CRYPTO:
        return "crypto"
    return "indices" if instrument.kind is InstrumentKind.INDEX else "stocks"


def _batches(wanted: Sequence[Wanted]) -> list[_Batch]:
    """Return who is asked for together: a market where its days are few, else each one for itself."""
    batches: list[_Batch] = []
    by_market: dict[str, list[Wanted]] = {}
    for one in wanted:
        by_market.setdefault(_market(one.instrument), []).append(one)
    for market, ones in by_market.items():
        days = _days(min(one.first for one in ones), max(one.last for one in ones), market)
        if market in _GROUPED and 0 < len(days) < min(len(ones), _MOST_GROUPED_DAYS + 1):
            batches.append(_Batch(market, tuple(ones), days))
        else:
            batches += [_Batch(market, (one,), (one.first, one.last)) for one in ones]
    return batches


def _days(first: date, last: date, market: str) -> tuple[date, ...]:
    """Return the days to ask for; stocks rest on weekends. Nobody needs more than the most of them."""
    count = min((last - first).days + 1, 2 * _MOST_GROUPED_DAYS + 2)
    days = (first + timedelta(days=step) for step in range(count))
    return tuple(day for day in days if market == "crypto" or day.weekday() < _SATURDAY)
