"""Bring a universe in, and have its data fetched every day."""

from dataclasses import dataclass

from ballast_core.market import ExportUniverse, ImportReport, ImportSpec, UniverseKind
from ballast_core.market import ImportUniverse as ImportRows
from ballast_core.ops import ListSchedules, Misfire, SaveSchedule, ScheduleSpec

DAILY = ScheduleSpec(
    name="market-daily",
    cron="0 5 * * *",
    zone="America/New_York",
    work="market.update_market",
    misfire=Misfire.LATEST,
)
"""What a first universe brings along: every day at five in New York, before anybody asks."""

_KINDS: tuple[UniverseKind, ...] = ("instruments", "indicators", "recurring")


@dataclass(frozen=True, slots=True)
class ImportUniverse:
    """Take a universe in from files; the first one brings the daily schedule along."""

    import_rows: ImportRows
    export_universe: ExportUniverse
    list_schedules: ListSchedules
    save_schedule: SaveSchedule

    async def __call__(self, spec: ImportSpec) -> ImportReport:
        """Do as `market.import_universe`; where nothing was there before, have it fetched every day.

        A schedule of that name stays as it is, and one that was removed does not come back with later files.
        Raises `UniverseFileError`.
        """
        first = not [one for kind in _KINDS if len(one := (await self.export_universe(kind)).table())]
        report = await self.import_rows(spec)
        known = {one.schedule.name for one in (await self.list_schedules()).schedules}
        if not first or DAILY.name in known:
            return report
        await self.save_schedule(DAILY)
        return report.model_copy(update={"schedule": DAILY.name})
