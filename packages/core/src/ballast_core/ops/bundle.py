"""Every use case about the running of Ballast, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.ops.ports import CronTimes, JobQueue, Probes, ScheduleStore
from ballast_core.ops.rules.arguments import Kinds
from ballast_core.ops.usecases.cancel_job import CancelJob
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.count_jobs import CountJobs
from ballast_core.ops.usecases.drop_schedule import DropSchedule
from ballast_core.ops.usecases.find_times import FindTimes
from ballast_core.ops.usecases.list_jobs import ListJobs
from ballast_core.ops.usecases.list_schedules import ListSchedules
from ballast_core.ops.usecases.pause_schedule import PauseSchedule
from ballast_core.ops.usecases.run_schedule import RunSchedule
from ballast_core.ops.usecases.save_schedule import SaveSchedule
from ballast_core.ops.usecases.show_job import ShowJob
from ballast_core.ops.usecases.show_pool import ShowPool
from ballast_core.ops.usecases.show_schedule import ShowSchedule
from ballast_core.ops.usecases.start_due_jobs import StartDueJobs
from ballast_core.ops.usecases.start_job import StartJob
from ballast_core.ops.usecases.watch_channel import WatchChannel
from ballast_core.ops.usecases.watch_job import WatchJob
from ballast_core.shared.ports import Calendars, Clock, EventChannel


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
    list_schedules: ListSchedules
    show_schedule: ShowSchedule
    save_schedule: SaveSchedule
    drop_schedule: DropSchedule
    pause_schedule: PauseSchedule
    run_schedule: RunSchedule
    start_due_jobs: StartDueJobs
    watch_channel: WatchChannel


@dataclass(frozen=True, slots=True)
class OpsPorts:
    """All that the running of Ballast stands on; one store may fit several ports."""

    probes: Probes
    queue: JobQueue
    schedules: ScheduleStore
    crons: CronTimes
    calendars: Calendars
    events: EventChannel
    clock: Clock


def wire_ops(ports: OpsPorts, kinds: Kinds) -> Ops:
    """Return every use case about the running of Ballast, standing on these ports; `kinds` run as jobs."""
    probes, queue, store = ports.probes, ports.queue, ports.schedules
    clock, events = ports.clock, ports.events
    times, start = FindTimes(ports.crons, ports.calendars), StartJob(queue, kinds)
    show = ShowSchedule(store, queue, times, clock)
    return Ops(
        check_health=CheckHealth(probes),
        check_ready=CheckReady(probes),
        show_pool=ShowPool(probes),
        start_job=start,
        show_job=ShowJob(queue),
        list_jobs=ListJobs(queue),
        cancel_job=CancelJob(queue),
        watch_job=WatchJob(queue),
        count_jobs=CountJobs(queue),
        list_schedules=ListSchedules(store, show),
        show_schedule=show,
        save_schedule=SaveSchedule(store, show, kinds, events),
        drop_schedule=DropSchedule(store, clock, events),
        pause_schedule=PauseSchedule(store, show, events),
        run_schedule=RunSchedule(store, start, clock, events),
        start_due_jobs=StartDueJobs(store, start, times, clock, events),
        watch_channel=WatchChannel(events),
    )
