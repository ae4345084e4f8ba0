"""Worker: takes jobs that pgqueuer hands out, and has them done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job

from ballast_adapters.queue.driver import Connect, LastingDriver
from ballast_adapters.queue.library import ENTRYPOINT, SETTINGS, queries
from ballast_core.shared.errors import UnavailableError

type Run = Callable[[str, str], Awaitable[float | None]]
"""Tries a job by its id, for a worker of this name; tells after how many seconds to try it again."""

_LOOK_S = 5.0
_AGAIN_S = 5.0
_WRITE_S = 3.0

_log = logging.getLogger("ballast.worker")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a worker takes, when others may take it over, and how long it goes on after a stop."""

    jobs_at_once: int = 2
    lease_s: float = 30.0
    stop_s: float = 10.0


@dataclass(slots=True)
class Worker:
    """Does jobs until it is told to stop; a database that is away it waits for."""

    name: str
    run: Run
    connect: Connect
    bounds: Bounds
    _doing: set[asyncio.Task[object]] = field(default_factory=set["asyncio.Task[object]"])
    _stopping: bool = False

    async def work(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, and then let the jobs end or hand them back."""
        lease = timedelta(seconds=self.bounds.lease_s)
        driver = LastingDriver(self.connect)
        manager = QueueManager(queries(driver), SETTINGS.channel)
        manager.entrypoint(ENTRYPOINT, accepts_context=False, on_failure="hold")(self._do)
        managing = asyncio.create_task(
            manager.run(
                dequeue_timeout=min(lease / 2, timedelta(seconds=_LOOK_S)),
                batch_size=1,
                max_concurrent_tasks=self.bounds.jobs_at_once,
                heartbeat_timeout=lease,
                log_aggregation_interval=timedelta(),
            )
        )
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({managing, stopped}, return_when=asyncio.FIRST_COMPLETED)
            manager.shutdown.set()
            if not managing.done():
                await self._wind_up(managing)
        finally:
            stopped.cancel()
            await driver.close()
        with suppress(asyncio.CancelledError):
            await managing

    async def _wind_up(self, managing: asyncio.Task[None]) -> None:
        self._stopping = True
        if (await asyncio.wait({managing}, timeout=self.bounds.stop_s))[0]:
            return
        for doing in self._doing:
            doing.cancel()
        if not (await asyncio.wait({managing}, timeout=_WRITE_S))[0]:
            managing.cancel()  # the database is away; the lease ends by itself

    async def _do(self, handed: Job) -> None:
        doing = asyncio.ensure_future(self.run((handed.payload or b"").decode(), self.name))
        self._doing.add(doing)
        try:
            again_s = await doing
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            again_s = 0.0
        except UnavailableError as error:
            _log.warning("a job could not begin: %s", error)
            again_s = _AGAIN_S
        except Exception:  # noqa: BLE001 - the outermost frame of a job
            _log.exception("a job failed by a fault of Ballast")
            again_s = None
        finally:
            self._doing.discard(doing)
        if again_s is not None:
            raise RetryRequested(timedelta(seconds=again_s))
