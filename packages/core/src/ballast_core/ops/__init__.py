"""Running Ballast: is all well, and what to do when it is not."""

from ballast_core.ops.bundle import Ops, OpsPorts, wire_ops
from ballast_core.ops.entities import (
    BackupCheck,
    Check,
    CheckState,
    DueJobs,
    Health,
    Job,
    JobFault,
    JobKind,
    JobSpec,
    JobState,
    JobsView,
    Misfire,
    PoolUse,
    Schedule,
    ScheduleSpec,
    SchedulesView,
    ScheduleView,
    TableCount,
    Unit,
    UnitsView,
)
from ballast_core.ops.errors import (
    BadArgumentError,
    BadScheduleError,
    JobNotFoundError,
    KeyTakenError,
    ScheduleNotFoundError,
    TimeLimitError,
    UnknownWorkError,
    WorkerLostError,
)
from ballast_core.ops.ports import CronTimes, JobLedger, JobQueue, Probes, ScheduleStore
from ballast_core.ops.usecases.cancel_job import CancelJob
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.count_jobs import CountJobs
from ballast_core.ops.usecases.drop_schedule import DropSchedule
from ballast_core.ops.usecases.find_times import FindTimes
from ballast_core.ops.usecases.list_jobs import ListJobs
from ballast_core.ops.usecases.list_schedules import ListSchedules
from ballast_core.ops.usecases.pause_schedule import PauseSchedule
from ballast_core.ops.usecases.run_job import RunJob
from ballast_core.ops.usecases.run_schedule import RunSchedule
from ballast_core.ops.usecases.save_schedule import SaveSchedule
from ballast_core.ops.usecases.show_job import ShowJob
from ballast_core.ops.usecases.show_pool import ShowPool
from ballast_core.ops.usecases.show_schedule import ShowSchedule
from ballast_core.ops.usecases.start_due_jobs import StartDueJobs
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.ops.usecases.watch_channel import WatchChannel
from ballast_core.ops.usecases.watch_job import WatchJob

__all__ = [
    "BackupCheck",
    "BadArgumentError",
    "BadScheduleError",
    "CancelJob",
    "Check",
    "CheckHealth",
    "CheckReady",
    "CheckState",
    "CountJobs",
    "CronTimes",
    "DropSchedule",
    "DueJobs",
    "FindTimes",
    "Health",
    "Job",
    "JobFault",
    "JobKind",
    "JobLedger",
    "JobNotFoundError",
    "JobQueue",
    "JobSpec",
    "JobState",
    "JobsView",
    "KeyTakenError",
    "ListJobs",
    "ListSchedules",
    "Misfire",
    "Ops",
    "OpsPorts",
    "PauseSchedule",
    "PoolUse",
    "Probes",
    "RunJob",
    "RunSchedule",
    "SaveSchedule",
    "Schedule",
    "ScheduleNotFoundError",
    "ScheduleSpec",
    "ScheduleStore",
    "ScheduleView",
    "SchedulesView",
    "ShowJob",
    "ShowPool",
    "ShowSchedule",
    "StartDueJobs",
    "StartJob",
    "TableCount",
    "TimeLimitError",
    "Unit",
    "UnitsView",
    "UnknownWorkError",
    "WatchChannel",
    "WatchJob",
    "WorkerLostError",
    "wire_ops",
]
