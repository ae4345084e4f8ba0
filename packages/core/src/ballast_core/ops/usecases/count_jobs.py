"""How many jobs there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from ballast_core.ops.entities import JobState
from ballast_core.ops.ports import JobQueue


@dataclass(frozen=True, slots=True)
class CountJobs:
    """Count the jobs that are kept, state by state."""

    queue: JobQueue

    async def __call__(self) -> Mapping[JobState, int]:
        """Return the count of every state, 0 included."""
        counts = await self.queue.counts()
        return {state: counts.get(state, 0) for state in JobState}
