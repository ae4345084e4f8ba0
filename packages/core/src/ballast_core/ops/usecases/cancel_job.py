"""Ask a job to stop."""

from dataclasses import dataclass

from ballast_core.ops.entities import Job
from ballast_core.ops.ports import JobQueue


@dataclass(frozen=True, slots=True)
class CancelJob:
    """Cancel a job, wherever it runs."""

    queue: JobQueue

    async def __call__(self, job: str) -> Job:
        """Return the job: canceled when it waited, soon to be when it runs, unchanged when it is over.

        Raises `JobNotFoundError`.
        """
        return await self.queue.cancel(job)
