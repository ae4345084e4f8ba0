"""Event: something that watchers hear of while it happens; nothing depends on being heard."""

from datetime import datetime
from typing import Literal, get_args

from pydantic import Field, JsonValue

from ballast_core.shared.entity import Entity

type Topic = Literal["coverage", "run", "quote", "schedule"]
TOPICS: tuple[Topic, ...] = get_args(Topic.__value__)
"""All of them."""


class Event(Entity):
    """What happened, to what, and when; `data` is small (7,000 bytes of JSON at most).

    `subject` is a symbol, the id of a run, or the name of a schedule.
    """

    topic: Topic
    subject: str = Field(max_length=200)
    at: datetime
    data: dict[str, JsonValue] = Field(default_factory=dict)
