"""Knobs of market data: who is asked for what, with which keys, and how often."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


class Section(BaseModel):
    """A level of the settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def words(given: object) -> object:
    """Accept `one, two` where a text stands for the whole list."""
    return tuple(word.strip() for word in given.split(",")) if isinstance(given, str) else given


def _in_order[S: str](names: tuple[S, ...]) -> tuple[S, ...]:
    if len(set(names)) < len(names):
        raise ValueError("must name each source once; the first one is asked first")
    return names


def _web_url(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://example.org, up to the path")
    if parts.username or parts.password:
        raise ValueError("must come without name and password")
    return given.rstrip("/")


def _redis_url(url: SecretStr) -> SecretStr:
    if urlsplit(url.get_secret_value()).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return url


def _key(secret: SecretStr) -> SecretStr:
    key = secret.get_secret_value().strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("must be a key as its provider gave it, without spaces")
    return SecretStr(key)


type Ordered[S: str] = Annotated[
    tuple[S, ...], BeforeValidator(words), Field(min_length=1), AfterValidator(_in_order)
]
type WebUrl = Annotated[str, AfterValidator(_web_url)]
type RedisUrl = Annotated[SecretStr, AfterValidator(_redis_url)]
type VendorKey = Annotated[SecretStr, AfterValidator(_key)]
type Limit = Annotated[int, Field(ge=0, le=1_000_000)]


class SourceSettings(Section):
    """Who is asked, in this order: what the first one does not have, the next one is asked for.

    `recorded` invents all of it, always the same, and asks nobody.
    """

    bars: Ordered[Literal["recorded", "polygon", "yfinance"]] = ("recorded",)
    quotes: Ordered[Literal["recorded", "polygon", "yfinance"]] = ("recorded",)
    indicators: Ordered[Literal["recorded", "fred"]] = ("recorded",)
    news: Ordered[Literal["recorded", "newsapi", "alphavantage"]] = ("recorded",)
    events: Ordered[Literal["recorded", "alphavantage"]] = ("recorded",)


class VendorSettings(Section):
    """Keys of providers, how many questions their plans allow (0: any number), and how long to wait.

    The limits are those of the free plans. Who has to wait no longer than `longest_wait_s` for its turn
    waits; else what was asked for is left for a later run.
    """

    polygon_key: VendorKey | None = None
    fred_key: VendorKey | None = None
    newsapi_key: VendorKey | None = None
    alphavantage_key: VendorKey | None = None
    polygon_per_minute: Limit = 5
    polygon_per_day: Limit = 0
    yfinance_per_minute: Limit = 60
    yfinance_per_day: Limit = 0
    fred_per_minute: Limit = 120
    fred_per_day: Limit = 0
    newsapi_per_minute: Limit = 0
    newsapi_per_day: Limit = 100
    alphavantage_per_minute: Limit = 5
    alphavantage_per_day: Limit = 25
    polygon_url: WebUrl = "https://api.polygon.io"
    fred_url: WebUrl = "https://api.stlouisfed.org"
    newsapi_url: WebUrl = "https://newsapi.org"
    alphavantage_url: WebUrl = "https://www.alphavantage.co"
    connect_s: float = Field(default=5, gt=0, le=600)
    read_s: float = Field(default=30, gt=0, le=600)
    answer_s: float = Field(default=120, gt=0, le=3600)
    tries: int = Field(default=4, ge=1, le=20)
    longest_wait_s: float = Field(default=90, ge=0, le=86_400)
    answer_mb: float = Field(default=64, gt=0, le=1000)
