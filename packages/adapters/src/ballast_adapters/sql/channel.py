"""SqlChannel: events between all programs on one database, by LISTEN and NOTIFY."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import suppress
from uuid import uuid4

from sqlalchemy import Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import reading
from ballast_adapters.sql.news import News
from ballast_core.shared.backlog import Backlog
from ballast_core.shared.errors import BallastError
from ballast_core.shared.events import TOPICS, Event, Topic
from ballast_core.shared.ports import Clock
from ballast_core.shared.watchers import MOST_WAITING, Watchers

CHANNEL = "ballast_events"
LARGEST = 7_900
"""Bytes of one notification; PostgreSQL takes less than 8,000."""

_HEAD = 48
_GATHER_S = 0.01
_SEND_S = 5.0
_AGAIN_S = 1.0
_LAST_WORDS_S = 2.0

# A number of its own makes each notification differ: of equal ones in a transaction PostgreSQL keeps one.
_NOTIFY = text("select pg_notify(:channel, told) from unnest(:told) told").bindparams(
    bindparam("told", type_=ARRAY(Text))
)

_log = logging.getLogger("ballast.events")


class SqlChannel:
    """Fits `EventChannel`: what is published waits in memory until a task of this program has sent it.

    While the database is away events are lost, the older ones first. When the news come in again, an event
    about `*` in each topic says that something may have been missed.
    """

    def __init__(
        self, engine: AsyncEngine, news: News, clock: Clock, most_waiting: int = MOST_WAITING
    ) -> None:
        self._engine, self._news, self._clock = engine, news, clock
        self._watchers = Watchers(most_waiting)
        self._outgoing: Backlog[Event] = Backlog(most_waiting, lambda event: (event.topic, event.subject))
        self._published = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._has_listened = False
        self._name, self._sent = uuid4().hex[:12], 0
        news.of(CHANNEL, self._hear, self._begin)

    async def publish(self, events: Sequence[Event]) -> None:
        """Tell everybody who watches now, in any program; waits for nobody and raises nothing."""
        if not events:
            return
        for event in events:
            self._outgoing.put(event)
        self._idle.clear()
        self._published.set()
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())

    async def subscribe(self, topics: Sequence[Topic]) -> AsyncGenerator[Event]:
        """Yield the events of these topics, from the first one asked for on."""
        self._news.listen()
        events = self._watchers.subscribe(topics)
        try:
            async for event in events:
                yield event
        finally:
            await events.aclose()

    async def close(self) -> None:
        """Send what still waits, as far as that goes quickly, and send no more."""
        if self._sending is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                await self._idle.wait()
        self._sending.cancel()
        with suppress(asyncio.CancelledError):
            await self._sending

    async def _send_all(self) -> None:
        while True:
            await self._published.wait()
            await asyncio.sleep(_GATHER_S)
            self._published.clear()
            sent = await self._send(self._outgoing.take())
            if not self._outgoing:
                self._idle.set()
            if not sent:
                await asyncio.sleep(_AGAIN_S)

    async def _send(self, events: Sequence[Event]) -> bool:
        try:
            async with asyncio.timeout(_SEND_S), reading(self._engine) as db:
                await db.execute(_NOTIFY, {"channel": CHANNEL, "told": list(self._payloads(events))})
        except (BallastError, TimeoutError) as error:
            _log.warning("%d events are lost, for the database is away: %s", len(events), error)
            return False
        return True

    def _payloads(self, events: Sequence[Event]) -> Iterator[str]:
        """Yield the events as texts that fit, several in one where they are small."""
        lines: list[str] = []
        size = _HEAD
        for line in filter(None, map(_line, events)):
            length = len(line.encode()) + 1
            if lines and size + length > LARGEST:
                yield self._numbered(lines)
                lines, size = [], _HEAD
            lines.append(line)
            size += length
        if lines:
            yield self._numbered(lines)

    def _numbered(self, lines: list[str]) -> str:
        self._sent += 1
        return "\n".join([f"{self._name} {self._sent}", *lines])

    def _hear(self, told: str) -> None:
        for line in told.split("\n")[1:]:
            with suppress(ValueError):  # another release may tell more
                self._watchers.tell([Event.model_validate_json(line)])

    def _begin(self) -> None:
        if self._has_listened:
            at = self._clock.now()
            self._watchers.tell(
                Event(topic=topic, subject="*", at=at, data={"missed": True}) for topic in TOPICS
            )
        self._has_listened = True


def _line(event: Event) -> str:
    """Return an event as a line; without its data when it is too large, nothing when it cannot be written."""
    with suppress(ValueError):
        line = event.model_dump_json()
        if len(line.encode()) <= LARGEST - _HEAD:
            return line
        return event.model_copy(update={"data": {"cut": True}}).model_dump_json()
    return ""
