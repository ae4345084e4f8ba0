"""One try of a job, in a worker."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from ballast_core.ops.entities import Job, JobKind, JobState
from ballast_core.ops.errors import TimeLimitError, UnknownWorkError, WorkerLostError
from ballast_core.ops.ports import JobLedger
from ballast_core.ops.rules.retry import BUG, fault_of, wait_before_retry
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.progress import Progress
from ballast_core.shared.table import View

TICK_S = 0.3
"""How long progress waits at most until it is written down."""

_TICKS_UNTIL_A_LOOK = 4
_LEDGER_AGAIN_S = 1.0


@dataclass(slots=True)
class _Told:
    """The latest progress, and whether it was written down."""

    latest: Progress
    is_new: bool = False

    def __call__(self, progress: Progress) -> None:
        self.latest, self.is_new = progress, True


@dataclass(frozen=True, slots=True)
class RunJob[A]:
    """Do what a job asks of the app, and write down how far it is and how it ended."""

    ledger: JobLedger
    app: A
    kinds: Mapping[str, JobKind[A, Any]]

    async def __call__(self, job_id: str, worker: str) -> float | None:
        """Try the job; return the seconds after which it is to be tried again, None when it is over.

        Who cancels this call has the job handed back. Raises what nobody expected, after it is written
        down, so that it can be logged; and `UnavailableError` when the try could not begin.
        """
        job = await self.ledger.begin(job_id, worker)
        if job is None:
            return None
        kind = self.kinds.get(job.name)
        if kind is None:
            await self._fail(job, UnknownWorkError(job.name, sorted(self.kinds)))
        elif job.attempts > kind.attempts:
            await self._fail(job, WorkerLostError(job.attempts - 1))
        else:
            return await self._try(job, kind)
        return None

    async def _try(self, job: Job, kind: JobKind[A, Any]) -> float | None:
        told = _Told(job.progress)
        working = asyncio.ensure_future(self._work(job, kind, told))
        try:
            async with asyncio.timeout(job.time_limit_s):
                stopped = await self._follow(job, working, told)
        except TimeoutError:
            await _stop(working)
            await self._fail(job, TimeLimitError(job.time_limit_s))
            return None
        except asyncio.CancelledError:
            await _stop(working)
            await self.ledger.hand_back(job)
            raise
        if told.is_new:
            await self._surely(lambda: self.ledger.report(job, told.latest))
        if stopped:
            await self._surely(lambda: self.ledger.end(job, JobState.CANCELED))
            return None
        return await self._conclude(job, kind, working)

    async def _work(self, job: Job, kind: JobKind[A, Any], told: _Told) -> View:
        return await kind.run(self.app, kind.spec.model_validate(job.argument), told)

    async def _follow(self, job: Job, working: asyncio.Task[View], told: _Told) -> bool:
        """Write progress down until the work has ended; return whether it was stopped instead."""
        ticks = 0
        while not (await asyncio.wait({working}, timeout=TICK_S))[0]:
            ticks += 1
            if not told.is_new and ticks % _TICKS_UNTIL_A_LOOK:
                continue
            told.is_new = False
            with suppress(UnavailableError):  # the work may go on; its end waits for the ledger
                if await self.ledger.report(job, told.latest):
                    await _stop(working)
                    return True
        return False

    async def _conclude(self, job: Job, kind: JobKind[A, Any], working: asyncio.Task[View]) -> float | None:
        error = asyncio.CancelledError() if working.cancelled() else working.exception()
        result: JsonValue = None
        if error is None:
            try:
                result = json.loads(working.result().model_dump_json())  # where no number is NaN
            except ValueError as unwritable:
                error = unwritable
        if error is None:
            await self._surely(lambda: self.ledger.end(job, JobState.DONE, result))
            return None
        wait_s = wait_before_retry(error, job.attempts, kind.attempts)
        if wait_s is None:
            await self._fail(job, error)
            return None
        await self._surely(lambda: self.ledger.retry(job, wait_s, fault_of(error)))
        return wait_s

    async def _fail(self, job: Job, error: BaseException) -> None:
        fault = fault_of(error)
        await self._surely(lambda: self.ledger.end(job, JobState.FAILED, fault=fault))
        if fault == BUG:
            raise error

    async def _surely[T](self, write: Callable[[], Awaitable[T]]) -> T:
        """Write to the ledger, however long it is away: what was worked out is not to be lost."""
        while True:
            with suppress(UnavailableError):
                return await write()
            await asyncio.sleep(_LEDGER_AGAIN_S)


async def _stop(working: asyncio.Task[View]) -> None:
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
