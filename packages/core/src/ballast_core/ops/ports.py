"""What the look at the running program needs from outside."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from ballast_core.ops.entities import Check, Job, JobFault, JobSpec, JobState, PoolUse, Schedule
from ballast_core.shared.progress import Progress


class Probes(Protocol):
    """Looks at what Ballast stands on."""

    async def checks(self) -> Sequence[Check]:
        """Return what was found, in the order in which it was looked at; raises nothing."""
        ...

    async def essentials(self) -> Sequence[Check]:
        """Return only what no answer can do without: the database and its tables; raises nothing."""
        ...

    def pool(self) -> PoolUse:
        """Return how many connections to the database there are, without asking it."""
        ...


class JobQueue(Protocol):
    """Takes jobs in and tells how they are; what it took in survives every program that dies."""

    async def add(self, spec: JobSpec, time_limit_s: float) -> Job:
        """Queue a job and return it; the one that has the idempotency key already, when it is the same.

        Raises `KeyTakenError` when that one was asked for otherwise.
        """
        ...

    async def job(self, job_id: str) -> Job:
        """Return a job as it is now. Raises `JobNotFoundError`."""
        ...

    async def jobs(self, limit: int, offset: int = 0, state: JobState | None = None) -> Sequence[Job]:
        """Return jobs without their results, newest first; empty when there is none."""
        ...

    async def cancel(self, job_id: str) -> Job:
        """Ask a job to stop: one that waits is canceled at once, one that runs soon, one that is over stays.

        Raises `JobNotFoundError`.
        """
        ...

    async def counts(self) -> Mapping[JobState, int]:
        """Return how many jobs are in each state; a state that no job is in may be missing."""
        ...

    def changes(self, job_id: str, after: int = 0) -> AsyncGenerator[Job]:
        """Yield the job whenever its version is above `after`, until it is over.

        Steps in between may be lost. Raises `JobNotFoundError`.
        """
        ...


class JobLedger(Protocol):
    """Where a worker writes down what becomes of the job that it has; each call is one transaction.

    A try is told by the job as `begin` returned it. Once another try has begun, the former one changes
    nothing any more.
    """

    async def begin(self, job_id: str, worker: str) -> Job | None:
        """Note that a try begins, and return the job; None when it must not run: gone, over or canceled."""
        ...

    async def report(self, job: Job, progress: Progress) -> bool:
        """Note how far a try is; tell whether it must stop: canceled, over, or begun anew elsewhere."""
        ...

    async def end(
        self, job: Job, state: JobState, result: JsonValue = None, fault: JobFault | None = None
    ) -> None:
        """Note how a job ended, and its result; the first end of a job counts."""
        ...

    async def retry(self, job: Job, wait_s: float, fault: JobFault) -> None:
        """Queue a job again for later, with the reason."""
        ...

    async def hand_back(self, job: Job) -> None:
        """Queue a job again at once; the try that was broken off does not count."""
        ...


class ScheduleStore(Protocol):
    """Keeps schedules."""

    async def schedules(self) -> Sequence[Schedule]:
        """Return all schedules by name."""
        ...

    async def schedule(self, name: str) -> Schedule:
        """Return a schedule. Raises `ScheduleNotFoundError`."""
        ...

    async def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule under its name; the last one saved counts."""
        ...

    async def drop_schedule(self, name: str) -> None:
        """Forget a schedule. Raises `ScheduleNotFoundError`."""
        ...

    async def move_on(self, name: str, seen: datetime, looked_at: datetime, last_job: str) -> bool:
        """Note that all times up to `looked_at` are dealt with, if nobody did since `seen`; tell whether so.

        `seen` is the schedule's `looked_at` as the caller read it, so that of two programs only one goes on.
        """
        ...


class CronTimes(Protocol):
    """Reads times written as for cron."""

    def times(
        self, cron: str, zone: str, after: datetime, until: datetime, limit: int = 1_000
    ) -> Sequence[datetime]:
        """Return the times after one moment up to another, oldest first, as clocks of the zone tell them.

        A time that a clock change leaves out comes once, right after it; one that it doubles comes once.
        Lines whose minute or hour begins with `*` go by the time that passes instead.
        Raises `BadScheduleError` for a cron line or a zone that nobody can read.
        """
        ...
