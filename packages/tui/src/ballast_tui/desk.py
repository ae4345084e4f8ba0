"""What all screens share: the opened Ballast, how it stands with it, and how they look."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ballast_tui.look import Look

if TYPE_CHECKING:  # the first paint must not wait for pydantic's models and NumPy
    from ballast_tui.asks import Asks, Ballast

type State = Literal["opening", "live", "paused", "away"]


def _nobody() -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Desk:
    """One Ballast on one terminal. `revision` is the state of the data that was seen last."""

    look: Look
    where: str = ""
    paused: bool = False
    away: bool = False
    revision: str = ""
    changed: Callable[[], None] = _nobody
    _ballast: "Ballast | None" = None
    _opened: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def state(self) -> State:
        """How it stands, in a word."""
        if self._ballast is None:
            return "opening"
        return "away" if self.away else "paused" if self.paused else "live"

    def put(self, ballast: "Ballast") -> None:
        """Begin to answer."""
        self._ballast = ballast
        self._opened.set()
        self.changed()

    async def ballast(self) -> "Ballast":
        """Return the Ballast as soon as it is open."""
        await self._opened.wait()
        if self._ballast is None:
            raise asyncio.CancelledError
        return self._ballast

    async def tracking(self) -> "Asks":
        """Return what can be asked, as soon as it can be."""
        return (await self.ballast()).tracking

    def stands(self, *, away: bool) -> bool:
        """Keep whether Ballast answers; return whether that is news."""
        news, self.away = away is not self.away, away
        if news:
            self.changed()
        return news
