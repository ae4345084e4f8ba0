"""The ingest that this server runs: one at a time, seen by all who ask, ended before the server is."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Self

from ballast_core.shared.errors import BallastError
from ballast_core.shared.ports import Clock
from ballast_core.tracking import (
    IngestProgress,
    IngestReport,
    IngestRunningError,
    IngestSpec,
    IngestState,
    IngestStatus,
    RunState,
    RunsView,
)

type Watch = Callable[[IngestProgress], None]
type Ingest = Callable[[IngestSpec, Watch], Awaitable[IngestReport]]
type ListRuns = Callable[[int], Awaitable[RunsView]]

PATIENCE_S = 5.0
"""How long a server that stops waits; what is cut off is stored up to the last whole model."""

_log = logging.getLogger("ballast.web")


class RunningIngest:
    """Starts an ingest, tells how far it is, and keeps its report until the next one."""

    def __init__(self, ingest: Ingest, list_runs: ListRuns, clock: Clock) -> None:
        self._ingest, self._list_runs, self._clock = ingest, list_runs, clock
        self._status = IngestStatus()
        self._report: IngestReport | None = None
        self._task: asyncio.Task[IngestReport] | None = None
        self._changed = asyncio.Event()

    @property
    def report(self) -> IngestReport | None:
        """What the last ingest did that was started here and is done."""
        return self._report

    async def look(self) -> IngestStatus:
        """Tell how the ingest stands; one of another program is told when none runs here."""
        if not self._runs():
            runs = (await self._list_runs(1)).runs
            if runs and runs[0].state is RunState.RUNNING and not self._runs():
                started = runs[0].started_at
                return IngestStatus(state=IngestState.RUNNING, elsewhere=True, started_at=started)
        return self._status

    async def changes(self, at_least_every_s: float) -> AsyncGenerator[IngestStatus]:
        """Yield how it stands, and again on each change or after a while without one, until none runs."""
        while True:
            changed = self._changed
            status = await self.look()
            yield status
            if status.elsewhere or status.state is not IngestState.RUNNING:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(at_least_every_s):
                    await changed.wait()

    def start(self, spec: IngestSpec) -> None:
        """Start an ingest that goes on whoever leaves. Raises `IngestRunningError` while one runs here."""
        self._task = self._started(spec)

    async def run(self, spec: IngestSpec) -> IngestReport:
        """Ingest and report; while one runs here, the store says whether this one waits or conflicts."""
        if self._runs():
            return await self._ingest(spec, _unwatched)
        self._task = self._started(spec)
        return await asyncio.shield(self._task)

    def _started(self, spec: IngestSpec) -> asyncio.Task[IngestReport]:
        if self._runs():
            raise IngestRunningError(f"{self._status.started_at:%Y-%m-%d %H:%M:%S} UTC")
        self._report = None
        self._status = IngestStatus(state=IngestState.RUNNING, spec=spec, started_at=self._clock.now())
        self._tell()
        task = asyncio.create_task(self._work(spec))
        task.add_done_callback(_say_fault)
        return task

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Self]:
        """Yield itself, and stop at the end."""
        try:
            yield self
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Let the ingest end, or end it when it takes too long."""
        if self._task is None or self._task.done():
            return
        await asyncio.wait([self._task], timeout=PATIENCE_S)
        self._task.cancel()
        await asyncio.wait([self._task])

    def _runs(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _work(self, spec: IngestSpec) -> IngestReport:
        failure = "the server stopped before it was done; start it again"
        try:
            report = await self._ingest(spec, self._watch)
        except BallastError as error:
            failure = str(error)
            raise
        except Exception:
            failure = "a fault of Ballast; the server's log tells more"
            raise
        else:
            failure, self._report = "", report
            return report
        finally:
            self._tell(
                state=IngestState.FAILED if failure else IngestState.DONE,
                message=failure,
                ended_at=self._clock.now(),
                run_id=self._report.run_id if self._report is not None else None,
            )

    def _watch(self, seen: IngestProgress) -> None:
        self._tell(progress=seen, log=(*self._status.log, f"{seen.model}: {seen.said}"))

    def _tell(self, **changes: object) -> None:
        self._status = self._status.model_copy(update=changes)
        self._changed.set()
        self._changed = asyncio.Event()


def _unwatched(_: IngestProgress) -> None: ...


def _say_fault(task: asyncio.Task[IngestReport]) -> None:
    error = None if task.cancelled() else task.exception()
    if error and not isinstance(error, BallastError):
        _log.error("the ingest failed", exc_info=error)
