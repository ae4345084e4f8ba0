"""Running Ballast: is all well, and what to do when it is not."""

from ballast_core.ops.bundle import Ops, wire_ops
from ballast_core.ops.entities import (
    BackupCheck,
    Check,
    CheckState,
    Health,
    Job,
    JobFault,
    JobKind,
    JobSpec,
    JobState,
    JobsView,
    PoolUse,
    TableCount,
    Unit,
    UnitsView,
)
from ballast_core.ops.errors import (
    BadArgumentError,
    JobNotFoundError,
    KeyTakenError,
    TimeLimitError,
    UnknownWorkError,
    WorkerLostError,
)
from ballast_core.ops.ports import JobLedger, JobQueue, Probes
from ballast_core.ops.usecases.cancel_job import CancelJob
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.count_jobs import CountJobs
from ballast_core.ops.usecases.list_jobs import ListJobs
from ballast_core.ops.usecases.run_job import RunJob
from ballast_core.ops.usecases.show_job import ShowJob
from ballast_core.ops.usecases.show_pool import ShowPool
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.ops.usecases.watch_job import WatchJob

__all__ = [
    "BackupCheck",
    "BadArgumentError",
    "CancelJob",
    "Check",
    "CheckHealth",
    "CheckReady",
    "CheckState",
    "CountJobs",
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
    "Ops",
    "PoolUse",
    "Probes",
    "RunJob",
    "ShowJob",
    "ShowPool",
    "StartJob",
    "TableCount",
    "TimeLimitError",
    "Unit",
    "UnitsView",
    "UnknownWorkError",
    "WatchJob",
    "WorkerLostError",
    "wire_ops",
]
