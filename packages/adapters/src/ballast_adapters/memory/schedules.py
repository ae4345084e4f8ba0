"""MemorySchedules: schedules in a plain dict."""

from collections.abc import Sequence
from datetime import datetime

from ballast_core.ops import Schedule, ScheduleNotFoundError


class MemorySchedules:
    """Fits `ScheduleStore`."""

    def __init__(self) -> None:
        self._schedules: dict[str, Schedule] = {}

    async def schedules(self) -> Sequence[Schedule]:
        """Return all schedules by name."""
        return [self._schedules[name] for name in sorted(self._schedules)]

    async def schedule(self, name: str) -> Schedule:
        """Return a schedule. Raises `ScheduleNotFoundError`."""
        if name not in self._schedules:
            raise ScheduleNotFoundError(name)
        return self._schedules[name]

    async def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule under its name; the last one saved counts."""
        self._schedules[schedule.name] = schedule

    async def drop_schedule(self, name: str) -> None:
        """Forget a schedule. Raises `ScheduleNotFoundError`."""
        await self.schedule(name)
        del self._schedules[name]

    async def move_on(self, name: str, seen: datetime, looked_at: datetime, last_job: str) -> bool:
        """Note that all times up to `looked_at` are dealt with, if nobody did since `seen`."""
        schedule = self._schedules.get(name)
        if schedule is None or schedule.looked_at != seen:
            return False
        changes = {"looked_at": looked_at, "last_job": last_job}
        self._schedules[name] = schedule.model_copy(update=changes)
        return True
