"""Running Ballast: is all well, and what to do when it is not."""

from ballast_core.ops.bundle import Ops, wire_ops
from ballast_core.ops.entities import (
    BackupCheck,
    Check,
    CheckState,
    Health,
    Job,
    JobFault,
    JobSpec,
    JobState,
    JobsView,
    PoolUse,
    TableCount,
    Unit,
    UnitsView,
)
from ballast_core.ops.errors import JobNotFoundError, KeyTakenError, UnknownWorkError
from ballast_core.ops.ports import JobLedger, JobQueue, Probes
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.show_pool import ShowPool

__all__ = [
    "BackupCheck",
    "Check",
    "CheckHealth",
    "CheckReady",
    "CheckState",
    "Health",
    "Job",
    "JobFault",
    "JobLedger",
    "JobNotFoundError",
    "JobQueue",
    "JobSpec",
    "JobState",
    "JobsView",
    "KeyTakenError",
    "Ops",
    "PoolUse",
    "Probes",
    "ShowPool",
    "TableCount",
    "Unit",
    "UnitsView",
    "UnknownWorkError",
    "wire_ops",
]
