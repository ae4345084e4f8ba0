"""What every `QuoteSource` must do: the recorded one, and every provider over a server of this machine."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.vendor_server import FakeVendor, Play, dropped, instead, saved, status, vendor_http, vendor_server
from tests.vendor_sources import COG, KITE, NOW, OAKS, charts_at, polygon, vendor_at, yahoo

from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.vendors.polygon import PolygonQuotes
from ballast_adapters.vendors.recorded import RecordedQuotes
from ballast_adapters.vendors.yfinance import YfinanceQuotes
from ballast_core.market import (
    NoPriceError,
    QuoteSource,
    VendorError,
    VendorKeyError,
    VendorLimitError,
    VendorReplyError,
)


@pytest.fixture(params=["recorded", "polygon", "yfinance"])
async def quotes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[QuoteSource]:
    clock = FrozenClock(NOW)
    if request.param == "recorded":
        yield RecordedQuotes(clock, MemoryCalendars())
        return
    answer = polygon if request.param == "polygon" else yahoo
    async with vendor_server(answer) as server, vendor_http(clock) as http:
        vendor = vendor_at(request.param, server.url)
        if request.param == "polygon":
            yield PolygonQuotes(http, vendor)
        else:
            yield YfinanceQuotes(http, vendor, charts_at(server.url, tmp_path))


async def test_a_quote_is_of_the_symbol_that_was_asked_for(quotes: QuoteSource) -> None:
    """QU-01"""
    assert (await quotes.quote(KITE)).symbol == "KITE"


async def test_a_price_is_positive_and_not_of_the_future(quotes: QuoteSource) -> None:
    """QU-02"""
    quote = await quotes.quote(KITE)
    assert quote.price > 0
    assert quote.at.utcoffset() == timedelta(0)
    assert quote.at <= NOW


async def test_a_quote_names_its_source(quotes: QuoteSource) -> None:
    """QU-03"""
    assert (await quotes.quote(KITE)).source in {"recorded", "polygon", "yfinance"}


@pytest.fixture
async def asked() -> AsyncGenerator[tuple[PolygonQuotes, FakeVendor]]:
    async with vendor_server(polygon) as server, vendor_http(FrozenClock(NOW)) as http:
        yield PolygonQuotes(http, vendor_at("polygon", server.url)), server


async def test_the_last_trade_comes_with_its_moment(asked: tuple[PolygonQuotes, FakeVendor]) -> None:
    """QU-20"""
    quote = await asked[0].quote(KITE)
    assert (quote.price, quote.size, quote.at) == (20.87, 25, NOW - timedelta(hours=3))


async def test_a_pair_of_crypto_is_asked_for_by_its_two_sides(
    asked: tuple[PolygonQuotes, FakeVendor],
) -> None:
    """QU-21"""
    quote = await asked[0].quote(COG)
    assert (quote.price, asked[1].asked[0].path) == (312.5, "/v1/last/crypto/COG/USD")


async def test_a_plan_without_trades_has_the_last_close(asked: tuple[PolygonQuotes, FakeVendor]) -> None:
    """QU-22"""
    source, server = asked
    server.faults = [status(403, saved("polygon/not_in_plan.json"))]
    first, second = await source.quote(KITE), await source.quote(KITE)
    assert (first.price, second.price) == (20.75, 20.75)
    assert [one.path.split("/")[2] for one in server.asked] == ["last", "aggs", "aggs"]


async def test_a_stock_without_a_trade_has_no_price(asked: tuple[PolygonQuotes, FakeVendor]) -> None:
    """QU-23"""
    with pytest.raises(NoPriceError):
        await asked[0].quote(OAKS)


@pytest.mark.parametrize(
    ("play", "failure"),
    [
        (status(429), VendorLimitError),
        (status(500), VendorError),
        (dropped, VendorError),
        (status(401), VendorKeyError),
        (instead(b"<html></html>"), VendorReplyError),
        (instead(b'{"results": {"T": "KITE", "price": 1}}'), VendorReplyError),
        (instead(b'{"results": {"p": 0, "t": 1605195848000000000}}'), VendorReplyError),
        (instead(b'{"results": {"p": NaN, "t": 1605195848000000000}}'), VendorReplyError),
    ],
    ids=["throttled", "broken", "dropped", "key", "web page", "changed", "zero", "nan"],
)
async def test_what_fails_is_told_by_its_kind(
    asked: tuple[PolygonQuotes, FakeVendor], play: Play, failure: type[Exception]
) -> None:
    """QU-24"""
    asked[1].always = play
    with pytest.raises(failure):
        await asked[0].quote(KITE)
