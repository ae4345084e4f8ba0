"""Workers: the wiring of one, and the one that a server has beside it."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ballast_adapters.bootstrap import ops
from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.database import open_server
from ballast_adapters.bootstrap.due import start_due_jobs
from ballast_adapters.bootstrap.jobs import enqueue, open_jobs_and_events
from ballast_adapters.bootstrap.opening import open_app
from ballast_adapters.settings import Settings
from ballast_core.app import App
from ballast_core.jobs import JOBS
from ballast_core.ops import JobKind, RunJob, wire_ops
from ballast_core.shared.errors import BallastError, UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

type Kinds = Mapping[str, JobKind[App, Any]]

_TIDY_EVERY = 30
_FIRST_WAIT_S, _LONGEST_WAIT_S, _STEADY_S = 0.5, 60.0, 60.0
_LAST_WORDS_S = 5.0

_log = logging.getLogger("ballast.worker")


async def work(settings: Settings, stop: asyncio.Event, ready: Callable[[str], None], kinds: Kinds) -> None:
    """Do jobs until `stop` is set; `ready` is told the worker's name once it takes them.

    Raises as `open_app`.
    """
    from ballast_adapters.queue.worker import Bounds, Worker
    from ballast_adapters.sql.engine import connector, open_engine
    from ballast_adapters.sql.workers import forget_worker, note_worker

    knobs, name = settings.worker, f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
    async with (
        open_app(settings) as app,
        open_server(settings) as url,
        open_engine(url, settings.database.pool_size) as engine,
        open_jobs_and_events(engine) as (ledger, events),
    ):
        await note_worker(engine, name)
        upkeep = asyncio.create_task(_keep_up(settings, engine, name))
        ports = ops.ports(settings, engine, ledger, events, calendars(engine))
        due = asyncio.create_task(start_due_jobs(wire_ops(ports, kinds).start_due_jobs))
        bounds = Bounds(knobs.jobs_at_once, knobs.lease_s, knobs.stop_s)
        try:
            ready(name)
            await Worker(name, RunJob(ledger, app, kinds), connector(url), bounds).work(stop)
        finally:
            for task in (upkeep, due):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            with suppress(UnavailableError):
                await forget_worker(engine, name)


async def _keep_up(settings: Settings, engine: "AsyncEngine", name: str) -> None:
    from ballast_adapters.sql.workers import SEEN_EVERY_S, note_worker, tidy_jobs

    for times in count():
        with suppress(UnavailableError):
            if times % _TIDY_EVERY == 0:
                await tidy_jobs(engine, settings.worker.keep_days, enqueue)
            await note_worker(engine, name)
        await asyncio.sleep(SEEN_EVERY_S)


def work_until_signaled(settings: Settings, ready: Callable[[str], None], kinds: Kinds = JOBS) -> None:
    """Do jobs until a signal comes, or the process that started this one is gone. Raises as `open_app`."""
    asyncio.run(_work_until_signaled(settings, ready, kinds))


async def _work_until_signaled(settings: Settings, ready: Callable[[str], None], kinds: Kinds) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such signals
            loop.add_signal_handler(number, stop.set)
    parent = parent_process()
    if parent is not None:

        def outlive_nobody() -> None:
            parent.join()
            with suppress(RuntimeError):  # the loop has ended before
                loop.call_soon_threadsafe(stop.set)

        Thread(target=outlive_nobody, daemon=True).start()
    await work(settings, stop, ready, kinds)


@asynccontextmanager
async def worker_beside(settings: Settings, prepare: Callable[[Settings], None]) -> AsyncGenerator[None]:
    """Have a process of its own do jobs while this is open; when it dies, another one follows.

    `prepare` is called in that process first: a function of a module.
    """
    if not settings.worker.in_serve:
        yield
        return
    keeping = asyncio.create_task(_keep_one(settings, prepare))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep_one(settings: Settings, prepare: Callable[[Settings], None]) -> None:
    wait_s, clock = _FIRST_WAIT_S, asyncio.get_running_loop().time
    while True:
        begun = clock()
        process = get_context("spawn").Process(target=_work_beside, args=(settings, prepare))
        process.start()
        try:
            await asyncio.to_thread(process.join)
        finally:
            if process.is_alive():
                process.terminate()
                await asyncio.to_thread(process.join, settings.worker.stop_s + _LAST_WORDS_S)
                process.kill()
        wait_s = _FIRST_WAIT_S if clock() - begun > _STEADY_S else min(2 * wait_s, _LONGEST_WAIT_S)
        _log.warning("the worker ended with code %s; another one starts in %g s", process.exitcode, wait_s)
        await asyncio.sleep(wait_s)


def _work_beside(settings: Settings, prepare: Callable[[Settings], None]) -> None:
    prepare(settings)
    try:
        work_until_signaled(settings, lambda name: _log.info("worker %s takes jobs", name))
    except BallastError as error:
        _log.error("the worker cannot work: %s", error)
        raise SystemExit(1) from None
