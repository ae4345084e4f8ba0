"""Schedules: work that comes again."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field, JsonValue

from ballast_core.shared.entity import Entity


class Misfire(StrEnum):
    """What becomes of times that passed while no worker was there: none, the latest one, or every one."""

    SKIP = "skip"
    LATEST = "latest"
    ALL = "all"


class Schedule(Entity):
    """A job that starts at the times of `cron` in a time zone; with a calendar only on its sessions.

    `looked_at` is the moment up to which times are dealt with; `last_job` is the job that it started last.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    cron: str = Field(max_length=100)
    zone: str = "UTC"
    calendar: str = ""
    work: str
    argument: JsonValue = None
    misfire: Misfire = Misfire.LATEST
    paused: bool = False
    looked_at: datetime
    last_job: str = ""
