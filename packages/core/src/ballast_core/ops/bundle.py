"""Every use case about the running of Ballast, and how each stands on its ports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ballast_core.ops.entities import JobKind
from ballast_core.ops.ports import JobQueue, Probes
from ballast_core.ops.usecases.cancel_job import CancelJob
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.count_jobs import CountJobs
from ballast_core.ops.usecases.list_jobs import ListJobs
from ballast_core.ops.usecases.show_job import ShowJob
from ballast_core.ops.usecases.show_pool import ShowPool
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.ops.usecases.watch_job import WatchJob


@dataclass(frozen=True, slots=True)
class Ops:
    """What can be asked about the running of Ballast itself."""

    check_health: CheckHealth
    check_ready: CheckReady
    show_pool: ShowPool
    start_job: StartJob
    show_job: ShowJob
    list_jobs: ListJobs
    cancel_job: CancelJob
    watch_job: WatchJob
    count_jobs: CountJobs


def wire_ops(probes: Probes, queue: JobQueue, kinds: Mapping[str, JobKind[Any, Any]]) -> Ops:
    """Return every use case about the running of Ballast, standing on these ports; `kinds` run as jobs."""
    return Ops(
        check_health=CheckHealth(probes),
        check_ready=CheckReady(probes),
        show_pool=ShowPool(probes),
        start_job=StartJob(queue, kinds),
        show_job=ShowJob(queue),
        list_jobs=ListJobs(queue),
        cancel_job=CancelJob(queue),
        watch_job=WatchJob(queue),
        count_jobs=CountJobs(queue),
    )
