"""Schedules: work that comes again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import Field, JsonValue

from ballast_core.ops.entities.jobs import Job
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class Misfire(StrEnum):
    """What becomes of times that passed while no worker was there: none, the latest one, or every one."""

    SKIP = "skip"
    LATEST = "latest"
    ALL = "all"


class ScheduleSpec(Entity):
    """A job to start at the times of `cron` in a time zone; with a calendar only on its sessions."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    cron: str = Field(max_length=100)
    zone: str = Field(default="UTC", max_length=100)
    calendar: str = Field(default="", max_length=32)
    work: str = Field(max_length=100)
    argument: JsonValue = None
    misfire: Misfire = Misfire.LATEST
    paused: bool = False


class Schedule(ScheduleSpec):
    """A schedule as it is kept.

    `looked_at` is the moment up to which times are dealt with; `last_job` is the job that it started last.
    """

    looked_at: datetime
    last_job: str = ""


class ScheduleView(View):
    """A schedule, its next times, and the job that it started last, as far as that is still known.

    One that is paused has no next times; of one whose times nobody can tell, `problem` says why.
    """

    schedule: Schedule
    next_times: tuple[datetime, ...] = ()
    last: Job | None = None
    problem: str = ""

    def table(self) -> Table:
        """Return one row."""
        return _table([self])


class SchedulesView(View):
    """All schedules by name."""

    schedules: tuple[ScheduleView, ...]

    def table(self) -> Table:
        """Return a row a schedule."""
        return _table(self.schedules)


@dataclass(frozen=True, slots=True)
class DueJobs:
    """Jobs that were started because their time had come, and by schedule what stood in the way."""

    jobs: tuple[Job, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict[str, str])


def _table(rows: Sequence[ScheduleView]) -> Table:
    kept = [row.schedule for row in rows]
    return Table(
        "Schedules",
        (
            Column("schedule", [one.name for one in kept]),
            Column("cron", [one.cron for one in kept]),
            Column("zone", [one.zone for one in kept]),
            Column("calendar", [one.calendar for one in kept]),
            Column("work", [one.work for one in kept]),
            Column("misfire", [one.misfire.value for one in kept]),
            Column("paused", [one.paused for one in kept], "flag"),
            Column("next", [_next(row) for row in rows], "instant"),
            Column("last", [row.last.created_at if row.last else None for row in rows], "instant"),
            Column("state", [row.last.state.value if row.last else "" for row in rows]),
            Column("job", [one.last_job for one in kept]),
        ),
        tuple(f"{row.schedule.name}: {row.problem}" for row in rows if row.problem),
    )


def _next(row: ScheduleView) -> datetime | None:
    """Return the next time in UTC, as tables have it."""
    return row.next_times[0].astimezone(UTC) if row.next_times else None
