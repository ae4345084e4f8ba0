"""The wiring of the look at the running program: its health, its jobs, its schedules, its events."""

from typing import TYPE_CHECKING

from ballast_adapters.bootstrap.health import Probing
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.ops import JobQueue, OpsPorts
from ballast_core.shared.ports import Calendars, EventChannel

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def ports(
    settings: Settings, engine: "AsyncEngine", queue: JobQueue, events: EventChannel, calendars: Calendars
) -> OpsPorts:
    """Return what the running of Ballast stands on, over this database."""
    from ballast_adapters.calendars.cron import CronSimTimes
    from ballast_adapters.sql.schedules import SqlSchedules

    return OpsPorts(
        probes=Probing(settings, engine),
        queue=queue,
        schedules=SqlSchedules(engine),
        crons=CronSimTimes(),
        calendars=calendars,
        events=events,
        clock=SystemClock(),
    )
