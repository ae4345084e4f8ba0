"""Do now what a schedule would do later."""

from dataclasses import dataclass

from ballast_core.ops.entities import Job, JobSpec
from ballast_core.ops.ports import ScheduleStore
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Clock, EventChannel


@dataclass(frozen=True, slots=True)
class RunSchedule:
    """Start the work of a schedule at once, also of one that is paused; its times stay as they are."""

    store: ScheduleStore
    start: StartJob
    clock: Clock
    events: EventChannel

    async def __call__(self, name: str) -> Job:
        """Return the job. Raises `ScheduleNotFoundError`, `UnknownWorkError`, `BadArgumentError`."""
        schedule = await self.store.schedule(name)
        job = await self.start(JobSpec(name=schedule.work, argument=schedule.argument))
        await self.store.move_on(name, schedule.looked_at, schedule.looked_at, job.id)
        told: dict[str, str] = {"change": "started", "job": job.id}
        begun = Event(topic="schedule", subject=name, at=self.clock.now(), data={**told})
        await self.events.publish([begun])
        return job
