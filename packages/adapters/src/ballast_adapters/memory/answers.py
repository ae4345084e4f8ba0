"""MemoryAnswers: answers of providers, kept in this process."""

from collections import OrderedDict
from datetime import datetime, timedelta

from ballast_core.market import Kept
from ballast_core.shared.ports import Clock

_MOST, _MOST_BYTES = 10_000, 64 * 2**20


class MemoryAnswers:
    """Fits `AnswerCache`; the answer that was used least lately goes first when there are too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[Kept, datetime]] = OrderedDict()
        self._bytes = 0

    async def find(self, key: str) -> Kept | None:
        """Return what was kept last under this key; None when there is nothing, or it was forgotten."""
        kept, until = self._kept.get(key, (None, None))
        if until is None or until <= self._clock.now():
            self._forget(key)
            return None
        self._kept.move_to_end(key)
        return kept

    async def keep(self, key: str, kept: Kept, forget_after: timedelta) -> None:
        """Keep an answer for a time."""
        self._forget(key)
        self._kept[key] = kept, self._clock.now() + forget_after
        self._bytes += len(kept.content)
        while len(self._kept) > _MOST or self._bytes > _MOST_BYTES:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        kept, _ = self._kept.pop(key, (None, None))
        self._bytes -= len(kept.content) if kept else 0
