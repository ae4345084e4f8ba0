"""How one job is."""

from dataclasses import dataclass

from ballast_core.ops.entities import Job
from ballast_core.ops.ports import JobQueue


@dataclass(frozen=True, slots=True)
class ShowJob:
    """Look at a job: where it stands, how far it is, what came of it."""

    queue: JobQueue

    async def __call__(self, job: str) -> Job:
        """Return the job as it is now. Raises `JobNotFoundError`."""
        return await self.queue.job(job)
