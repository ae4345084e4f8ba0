"""A clock that stands still until it is moved."""

from datetime import datetime, timedelta


class FrozenClock:
    """Always tells the moment that it was set to; `tick` moves it on."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self._at

    def tick(self, step: timedelta) -> None:
        """Move the clock on."""
        self._at += step
