"""The providers that the settings name: one client for them all, their limits and their keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings, web_proxy
from ballast_core.market import AnswerCache
from ballast_core.shared.errors import UnsupportedError

if TYPE_CHECKING:
    from pydantic import SecretStr
    from sqlalchemy.ext.asyncio import AsyncEngine

    from ballast_adapters.http import Patience, Vendor, VendorHttp
    from ballast_adapters.vendors.yfinance import YahooCharts


class NoRedisError(UnsupportedError):
    """A Redis is set, and the program that speaks to it is not installed."""

    code = "cache.no_redis"

    def __init__(self) -> None:
        super().__init__(
            "BALLAST_REDIS_URL is set, and redis is not installed: pip install 'ballast-adapters[redis]', "
            "or do without it"
        )


@dataclass(frozen=True, slots=True)
class Providers:
    """Who is asked over HTTP, and with what; answers are kept a while."""

    settings: Settings
    http: "VendorHttp"
    answers: AnswerCache

    def polygon(self) -> "Vendor":
        """Return Polygon."""
        return self._vendor("polygon", self.settings.vendors.polygon_key, "Authorization", prefix="Bearer ")

    def fred(self) -> "Vendor":
        """Return FRED."""
        return self._vendor("fred", self.settings.vendors.fred_key, parameter="api_key")

    def newsapi(self) -> "Vendor":
        """Return NewsAPI."""
        return self._vendor("newsapi", self.settings.vendors.newsapi_key, "X-Api-Key")

    def alphavantage(self) -> "Vendor":
        """Return Alpha Vantage."""
        return self._vendor("alphavantage", self.settings.vendors.alphavantage_key, parameter="apikey")

    def yfinance(self) -> "Vendor":
        """Return Yahoo, which takes no key."""
        from ballast_adapters.http import Vendor

        vendors = self.settings.vendors
        return Vendor("yfinance", "", vendors.yfinance_per_minute, vendors.yfinance_per_day)

    def yahoo_charts(self) -> "YahooCharts":
        """Return what loads the charts of Yahoo."""
        from ballast_adapters.vendors.yfinance import YahooCharts

        return YahooCharts(self.settings.home / "yfinance", self.settings.vendors.read_s)

    def _vendor(
        self, name: str, key: "SecretStr | None", header: str = "", *, prefix: str = "", parameter: str = ""
    ) -> "Vendor":
        from ballast_adapters.http import Vendor

        vendors = self.settings.vendors
        return Vendor(
            name=name,
            url=getattr(vendors, f"{name}_url"),
            per_minute=getattr(vendors, f"{name}_per_minute"),
            per_day=getattr(vendors, f"{name}_per_day"),
            key=key,
            setting=f"BALLAST_VENDORS__{name.upper()}_KEY",
            key_header=header,
            key_prefix=prefix,
            key_parameter=parameter,
        )


@asynccontextmanager
async def open_providers(
    settings: Settings, engine: "AsyncEngine", answers: AnswerCache
) -> AsyncGenerator[Providers | None]:
    """Yield who is asked, with questions counted in the database; nobody where all of it is recorded."""
    named = settings.sources
    kinds = (named.bars, named.quotes, named.indicators, named.news, named.events)
    if all(kind == ("recorded",) for kind in kinds):
        yield None
        return
    from ballast_adapters.http import VendorHttp
    from ballast_adapters.sql.quotas import SqlQuotas

    http = VendorHttp(SqlQuotas(engine), SystemClock(), _patience(settings), web_proxy)
    try:
        yield Providers(settings, http, answers)
    finally:
        await http.close()


def _patience(settings: Settings) -> "Patience":
    from ballast_adapters.http import Patience

    vendors = settings.vendors
    return Patience(
        connect_s=vendors.connect_s,
        read_s=vendors.read_s,
        answer_s=vendors.answer_s,
        tries=vendors.tries,
        longest_wait_s=vendors.longest_wait_s,
        answer_bytes=round(vendors.answer_mb * 2**20),
    )


@asynccontextmanager
async def open_answers(settings: Settings) -> AsyncGenerator[AnswerCache]:
    """Yield where answers are kept a while: in this process, or in the Redis of the settings."""
    if settings.redis_url is None:
        from ballast_adapters.memory.answers import MemoryAnswers

        yield MemoryAnswers(SystemClock())
        return
    try:
        from ballast_adapters.cache.redis import RedisAnswers
    except ImportError:
        raise NoRedisError from None
    async with RedisAnswers(settings.redis_url.get_secret_value()) as answers:
        yield answers
