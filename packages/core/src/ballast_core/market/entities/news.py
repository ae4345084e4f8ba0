"""Articles, and what a calendar tells of."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from ballast_core.shared.entity import Day, Entity


class Article(Entity):
    """One article; `id` is the hash of its address. `scorer` names who gave the sentiment (-1 to 1)."""

    id: str
    source: str
    url: str
    published_at: datetime
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


class RecurringEvent(Entity):
    """A release or a custom of markets that comes again: `frequency` as in the universe's file."""

    name: str
    kind: EventKind
    region: str = "US"
    frequency: str
    local_time: str = ""
    importance: int = Field(ge=1, le=4)
