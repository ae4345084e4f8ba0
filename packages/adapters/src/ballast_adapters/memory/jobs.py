"""MemoryJobQueue: jobs that live as long as the program, and a worker in the same loop."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from pydantic import JsonValue

from ballast_core.ops import Job, JobFault, JobNotFoundError, JobSpec, JobState, KeyTakenError
from ballast_core.shared.ports import Clock
from ballast_core.shared.progress import Progress

type Run = Callable[[str, str], Awaitable[float | None]]


class MemoryJobQueue:
    """Fits `JobQueue` and `JobLedger`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._changed = asyncio.Event()

    async def add(self, spec: JobSpec, time_limit_s: float) -> Job:
        """Queue a job; or return the one that has the key already. Raises `KeyTakenError`."""
        for job in self._jobs.values():
            if spec.idempotency_key and job.idempotency_key == spec.idempotency_key:
                if (job.name, job.argument) != (spec.name, spec.argument):
                    raise KeyTakenError(spec.idempotency_key, job.id)
                return job
        job = Job(
            id=f"{len(self._jobs) + 1:08x}",
            name=spec.name,
            argument=spec.argument,
            state=JobState.QUEUED,
            progress=Progress(done=0, total=0, said=""),
            version=1,
            attempts=0,
            time_limit_s=time_limit_s,
            cancel_asked=False,
            idempotency_key=spec.idempotency_key,
            created_at=self._clock.now(),
            started_at=None,
            ended_at=None,
            retry_at=None,
            worker="",
            fault=None,
            result=None,
        )
        self._jobs[job.id] = job
        self._waiting.put_nowait(job.id)
        return job

    async def job(self, job_id: str) -> Job:
        """Return a job as it is now. Raises `JobNotFoundError`."""
        if job_id not in self._jobs:
            raise JobNotFoundError(job_id)
        return self._jobs[job_id]

    async def jobs(self, limit: int, offset: int = 0, state: JobState | None = None) -> Sequence[Job]:
        """Return jobs without their results, newest first."""
        found = [job for job in reversed(self._jobs.values()) if state in {None, job.state}]
        return [job.model_copy(update={"result": None}) for job in found[offset : offset + limit]]

    async def cancel(self, job_id: str) -> Job:
        """Ask a job to stop. Raises `JobNotFoundError`."""
        job = await self.job(job_id)
        if job.state is JobState.QUEUED:
            return self._ended(job, JobState.CANCELED, cancel_asked=True)
        if job.state.over or job.cancel_asked:
            return job
        return self._change(job, cancel_asked=True)

    async def counts(self) -> Mapping[JobState, int]:
        """Count jobs by state."""
        return Counter(job.state for job in self._jobs.values())

    async def changes(self, job_id: str, after: int = 0) -> AsyncGenerator[Job]:
        """Yield the job on each change. Raises `JobNotFoundError`."""
        while True:
            changed, job = self._changed, await self.job(job_id)
            if job.version > after:
                after = job.version
                yield job
            if job.state.over:
                return
            await changed.wait()

    async def begin(self, job_id: str, worker: str) -> Job | None:
        """Note that a try begins; None when the job must not run."""
        job = self._jobs.get(job_id)
        if job is None or job.state.over:
            return None
        if job.cancel_asked:
            self._ended(job, JobState.CANCELED)
            return None
        return self._change(
            job,
            state=JobState.RUNNING,
            attempts=job.attempts + 1,
            worker=worker,
            started_at=self._clock.now(),
            retry_at=None,
            fault=None,
        )

    async def report(self, job: Job, progress: Progress) -> bool:
        """Note how far a try is; tell whether it must stop."""
        now = self._held(job)
        if now is None:
            return True
        if now.progress != progress:
            self._change(now, progress=progress)
        return now.cancel_asked

    async def end(
        self, job: Job, state: JobState, result: JsonValue = None, fault: JobFault | None = None
    ) -> None:
        """Note how a job ended."""
        if now := self._held(job):
            self._ended(now, state, result=result, fault=fault)

    async def retry(self, job: Job, wait_s: float, fault: JobFault) -> None:
        """Queue a job again for later."""
        if now := self._held(job):
            at = self._clock.now() + timedelta(seconds=wait_s)
            self._change(now, state=JobState.QUEUED, retry_at=at, fault=fault)

    async def hand_back(self, job: Job) -> None:
        """Queue a job again at once."""
        if now := self._held(job):
            self._change(now, state=JobState.QUEUED, attempts=now.attempts - 1)

    @asynccontextmanager
    async def worked(self, run: Run) -> AsyncGenerator[None]:
        """Have `run` try each job that waits, one after the other, while this is open."""
        working = asyncio.create_task(self._work(run))
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    async def _work(self, run: Run) -> None:
        while True:
            job_id = await self._waiting.get()
            with suppress(Exception):  # it is written down as the fault of the job
                if await run(job_id, "memory") is not None:
                    self._waiting.put_nowait(job_id)

    def _held(self, job: Job) -> Job | None:
        now = self._jobs.get(job.id)
        mine = now and now.state is JobState.RUNNING
        return now if mine and now and (now.worker, now.attempts) == (job.worker, job.attempts) else None

    def _ended(self, job: Job, state: JobState, **changes: object) -> Job:
        return self._change(job, state=state, ended_at=self._clock.now(), **changes)

    def _change(self, job: Job, **changes: object) -> Job:
        new = job.model_copy(update={**changes, "version": job.version + 1})
        self._jobs[job.id] = new
        self._changed.set()
        self._changed = asyncio.Event()
        return new
