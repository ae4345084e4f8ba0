"""What a schedule starts is started once for each time, whatever becomes of the workers."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from tests.e2e.counting import KINDS

from ballast_adapters.bootstrap import ops as wiring
from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.database import open_database
from ballast_adapters.bootstrap.jobs import open_jobs_and_events
from ballast_adapters.bootstrap.opening import open_app
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.ops import Misfire, Ops, OpsPorts, Schedule, wire_ops

pytestmark = pytest.mark.postgres

MISSED = 20
PATIENCE_S = 120.0

type Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
async def ports(settings: Settings) -> AsyncGenerator[OpsPorts]:
    async with open_app(settings):
        pass  # the tables are there
    async with open_database(settings) as engine, open_jobs_and_events(engine) as (jobs, events):
        yield wiring.ports(settings, engine, jobs, events, calendars(engine))


@pytest.fixture
async def ops(ports: OpsPorts) -> AsyncGenerator[Ops]:
    """What a person asks; at the end no schedule is left."""
    ops = wire_ops(ports, KINDS)
    yield ops
    for one in (await ops.list_schedules()).schedules:
        await ops.drop_schedule(one.schedule.name)


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Start a worker, which looks for what is due within a second; at the end all are killed."""
    workers: list[subprocess.Popen[str]] = []
    program = str(Path(__file__).with_name("counting.py"))

    def started() -> subprocess.Popen[str]:
        worker = subprocess.Popen([sys.executable, program], env=environment, stdout=PIPE, text=True)
        workers.append(worker)
        return worker

    yield started
    for worker in workers:
        worker.kill()
        worker.communicate()


async def keep(ports: OpsPorts, name: str, misfire: Misfire) -> list[datetime]:
    """Keep a schedule for each minute that nobody looked at for a while; return the times that it missed.

    The last of them is so long ago that it is missed indeed, and the next one is far from now.
    """
    now = SystemClock().now().replace(second=0, microsecond=0)
    last = now - timedelta(minutes=10)
    times = [last - timedelta(minutes=back) for back in reversed(range(MISSED))]
    hours = ",".join(sorted({str(at.hour) for at in times}))
    minutes = ",".join(str(at.minute) for at in times)
    schedule = Schedule(
        name=name,
        cron=f"{minutes} {hours} {last.day} {last.month} *",
        work="test.count",
        argument={"to": 1, "die": False, "book": ""},
        misfire=misfire,
        looked_at=times[0] - timedelta(seconds=30),
    )
    await ports.schedules.save_schedule(schedule)
    found = ports.crons.times(schedule.cron, "UTC", schedule.looked_at, now)
    return [at.astimezone(UTC) for at in found]


async def started(ops: Ops, name: str) -> Counter[str]:
    """Return how many jobs there are for each time of a schedule."""
    keys = [job.idempotency_key for job in (await ops.list_jobs(1_000)).jobs]
    return Counter(key for key in keys if key.startswith(f"schedule:{name}:"))


def key(name: str, at: datetime) -> str:
    return f"schedule:{name}:{at:%Y-%m-%dT%H:%M:%SZ}"


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


async def dealt_with(ops: Ops, name: str, last: datetime) -> None:
    """Wait until a worker has looked at all times of a schedule."""

    async def looked() -> bool:
        return (await ops.show_schedule(name)).schedule.looked_at >= last

    await until(looked)


@pytest.mark.parametrize("misfire", Misfire)
async def test_missed_times_go_by_the_policy_with_several_workers(
    ops: Ops, ports: OpsPorts, start: Start, misfire: Misfire
) -> None:
    name = f"missed-{misfire.value}"
    times = await keep(ports, name, misfire)
    for _ in range(3):
        start()
    await dealt_with(ops, name, times[-1])
    await asyncio.sleep(2)  # time for the others to start them, too
    wanted = {Misfire.SKIP: [], Misfire.LATEST: times[-1:], Misfire.ALL: times}[misfire]
    assert await started(ops, name) == Counter(key(name, at) for at in wanted)


async def test_workers_that_are_killed_while_they_start_what_is_due_start_nothing_twice(
    ops: Ops, ports: OpsPorts, start: Start
) -> None:
    name = "killed"
    times = await keep(ports, name, Misfire.ALL)
    first = [start(), start()]

    async def begun() -> bool:
        return bool(await started(ops, name))

    await until(begun)
    for worker in first:
        worker.kill()
    start()
    await dealt_with(ops, name, times[-1])
    assert await started(ops, name) == Counter(key(name, at) for at in times)
