"""Which jobs there are."""

from dataclasses import dataclass

from ballast_core.ops.entities import JobState, JobsView
from ballast_core.ops.ports import JobQueue


@dataclass(frozen=True, slots=True)
class ListJobs:
    """List jobs, the newest first."""

    queue: JobQueue

    async def __call__(self, limit: int = 20, offset: int = 0, state: JobState | None = None) -> JobsView:
        """Return jobs without their results, those in one state when it is given."""
        jobs = await self.queue.jobs(limit, offset, state)
        return JobsView(jobs=tuple(jobs), limit=limit, offset=offset)
