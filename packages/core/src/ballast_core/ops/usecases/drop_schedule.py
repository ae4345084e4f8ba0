"""Have work come no more."""

from dataclasses import dataclass

from ballast_core.ops.ports import ScheduleStore
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Clock, EventChannel


@dataclass(frozen=True, slots=True)
class DropSchedule:
    """Forget a schedule; jobs that it started go on."""

    store: ScheduleStore
    clock: Clock
    events: EventChannel

    async def __call__(self, name: str) -> None:
        """Forget it. Raises `ScheduleNotFoundError`."""
        await self.store.drop_schedule(name)
        gone = Event(topic="schedule", subject=name, at=self.clock.now(), data={"change": "removed"})
        await self.events.publish([gone])
