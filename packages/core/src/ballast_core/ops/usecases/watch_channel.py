"""Hear of what happens."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from ballast_core.shared.events import TOPICS, Event, Topic
from ballast_core.shared.ports import EventChannel


@dataclass(frozen=True, slots=True)
class WatchChannel:
    """Follow what happens in every program on the same database."""

    events: EventChannel

    async def __call__(
        self, topics: Sequence[Topic] = TOPICS, subjects: Sequence[str] = ()
    ) -> AsyncGenerator[Event]:
        """Yield the events of these topics from now on, about these subjects or about all; it never ends.

        An event about everything (`*`) is about each subject, too.
        """
        wanted = {*subjects, "*"} if subjects else None
        async with aclosing(self.events.subscribe(topics)) as events:
            async for event in events:
                if wanted is None or event.subject in wanted:
                    yield event
