"""JobNews: one connection that hears of every change of a job, however many follow one."""

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import driver
from ballast_adapters.sql.errors import translated
from ballast_core.shared.errors import UnavailableError

CHANNEL = "ballast_jobs"

_AGAIN_S = 1.0


class JobNews:
    """Listens from the first follower on until it is closed, and again when the connection was lost."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._followers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    @contextmanager
    def of(self, job_id: str) -> Generator[asyncio.Event]:
        """Yield an event that is set on each change of a job, and whenever one may have been missed."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        changed = asyncio.Event()
        self._followers[job_id].add(changed)
        try:
            yield changed
        finally:
            self._followers[job_id].discard(changed)
            if not self._followers[job_id]:
                del self._followers[job_id]

    async def close(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self) -> None:
        while True:
            with suppress(UnavailableError), translated():
                await self._listen_once()
            await asyncio.sleep(_AGAIN_S)

    async def _listen_once(self) -> None:
        lost = asyncio.Event()
        async with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            listener = await driver(db)
            await db.run_sync(Connection.detach)  # off the pool, whose connections are for questions
            listener.add_termination_listener(lambda _: lost.set())
            await listener.add_listener(CHANNEL, self._hear)
            self._tell_all()
            await lost.wait()

    def _hear(self, _db: object, _pid: int, _channel: str, job_id: object) -> None:
        for changed in self._followers.get(str(job_id), ()):
            changed.set()

    def _tell_all(self) -> None:
        for followers in self._followers.values():
            for changed in followers:
                changed.set()
