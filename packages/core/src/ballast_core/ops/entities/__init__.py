"""What is known of the running program: its health, its jobs, its schedules."""

from ballast_core.ops.entities.health import (
    BackupCheck,
    Check,
    CheckState,
    Health,
    PoolUse,
    TableCount,
    Unit,
    UnitsView,
)
from ballast_core.ops.entities.jobs import Job, JobFault, JobKind, JobSpec, JobState, JobsView
from ballast_core.ops.entities.schedules import (
    DueJobs,
    Misfire,
    Schedule,
    ScheduleSpec,
    SchedulesView,
    ScheduleView,
)

__all__ = [
    "BackupCheck",
    "Check",
    "CheckState",
    "DueJobs",
    "Health",
    "Job",
    "JobFault",
    "JobKind",
    "JobSpec",
    "JobState",
    "JobsView",
    "Misfire",
    "PoolUse",
    "Schedule",
    "ScheduleSpec",
    "ScheduleView",
    "SchedulesView",
    "TableCount",
    "Unit",
    "UnitsView",
]
