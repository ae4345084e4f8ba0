"""Every provider over a server of this machine, with the replies that are saved for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from pydantic import SecretStr
from tests.vendor_server import BRISK, KEY, Asked, FakeVendor, saved, vendor_http, vendor_server

from ballast_adapters.http import Patience, Vendor, VendorHttp
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.vendors.alphavantage import AlphaVantageEvents, AlphaVantageNews
from ballast_adapters.vendors.fred import FredIndicators
from ballast_adapters.vendors.newsapi import NewsApiNews
from ballast_adapters.vendors.polygon import PolygonBars, PolygonQuotes
from ballast_adapters.vendors.yfinance import YahooCharts, YfinanceBars, YfinanceQuotes
from ballast_core.market import Fetched, Frequency, Indicator, Instrument, InstrumentKind, Wanted
from ballast_core.shared.dates import DateSpan

NOW = datetime(2026, 11, 20, 22, tzinfo=UTC)
MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
SPAN = DateSpan(MONDAY, WEDNESDAY)
KITE = Instrument(symbol="KITE", name="Kite Aerials Inc")
OAKS = Instrument(symbol="OAKS", name="Oaksmith Timber Co.")
COG = Instrument(
    symbol="COG-USD", kind=InstrumentKind.CRYPTO, calendar="24/7", spellings={"polygon": "X:COGUSD"}
)
GROWTH = Indicator(id="GROWTH", frequency=Frequency.QUARTERLY, release_lag_days=30)
RATE = Indicator(id="RATE", frequency=Frequency.DAILY)

VENDORS: Mapping[str, Mapping[str, str]] = {
    "polygon": {"key_header": "Authorization", "key_prefix": "Bearer "},
    "fred": {"key_parameter": "api_key"},
    "newsapi": {"key_header": "X-Api-Key"},
    "alphavantage": {"key_parameter": "apikey"},
    "yfinance": {},
}


def vendor_at(name: str, url: str) -> Vendor:
    key = SecretStr(KEY) if VENDORS[name] else None
    return Vendor(name, url, key=key, setting=f"BALLAST_VENDORS__{name.upper()}_KEY", **VENDORS[name])


def wanted(instrument: Instrument, first: date = MONDAY, last: date = WEDNESDAY) -> Wanted:
    return Wanted(instrument, first, last)


def polygon(asked: Asked) -> bytes | None:
    path, ticker = asked.path, asked.parameters.get("ticker")
    ranges = {"KITE": "range_kite", "OAKS": "range_oaks", "X:COGUSD": "range_coin"}
    if path.startswith("/v2/aggs/grouped/"):
        name = path.rpartition("/")[2]
        known = "/us/" in path and MONDAY.isoformat() <= name <= WEDNESDAY.isoformat()
        return saved(f"polygon/grouped_{name if known else 'holiday'}.json")
    if path.endswith("/prev"):
        return saved("polygon/previous_kite.json")
    if path.startswith("/v2/aggs/ticker/"):
        found = ranges.get(path.split("/")[4])
        return saved(f"polygon/{found}.json") if found else saved("polygon/grouped_holiday.json")
    if path.startswith("/v3/reference/"):
        kind, owner = path.rpartition("/")[2], {"splits": "KITE", "dividends": "OAKS"}
        return saved(f"polygon/{kind}.json") if ticker in (None, owner[kind]) else b'{"results": []}'
    if path.startswith("/v1/last/crypto/"):
        return saved("polygon/last_crypto.json")
    return saved("polygon/last_trade_kite.json") if path == "/v2/last/trade/KITE" else None


def fred(asked: Asked) -> bytes | None:
    if asked.path.endswith("vintagedates"):
        return saved("fred/vintages.json")
    return saved(f"fred/{asked.parameters['series_id'].lower()}.json")


def newsapi(_: Asked) -> bytes | None:
    return saved("newsapi/everything.json")


def alphavantage(asked: Asked) -> bytes | None:
    earnings = asked.parameters["function"] == "EARNINGS_CALENDAR"
    return saved(f"alphavantage/{'earnings.csv' if earnings else 'news.json'}")


def yahoo(asked: Asked) -> bytes | None:
    if "getcrumb" in asked.path:
        return b"crumb"
    if "/v8/finance/chart/" in asked.path:
        return saved("yahoo/kite.json")
    return b"{}"


class _Here(requests.Session):
    """Asks this machine whatever host it is told to ask."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self._url = url

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401 - as yfinance calls it
        here = self._url + urlsplit(url)._replace(scheme="", netloc="").geturl()
        return super().request(method, here, **{**options, "timeout": BRISK.read_s})


def charts_at(url: str, folder: Path) -> YahooCharts:
    return YahooCharts(folder, 2, _Here(url))


type Ask = Callable[[VendorHttp, Vendor, Path], AsyncGenerator[Fetched[Any]]]


@dataclass(frozen=True)
class Case:
    """A source asked for something: who answers, which parts there are, and a column that is needed."""

    vendor: str
    answer: Callable[[Asked], bytes | None]
    ask: Ask
    parts: tuple[str, ...]
    column: str


def _clock() -> FrozenClock:
    return FrozenClock(NOW)


CASES = {
    "polygon bars": Case(
        "polygon",
        polygon,
        lambda http, vendor, _: PolygonBars(http, vendor, _clock()).bars([wanted(KITE), wanted(COG)]),
        ("KITE", "COG-USD"),
        "c",
    ),
    "polygon bars of a day": Case(
        "polygon",
        polygon,
        lambda http, vendor, _: PolygonBars(http, vendor, _clock()).bars(
            [wanted(KITE, WEDNESDAY), wanted(OAKS, WEDNESDAY)]
        ),
        ("KITE", "OAKS"),
        "T",
    ),
    "fred indicators": Case(
        "fred",
        fred,
        lambda http, vendor, _: FredIndicators(http, vendor).observations([GROWTH, RATE], None),
        ("GROWTH", "RATE"),
        "value",
    ),
    "newsapi news": Case(
        "newsapi",
        newsapi,
        lambda http, vendor, _: NewsApiNews(http, vendor).articles([KITE, OAKS], SPAN),
        ("KITE", "OAKS"),
        "publishedAt",
    ),
    "alphavantage news": Case(
        "alphavantage",
        alphavantage,
        lambda http, vendor, _: AlphaVantageNews(http, vendor).articles([KITE, OAKS], SPAN),
        ("KITE", "OAKS"),
        "overall_sentiment_score",
    ),
    "alphavantage events": Case(
        "alphavantage",
        alphavantage,
        lambda http, vendor, _: AlphaVantageEvents(http, vendor).events([KITE, OAKS], [], SPAN),
        ("KITE", "OAKS"),
        "reportDate",
    ),
    "yfinance bars": Case(
        "yfinance",
        yahoo,
        lambda http, vendor, folder: YfinanceBars(http, vendor, charts_at(vendor.url, folder), _clock()).bars(
            [wanted(KITE)]
        ),
        ("KITE",),
        "close",
    ),
}


@dataclass(frozen=True)
class Asking:
    """A case that can be asked."""

    case: Case
    http: VendorHttp
    server: FakeVendor
    folder: Path

    async def __call__(self) -> list[Fetched[Any]]:
        vendor = vendor_at(self.case.vendor, self.server.url)
        async with aclosing(self.case.ask(self.http, vendor, self.folder)) as answers:
            return [answer async for answer in answers]


@asynccontextmanager
async def asking(case: Case, folder: Path, patience: Patience = BRISK) -> AsyncGenerator[Asking]:
    async with vendor_server(case.answer) as server, vendor_http(_clock(), patience) as http:
        yield Asking(case, http, server, folder)
        await asyncio.sleep(0)


__all__ = ["CASES", "PolygonQuotes", "YfinanceQuotes", "asking"]
