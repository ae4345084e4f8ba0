"""Watchers: all who hear of events in this loop, each at their own pace."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence

from ballast_core.shared.backlog import Backlog
from ballast_core.shared.events import Event, Topic

MOST_WAITING = 1_000
"""How many events wait for one watcher at most."""


class Watchers:
    """Hands events on; who falls behind keeps nobody waiting."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._watchers: set[_Watcher] = set()

    def __len__(self) -> int:
        return len(self._watchers)

    def tell(self, events: Iterable[Event]) -> None:
        """Hand events on to all who watch their topics."""
        for event in events:
            for watcher in self._watchers:
                watcher.hear(event)

    async def subscribe(self, topics: Sequence[Topic]) -> AsyncGenerator[Event]:
        """Yield the events of these topics, from the first one asked for on; it never ends.

        Of one that falls behind only the latest of the same topic and subject is kept, and then the newest.
        """
        watcher = _Watcher(topics, self._most_waiting)
        self._watchers.add(watcher)
        try:
            while True:
                await watcher.heard.wait()
                watcher.heard.clear()
                for event in watcher.waiting.take():
                    yield event
        finally:
            self._watchers.discard(watcher)


class _Watcher:
    def __init__(self, topics: Sequence[Topic], most_waiting: int) -> None:
        self.heard = asyncio.Event()
        self.waiting: Backlog[Event] = Backlog(most_waiting, _same)
        self._topics = frozenset(topics)

    def hear(self, event: Event) -> None:
        if event.topic in self._topics:
            self.waiting.put(event)
            self.heard.set()


def _same(event: Event) -> tuple[Topic, str]:
    return event.topic, event.subject
