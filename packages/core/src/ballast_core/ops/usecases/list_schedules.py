"""Which schedules there are."""

from dataclasses import dataclass

from ballast_core.ops.entities import SchedulesView
from ballast_core.ops.ports import ScheduleStore
from ballast_core.ops.usecases.show_schedule import ShowSchedule


@dataclass(frozen=True, slots=True)
class ListSchedules:
    """List schedules, each with its next times and its last job."""

    store: ScheduleStore
    show: ShowSchedule

    async def __call__(self) -> SchedulesView:
        """Return all schedules by name."""
        schedules = await self.store.schedules()
        return SchedulesView(schedules=tuple([await self.show.view(one) for one in schedules]))
