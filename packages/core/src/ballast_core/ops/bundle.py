"""Every use case about the running of Ballast, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.ops.ports import JobQueue, Probes
from ballast_core.ops.rules.arguments import Kinds
from ballast_core.ops.usecases.cancel_job import CancelJob
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.count_jobs import CountJobs
from ballast_core.ops.usecases.list_jobs import ListJobs
from ballast_core.ops.usecases.show_job import ShowJob
from ballast_core.ops.usecases.show_pool import ShowPool
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.ops.usecases.watch_channel import WatchChannel
from ballast_core.ops.usecases.watch_job import WatchJob
from ballast_core.shared.ports import EventChannel


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
    watch_channel: WatchChannel


@dataclass(frozen=True, slots=True)
class OpsPorts:
    """All that the running of Ballast stands on; one store may fit several ports."""

    probes: Probes
    queue: JobQueue
    events: EventChannel


def wire_ops(ports: OpsPorts, kinds: Kinds) -> Ops:
    """Return every use case about the running of Ballast, standing on these ports; `kinds` run as jobs."""
    probes, queue = ports.probes, ports.queue
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
        watch_channel=WatchChannel(ports.events),
    )
