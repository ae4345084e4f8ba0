"""Articles, and what a calendar tells of."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ballast_core.market.entities.instruments import Text
from ballast_core.shared.entity import Day, Entity

_LONGEST_ADDRESS = 4_000


def _web_address(given: str) -> str:
    # It becomes a link: any other scheme could be a program.
    if not given.lower().startswith(("https://", "http://")) or len(given) > _LONGEST_ADDRESS:
        raise ValueError("an article has an address on the web, https://…")
    return given


def _moment(given: datetime) -> datetime:
    if given.tzinfo is None:
        raise ValueError("a moment needs its distance from UTC, such as 2026-11-20T09:30:00Z")
    return given.astimezone(UTC)


class Article(Entity):
    """One article; `id` is the hash of its address. `scorer` names who gave the sentiment (-1 to 1)."""

    id: str
    source: str
    url: Annotated[str, AfterValidator(_web_address)]
    published_at: Annotated[datetime, AfterValidator(_moment)]
    title: str
    summary: str = ""
    symbols: tuple[str, ...] = ()
    sentiment: float | None = Field(default=None, ge=-1, le=1)
    scorer: str = ""


class EventKind(StrEnum):
    """What kind of thing a calendar tells of."""

    EARNINGS = "earnings"
    DIVIDEND = "dividend"
    SPLIT = "split"
    RELEASE = "release"
    MARKET = "market"
    GEOPOLITICAL = "geopolitical"


class MarketEvent(Entity):
    """Something that a day brings, for a symbol or a region; `importance` from 1 to 4."""

    kind: EventKind
    subject: str = Field(max_length=32)
    day: Day
    at: datetime | None = None
    name: str
    importance: int = Field(default=2, ge=1, le=4)
    estimate: float | None = None
    actual: float | None = None
    source: str


type Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "annual", "fomc", "opex"]
"""How often an event comes again: `fomc` eight times a year, `opex` on each third Friday."""


class RecurringEvent(Entity):
    """A release or a custom of markets that comes again; `local_time` is that of New York, as 08:30."""

    name: Annotated[Text, Field(min_length=1, max_length=100)]
    kind: EventKind
    region: Annotated[Text, Field(min_length=1, max_length=32)] = "US"
    frequency: Recurrence
    local_time: str = Field(default="", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    importance: int = Field(default=2, ge=1, le=4)
