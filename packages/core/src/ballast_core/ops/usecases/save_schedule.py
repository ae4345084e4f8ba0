"""Have work come again."""

from dataclasses import dataclass

from ballast_core.ops.entities import Schedule, ScheduleSpec, ScheduleView
from ballast_core.ops.errors import BadScheduleError, ScheduleNotFoundError
from ballast_core.ops.ports import ScheduleStore
from ballast_core.ops.rules.arguments import Kinds, kind_of, whole_argument
from ballast_core.ops.usecases.show_schedule import ShowSchedule
from ballast_core.shared.events import Event
from ballast_core.shared.ports import EventChannel


@dataclass(frozen=True, slots=True)
class SaveSchedule:
    """Keep a schedule under its name, new or in place of the former one."""

    store: ScheduleStore
    show: ShowSchedule
    kinds: Kinds
    events: EventChannel

    async def __call__(self, spec: ScheduleSpec) -> ScheduleView:
        """Return the schedule as it is kept; its times count from now on.

        Raises `BadScheduleError` (also when it never comes), `NoCalendarError`, `UnknownWorkError`,
        `BadArgumentError`.
        """
        now = self.show.clock.now()
        argument = whole_argument(spec.work, spec.argument, kind_of(spec.work, self.kinds))
        if not await self.show.times.following(spec, now, 1):
            raise BadScheduleError("cron", f"{spec.cron!r} never comes; look at its days and its calendar")
        last_job = await self._last_job(spec.name)
        told = {**spec.model_dump(), "argument": argument, "looked_at": now, "last_job": last_job}
        kept = Schedule.model_validate(told)
        await self.store.save_schedule(kept)
        await self.events.publish(
            [Event(topic="schedule", subject=kept.name, at=now, data={"change": "saved"})]
        )
        return await self.show.view(kept)

    async def _last_job(self, name: str) -> str:
        try:
            return (await self.store.schedule(name)).last_job
        except ScheduleNotFoundError:
            return ""
