"""MemoryAnswers: answers of providers, kept in this process."""

from collections import OrderedDict
from datetime import datetime, timedelta

from ballast_core.market import Kept
from ballast_core.shared.ports import Clock

_MOST = 10_000


class MemoryAnswers:
    """Fits `AnswerCache`; the answer that was used least lately goes first when there are too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[Kept, datetime]] = OrderedDict()

    async def find(self, key: str) -> Kept | None:
        """Return what was kept last under this key; None when there is nothing, or it was forgotten."""
        kept, until = self._kept.get(key, (None, None))
        if until is None or until <= self._clock.now():
            self._kept.pop(key, None)
            return None
        self._kept.move_to_end(key)
        return kept

    async def keep(self, key: str, kept: Kept, forget_after: timedelta) -> None:
        """Keep an answer for a time."""
        self._kept[key] = kept, self._clock.now() + forget_after
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
