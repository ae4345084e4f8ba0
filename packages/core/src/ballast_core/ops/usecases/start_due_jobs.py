"""Start what is due."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ballast_core.ops.entities import DueJobs, Job, JobSpec, Misfire, Schedule
from ballast_core.ops.errors import KeyTakenError
from ballast_core.ops.ports import ScheduleStore
from ballast_core.ops.usecases.find_times import FindTimes
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.shared.errors import BallastError, UnavailableError
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Clock, EventChannel

ON_TIME = timedelta(minutes=1)
"""How late a time may be seen and is not missed: a worker may be starting anew."""

PUT_BACK = timedelta(hours=1)
"""A schedule that is looked at so far in the future was looked at by a clock that was wrong."""

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class StartDueJobs:
    """Start a job for each time of a schedule that has come; one for a time, however many ask.

    The job bears the time in its idempotency key, and the schedule moves on only when it is queued: who dies
    in between is followed by somebody who finds the same job.
    """

    store: ScheduleStore
    start: StartJob
    times: FindTimes
    clock: Clock
    events: EventChannel

    async def __call__(self) -> DueJobs:
        """Return the jobs that were started. Raises `UnavailableError`; another fault costs one schedule."""
        jobs: list[Job] = []
        problems: dict[str, str] = {}
        for schedule in await self.store.schedules():
            if schedule.paused:
                continue
            try:
                jobs += await self._deal_with(schedule, self.clock.now())
            except UnavailableError:
                raise
            except BallastError as error:
                problems[schedule.name] = str(error)
        return DueJobs(tuple(jobs), problems)

    async def _deal_with(self, schedule: Schedule, now: datetime) -> list[Job]:
        if schedule.looked_at > now + PUT_BACK:
            await self.store.move_on(schedule.name, schedule.looked_at, now, schedule.last_job)
            return []
        passed = self.times.crons.times(schedule.cron, schedule.zone, schedule.looked_at, now, 1)
        if not passed:
            return []
        due = await self._due(schedule, now)
        looked_at = due[-1] if len(due) == _AT_ONCE else now
        started = {at: job for at in due if (job := await self._started(schedule, at))}
        jobs = list(started.values())
        last_job = jobs[-1].id if jobs else schedule.last_job
        moved = await self.store.move_on(
            schedule.name, schedule.looked_at, looked_at.astimezone(UTC), last_job
        )
        if moved and jobs:
            await self.events.publish(_told(schedule.name, started, now))
        return jobs if moved else []

    async def _due(self, schedule: Schedule, now: datetime) -> Sequence[datetime]:
        since = schedule.looked_at
        match schedule.misfire:
            case Misfire.ALL:
                return await self.times.between(schedule, since, now, _AT_ONCE)
            case Misfire.SKIP:
                return await self.times.between(schedule, max(since, now - ON_TIME), now, _AT_ONCE)
            case Misfire.LATEST:
                latest = await self.times.latest(schedule, since, now)
                return (latest,) if latest else ()

    async def _started(self, schedule: Schedule, at: datetime) -> Job | None:
        key = f"schedule:{schedule.name}:{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        spec = JobSpec(name=schedule.work, argument=schedule.argument, idempotency_key=key)
        with suppress(KeyTakenError):  # it was started before the schedule changed
            return await self.start(spec)
        return None


def _told(name: str, started: Mapping[datetime, Job], now: datetime) -> list[Event]:
    return [
        Event(
            topic="schedule",
            subject=name,
            at=now,
            data={"change": "started", "job": job.id, "time": at.astimezone(UTC).isoformat()},
        )
        for at, job in started.items()
    ]
