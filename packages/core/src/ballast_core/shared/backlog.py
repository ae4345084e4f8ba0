"""Backlog: what waits for somebody who may be slow, and never more than so much."""

from collections import OrderedDict
from collections.abc import Callable, Hashable


class Backlog[V]:
    """Keeps values in their order; once there are `most`, only the latest of each key, and then the newest.

    `lost` counts those that nobody will see.
    """

    def __init__(self, most: int, key: Callable[[V], Hashable]) -> None:
        self.lost = 0
        self._most = most
        self._key = key
        self._all: list[V] = []
        self._latest: OrderedDict[Hashable, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._all) + len(self._latest)

    def put(self, value: V) -> None:
        """Add a value."""
        if not self._latest and len(self._all) < self._most:
            self._all.append(value)
            return
        for waiting in self._all:
            self._put_latest(waiting)
        self._all.clear()
        self._put_latest(value)

    def take(self) -> list[V]:
        """Return all that waits, oldest first, and keep nothing."""
        waiting = self._all or list(self._latest.values())
        self._all = []
        self._latest.clear()
        return waiting

    def _put_latest(self, value: V) -> None:
        key = self._key(value)
        if self._latest.pop(key, None) is not None:
            self.lost += 1
        elif len(self._latest) == self._most:
            self._latest.popitem(last=False)
            self.lost += 1
        self._latest[key] = value
