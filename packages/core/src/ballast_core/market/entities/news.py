"""Articles, and what a calendar tells of."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ballast_core.market.entities.instruments import Text
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
