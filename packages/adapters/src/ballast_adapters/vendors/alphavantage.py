"""Asks Alpha Vantage for articles with its own sentiment, and for the days of earnings."""

import csv
import io
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

from pydantic import JsonValue

from ballast_adapters.http import Vendor, VendorHttp
from ballast_adapters.vendors.asking import ask_each
from ballast_adapters.vendors.reading import Reply, Row, need_columns, read_entities, read_reply, rows_named
from ballast_core.market import (
    Article,
    EventKind,
    Fetched,
    Instrument,
    InstrumentKind,
    MarketEvent,
    RecurringEvent,
    VendorError,
    VendorKeyError,
    VendorLimitError,
    VendorReplyError,
)
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import Problem

NAME = "alphavantage"
_PAGE, _MOST_PAGES = 1000, 5
_ONE_BY_ONE = 5  # for more instruments all articles are asked for at once
_TIME = "%Y%m%dT%H%M%S"
_LIMIT_WORDS = ("rate limit", "call frequency", "requests per", "calls per", "premium")
_NOTHING_WORDS = ("no articles found",)
_KEY_WORDS = ("apikey is invalid", "demo** api key")
_UNTIL_TOMORROW_S, _A_MINUTE_S = 24 * 3600.0, 60.0
_EARNINGS = ("symbol", "name", "reportDate", "estimate")
_ARTICLE = ("title", "url", "time_published", "overall_sentiment_score", "ticker_sentiment")
_IMPORTANCE = 3


class NewsReply(Reply):
    """Articles, oldest first; or a word on why there are none, with the status of success."""

    feed: tuple[dict[str, JsonValue], ...] | None = None
    Information: str = ""
    Note: str = ""
    error: str = ""


def parse_feed(vendor: Vendor, content: bytes) -> tuple[Row, ...]:
    """Return the rows of articles.

    Raises `VendorLimitError` and `VendorKeyError` for what Alpha Vantage tells with the status of success,
    and `VendorReplyError`.
    """
    reply = read_reply(NAME, NewsReply, content.replace(b'"Error Message"', b'"error"', 1))
    if reply.feed is not None:
        return reply.feed
    _check(vendor, reply.Information or reply.Note or reply.error)
    return ()


def parse_articles(
    rows: Sequence[Row], symbols: Mapping[str, str]
) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """Return articles that name a ticker of `symbols`, and the rows that could not be read."""
    need_columns(
        NAME, rows, ("title", "url", "time_published", "overall_sentiment_score", "ticker_sentiment")
    )

    def article(row: Row) -> Article:
        at = datetime.strptime(cast("str", row["time_published"]), _TIME).replace(tzinfo=UTC)
        named = cast("list[Row]", row["ticker_sentiment"])
        found = {
            "id": sha256(cast("str", row["url"]).encode()).hexdigest(),
            "source": NAME,
            "url": row["url"],
            "published_at": at,
            "title": row["title"],
            "summary": row.get("summary") or "",
            "symbols": tuple(sorted({symbols[t] for one in named if (t := str(one["ticker"])) in symbols})),
            "sentiment": row["overall_sentiment_score"],
            "scorer": NAME,
        }
        return Article.model_validate(found)

    found, problems = read_entities(rows, article, "url")
    return tuple(one for one in found if one.symbols), problems


def parse_earnings(
    vendor: Vendor, content: bytes, symbols: Mapping[str, str], span: DateSpan
) -> tuple[tuple[MarketEvent, ...], tuple[str, ...]]:
    """Return the days of earnings in a span, and the rows that could not be read.

    Raises as `parse_feed`, as what is wrong comes as JSON where a table is expected.
    """
    if content.lstrip()[:1] in {b"{", b"<"}:
        parse_feed(vendor, content)
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    try:
        header = dict.fromkeys(reader.fieldnames or (), "")
        rows = [cast("Row", row) for row in reader]
    except csv.Error as error:
        raise VendorReplyError(NAME, Problem("answer", f"is no table: {error}")) from None
    need_columns(NAME, rows or [cast("Row", header)], _EARNINGS)

    def event(row: Row) -> MarketEvent:
        estimate = row["estimate"]
        found = {
            "kind": EventKind.EARNINGS,
            "subject": symbols[str(row["symbol"])],
            "day": row["reportDate"],
            "name": f"Earnings of {row['name'] or row['symbol']}",
            "importance": _IMPORTANCE,
            "estimate": float(cast("str", estimate)) if estimate else None,
            "source": NAME,
        }
        return MarketEvent.model_validate(found)

    found, problems = read_entities(rows_named(rows, "symbol", symbols), event, "symbol")
    return tuple(one for one in found if one.day in span), problems


def _check(vendor: Vendor, said: str) -> None:
    """Raise what a provider's word means, unless it means that there is nothing."""
    lowered = said.lower()
    if any(words in lowered for words in _NOTHING_WORDS):
        return
    if any(words in lowered for words in _KEY_WORDS):
        raise VendorKeyError(NAME, vendor.setting)
    if any(words in lowered for words in _LIMIT_WORDS):
        raise VendorLimitError(NAME, _UNTIL_TOMORROW_S if "per day" in lowered else _A_MINUTE_S)
    raise VendorError(NAME, f"it does not answer: {vendor.scrubbed(said) or 'it says nothing'}")


class AlphaVantageNews:
    """Articles of Alpha Vantage, with its sentiment."""

    def __init__(self, http: VendorHttp, vendor: Vendor) -> None:
        self._http = http
        self._vendor = vendor

    async def articles(
        self, instruments: Sequence[Instrument], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[Article, ...]]]:
        """Yield articles; of many instruments those of the whole market, to spare questions."""
        alone = len(instruments) <= _ONE_BY_ONE
        batches = [(one,) for one in instruments] if alone else [tuple(instruments)]

        async def ask(batch: tuple[Instrument, ...]) -> Fetched[tuple[Article, ...]]:
            symbols = {_ticker(one): one.symbol for one in batch}
            rows, more = await self._rows(next(iter(symbols)) if alone else "", span)
            found, problems = parse_articles(rows, symbols)
            return Fetched(tuple(symbols.values()), found, problems=(*problems, *more))

        async for fetched in ask_each(batches, lambda batch: tuple(one.symbol for one in batch), ask):
            yield fetched

    async def _rows(self, ticker: str, span: DateSpan) -> tuple[list[Row], tuple[str, ...]]:
        asked: dict[str, str | int] = {"function": "NEWS_SENTIMENT", "sort": "EARLIEST", "limit": _PAGE}
        asked |= {"tickers": ticker} if ticker else {}
        asked |= {"time_to": f"{span.end:%Y%m%d}T2359"} if span.end else {}
        asked |= {"time_from": f"{span.start:%Y%m%d}T0000"} if span.start else {}
        rows: list[Row] = []
        for _ in range(_MOST_PAGES):
            page = parse_feed(self._vendor, await self._http.get(self._vendor, "/query", asked))
            rows += page
            last = str(page[-1].get("time_published", ""))[: len("20261120T0930")] if page else ""
            if len(page) < _PAGE or not last or last == asked.get("time_from"):
                return rows, ()
            asked |= {"time_from": last}
        return rows, (f"there are more articles than the first {len(rows):,}; ask for fewer days",)


class AlphaVantageEvents:
    """Days of earnings of Alpha Vantage; of other events it knows nothing."""

    def __init__(self, http: VendorHttp, vendor: Vendor) -> None:
        self._http = http
        self._vendor = vendor

    async def events(
        self, instruments: Sequence[Instrument], recurring: Sequence[RecurringEvent], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        """Yield the days of earnings of all stocks, from one question."""
        stocks = {_ticker(one): one.symbol for one in instruments if one.kind is InstrumentKind.STOCK}
        others = [one.symbol for one in instruments if one.kind is not InstrumentKind.STOCK]
        quiet = (*others, *(one.name for one in recurring))
        if quiet:
            yield Fetched(quiet, ())

        async def ask(batch: Mapping[str, str]) -> Fetched[tuple[MarketEvent, ...]]:
            asked = {"function": "EARNINGS_CALENDAR", "horizon": "12month"}
            content = await self._http.get(self._vendor, "/query", asked)
            found, problems = parse_earnings(self._vendor, content, batch, span)
            return Fetched(tuple(batch.values()), found, problems=problems)

        async for fetched in ask_each([stocks] if stocks else [], lambda one: tuple(one.values()), ask):
            yield fetched


def _ticker(instrument: Instrument) -> str:
    """Return what Alpha Vantage calls an instrument, such as CRYPTO:BTC for BTC-USD."""
    spelled = instrument.spelled(NAME)
    if instrument.kind is InstrumentKind.CRYPTO and spelled == instrument.symbol:
        return f"CRYPTO:{spelled.partition('-')[0]}"
    return spelled
