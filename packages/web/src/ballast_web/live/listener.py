"""Listener: somebody at the other end of a live channel, quick or slow."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

from ballast_core.shared.backlog import Backlog
from ballast_web.live.messages import EVERYTHING, Message

MOST_WAITING = 256
"""How many messages wait for one listener; past that only the latest about each thing."""

type StillMay = Callable[[], Awaitable[bool]]
"""Tells whether who listens may still do so: a session may have ended, a token may be revoked."""


class Listener:
    """What waits for one listener, of what it wants to hear.

    `kinds` and `subjects` None mean all. What is about everything is about each subject.
    """

    def __init__(
        self,
        kinds: Collection[str] | None = None,
        subjects: Collection[str] | None = None,
        still_may: StillMay | None = None,
    ) -> None:
        self.heard = 0
        self.still_may = still_may
        self.refused = False
        self.kinds: frozenset[str] | None = None
        self.subjects: frozenset[str] | None = None
        self.choose(kinds, subjects)
        self._waiting: Backlog[Message] = Backlog(MOST_WAITING, lambda one: one.key)
        self._woken = asyncio.Event()
        self._is_over = False

    @property
    def lost(self) -> int:
        """How many messages were passed over because it was slow."""
        return self._waiting.lost

    def choose(self, kinds: Collection[str] | None = None, subjects: Collection[str] | None = None) -> None:
        """Hear of these from now on."""
        self.kinds = None if kinds is None else frozenset(kinds)
        self.subjects = None if subjects is None else frozenset(subjects)

    def wants(self, message: Message) -> bool:
        """Whether it wants to hear a message."""
        if self.kinds is not None and message.kind not in self.kinds:
            return False
        return self.subjects is None or message.subject in self.subjects or message.subject == EVERYTHING

    def tell(self, message: Message) -> None:
        """Let a message wait for it, until it is woken."""
        self._waiting.put(message)
        self.heard += 1

    def wake(self) -> None:
        """Let it have what waits for it."""
        if self._waiting:
            self._woken.set()

    def end(self, *, refused: bool = False) -> None:
        """Tell it nothing more; `refused` when it no longer may listen."""
        self._is_over, self.refused = True, refused
        self._woken.set()

    async def next(self) -> Sequence[Message]:
        """Return all that waits, once there is something; nothing when it is over."""
        await self._woken.wait()
        if self._is_over:
            return ()
        self._woken.clear()
        return self._waiting.take()
