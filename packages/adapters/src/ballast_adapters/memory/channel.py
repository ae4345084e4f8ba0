"""MemoryChannel: events within one loop."""

from collections.abc import AsyncGenerator, Sequence

from ballast_core.shared.events import Event, Topic
from ballast_core.shared.watchers import MOST_WAITING, Watchers


class MemoryChannel:
    """Fits `EventChannel`."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._watchers = Watchers(most_waiting)

    async def publish(self, events: Sequence[Event]) -> None:
        """Tell everybody who watches now."""
        self._watchers.tell(events)

    def subscribe(self, topics: Sequence[Topic]) -> AsyncGenerator[Event]:
        """Yield the events of these topics, from the first one asked for on."""
        return self._watchers.subscribe(topics)
