"""RedisAnswers: answers of providers, kept in Redis for all servers that share it."""

import logging
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from redis.asyncio import Redis
from redis.exceptions import RedisError

from ballast_core.market import Kept

_log = logging.getLogger(__name__)
_PREFIX = "ballast:answer:"
_PATIENCE_S = 2.0
_BREAK = b"\n"


class RedisAnswers:
    """Fits `AnswerCache`. Where Redis cannot be asked nothing is found and nothing kept."""

    def __init__(self, url: str) -> None:
        library: Any = Redis  # its types leave the arguments of the connection open
        self._redis: Redis = library.from_url(
            url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._redis.aclose()

    async def find(self, key: str) -> Kept | None:
        """Return what was kept last under this key; None when there is nothing."""
        try:
            found = await self._redis.get(_PREFIX + key)
        except RedisError as error:
            _log.warning("Redis does not answer, so nothing is kept: %s", type(error).__name__)
            return None
        return _read(found) if isinstance(found, bytes) else None

    async def keep(self, key: str, kept: Kept, forget_after: timedelta) -> None:
        """Keep an answer for a time."""
        content = kept.at.isoformat().encode() + _BREAK + kept.content
        try:
            await self._redis.set(_PREFIX + key, content, px=max(1, int(forget_after.total_seconds() * 1000)))
        except RedisError as error:
            _log.warning("Redis does not answer, so nothing is kept: %s", type(error).__name__)


def _read(found: bytes) -> Kept | None:
    """Return an answer as it was kept; None for what somebody else wrote there."""
    at, _, content = found.partition(_BREAK)
    try:
        moment = datetime.fromisoformat(at.decode())
    except ValueError:
        return None
    return Kept(content, moment) if moment.tzinfo else None
