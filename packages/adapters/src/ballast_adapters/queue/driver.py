"""LastingDriver: pgqueuer's way to the database, which outlives the connection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Self

import asyncpg
from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import NotifyCallback

type Db = "asyncpg.Connection[asyncpg.Record]"
type Connect = Callable[[], Awaitable[Db]]

_LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.CannotConnectNowError, OSError)
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.2, 5.0

_log = logging.getLogger("ballast.worker")


class LastingDriver:
    """Fits pgqueuer's `Driver`: asks again on a new connection when the old one was lost.

    A question may then be put twice. Those of the queue bear it: what was handed out and heard by nobody is
    handed out again when its lease ends.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._db: Db | None = None
        self._lock = asyncio.Lock()
        self._heard: list[tuple[str, NotifyCallback]] = []
        self._shutdown = asyncio.Event()

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Return the rows."""
        return await self._ask(lambda db: _rows(db, query, args))

    async def execute(self, query: str, *args: object) -> str:
        """Return what the database says was done."""
        return await self._ask(lambda db: db.execute(query, *args))

    async def notify(self, channel: str, payload: str) -> None:
        """Send a notification."""
        await self.execute("select pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Hand the payload of each notification to the callback, on later connections, too."""
        self._heard.append((channel, callback))
        await self._ask(lambda db: db.add_listener(channel, _relay(callback)))

    @property
    def shutdown(self) -> asyncio.Event:
        """Set when nothing is to be asked any more."""
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        """Return a manager of no task: this driver has none."""
        return TaskManager()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def close(self) -> None:
        """Close the connection; whoever still asks is refused."""
        self._shutdown.set()
        if self._db is not None:
            self._db.terminate()

    async def _ask[T](self, question: Callable[[Db], Awaitable[T]]) -> T:
        wait_s = _FIRST_WAIT_S
        async with self._lock:
            while True:
                try:
                    return await question(await self._ready())
                except _LOST as error:
                    if self._shutdown.is_set() or isinstance(error, ValueError):  # a wrong argument is ours
                        raise
                    level = logging.WARNING if wait_s == _FIRST_WAIT_S else logging.DEBUG
                    _log.log(level, "the database is away; asking until it is back: %s", error)
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    async def _ready(self) -> Db:
        if self._db is None or self._db.is_closed():
            self._db = await self._connect()
            for channel, callback in self._heard:
                await self._db.add_listener(channel, _relay(callback))
        return self._db


async def _rows(db: Db, query: str, args: tuple[object, ...]) -> list[dict[str, object]]:
    return [dict(row) for row in await db.fetch(query, *args)]


def _relay(callback: NotifyCallback) -> Callable[[object, object, object, object], None]:
    def hear(_db: object, _pid: object, _channel: object, payload: object) -> None:
        callback(str(payload))

    return hear
