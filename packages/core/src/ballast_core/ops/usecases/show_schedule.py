"""How one schedule is."""

from dataclasses import dataclass

from ballast_core.ops.entities import Job, Schedule, ScheduleView
from ballast_core.ops.errors import JobNotFoundError
from ballast_core.ops.ports import JobQueue, ScheduleStore
from ballast_core.ops.usecases.find_times import FindTimes
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.ports import Clock

NEXT_TIMES = 5


@dataclass(frozen=True, slots=True)
class ShowSchedule:
    """Look at a schedule: its next times, and what became of the job that it started last."""

    store: ScheduleStore
    queue: JobQueue
    times: FindTimes
    clock: Clock

    async def __call__(self, name: str) -> ScheduleView:
        """Return a schedule as it is now. Raises `ScheduleNotFoundError`."""
        return await self.view(await self.store.schedule(name))

    async def view(self, schedule: Schedule) -> ScheduleView:
        """Return a schedule with its next times, without the result of its last job."""
        last = await self._job(schedule.last_job)
        if schedule.paused:
            return ScheduleView(schedule=schedule, last=last)
        try:
            times = await self.times.following(schedule, self.clock.now(), NEXT_TIMES)
        except InvalidError as error:
            return ScheduleView(schedule=schedule, last=last, problem=str(error))
        return ScheduleView(schedule=schedule, next_times=times, last=last)

    async def _job(self, job: str) -> Job | None:
        if not job:
            return None
        try:
            return (await self.queue.job(job)).model_copy(update={"result": None})
        except JobNotFoundError:  # it ended long ago
            return None
