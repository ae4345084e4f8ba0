"""See a job go on."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from ballast_core.ops.entities import Job
from ballast_core.ops.ports import JobQueue


@dataclass(frozen=True, slots=True)
class WatchJob:
    """Follow a job from any version of it to its end."""

    queue: JobQueue

    def __call__(self, job: str, after: int = 0) -> AsyncGenerator[Job]:
        """Yield the job as it is, when its version is above `after`, and on each change until it is over.

        Raises `JobNotFoundError`.
        """
        return self.queue.changes(job, after)
