"""News: one connection of this process that hears what the database is told to tell."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import Driver, driver
from ballast_adapters.sql.errors import translated
from ballast_core.shared.errors import BallastError

CHANNEL = "ballast_jobs"

_AGAIN_S = 1.0
_LOOK_EVERY_S = 15.0
_LOOK_S = 5.0

type Hear = Callable[[str], None]
"""Is handed what was told; quick, and raises nothing."""

type Miss = Callable[[], None]
"""Is called each time a connection begins to listen: anything may have been told before."""


class News:
    """Listens from when somebody wants to hear until it is closed, again when the connection was lost."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._channels: dict[str, tuple[Hear, Miss]] = {}
        self._listening: asyncio.Task[None] | None = None

    def of(self, channel: str, hear: Hear, miss: Miss) -> None:
        """Hand over what is told on a channel; to be said before anybody listens."""
        self._channels[channel] = hear, miss

    def listen(self) -> None:
        """Listen from now on; the connection is there soon."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self) -> None:
        while True:
            with suppress(BallastError, TimeoutError), translated():
                await self._listen_once()
            await asyncio.sleep(_AGAIN_S)

    async def _listen_once(self) -> None:
        lost = asyncio.Event()
        async with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            listener = await driver(db)
            await db.run_sync(Connection.detach)  # off the pool, whose connections are for questions
            listener.add_termination_listener(lambda _: lost.set())
            for channel, (hear, miss) in self._channels.items():
                await listener.add_listener(channel, _relay(hear))
                miss()
            await _stay(listener, lost)


async def _stay(listener: Driver, lost: asyncio.Event) -> None:
    """Wait until the connection is lost; a line that died without a word is found out by asking."""
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_EVERY_S):
                await lost.wait()
                return
        try:
            await listener.execute("select 1", timeout=_LOOK_S)
        except TimeoutError:
            listener.terminate()
            raise


def _relay(hear: Hear) -> Callable[[object, int, str, object], None]:
    def relayed(_db: object, _pid: int, _channel: str, told: object) -> None:
        hear(str(told))

    return relayed


class JobNews:
    """Hears of every change of a job, however many follow one."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._followers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        news.of(CHANNEL, self._hear, self._tell_all)

    @contextmanager
    def of(self, job_id: str) -> Generator[asyncio.Event]:
        """Yield an event that is set on each change of a job, and whenever one may have been missed."""
        self._news.listen()
        changed = asyncio.Event()
        self._followers[job_id].add(changed)
        try:
            yield changed
        finally:
            self._followers[job_id].discard(changed)
            if not self._followers[job_id]:
                del self._followers[job_id]

    def _hear(self, job_id: str) -> None:
        for changed in self._followers.get(job_id, ()):
            changed.set()

    def _tell_all(self) -> None:
        for followers in self._followers.values():
            for changed in followers:
                changed.set()
