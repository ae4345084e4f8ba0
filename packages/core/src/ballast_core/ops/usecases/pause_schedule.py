"""Have a schedule rest, or go on."""

from dataclasses import dataclass

from ballast_core.ops.entities import ScheduleView
from ballast_core.ops.ports import ScheduleStore
from ballast_core.ops.usecases.show_schedule import ShowSchedule
from ballast_core.shared.events import Event
from ballast_core.shared.ports import EventChannel


@dataclass(frozen=True, slots=True)
class PauseSchedule:
    """Pause a schedule, or resume it; times that pass meanwhile are none of its times."""

    store: ScheduleStore
    show: ShowSchedule
    events: EventChannel

    async def __call__(self, name: str, *, paused: bool = True) -> ScheduleView:
        """Return the schedule; the same again changes nothing. Raises `ScheduleNotFoundError`."""
        schedule = await self.store.schedule(name)
        if schedule.paused is paused:
            return await self.show.view(schedule)
        now = self.show.clock.now()
        changed = schedule.model_copy(update={"paused": paused, "looked_at": now})
        await self.store.save_schedule(changed)
        change = "paused" if paused else "resumed"
        await self.events.publish([Event(topic="schedule", subject=name, at=now, data={"change": change})])
        return await self.show.view(changed)
