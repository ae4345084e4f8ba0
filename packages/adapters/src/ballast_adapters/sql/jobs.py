"""SqlJobs: jobs in PostgreSQL, as those see them who ask for them and those who do them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Update, and_, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.engine import Driver, driver, reading, writing
from ballast_adapters.sql.news import CHANNEL, JobNews
from ballast_adapters.sql.schema.jobs import jobs
from ballast_adapters.sql.tracking_rows import storable
from ballast_core.ops import Job, JobFault, JobNotFoundError, JobSpec, JobState, KeyTakenError
from ballast_core.shared.progress import Progress

type Enqueue = Callable[[Driver, str], Awaitable[None]]
"""Hands a job out to the workers, in the transaction of that connection."""

_LOOK_S = 15.0
"""How long who follows a job waits for news at most: one might be lost."""

_GATHER_S = 0.02
"""How long the first of those who were woken waits for the others."""

_c = jobs.c
_GOING_ON = _c.state.in_([JobState.QUEUED, JobState.RUNNING])
_PROGRESS = ("done", "total", "said")
_BESIDES_RESULT = [column for column in jobs.columns if column is not _c.result]


class SqlJobs:
    """Fits `JobQueue` and `JobLedger`."""

    def __init__(self, engine: AsyncEngine, news: JobNews, enqueue: Enqueue) -> None:
        self._engine, self._news, self._enqueue = engine, news, enqueue
        self._looks: dict[str, asyncio.Task[Job]] = {}

    async def add(self, spec: JobSpec, time_limit_s: float) -> Job:
        """Queue a job; or return the one that has the key already. Raises `KeyTakenError`."""
        row = {
            "name": spec.name,
            "argument": spec.argument,
            "state": JobState.QUEUED,
            "done": 0,
            "total": 0,
            "said": "",
            "version": 1,
            "attempts": 0,
            "time_limit_s": time_limit_s,
            "cancel_asked": False,
            "idempotency_key": storable(spec.idempotency_key),
            "created_at": func.clock_timestamp(),
            "worker": "",
        }
        async with writing(self._engine) as db:
            fresh = insert(jobs).values(row).on_conflict_do_nothing().returning(jobs)
            if made := (await db.execute(fresh)).mappings().one_or_none():
                await self._enqueue(await driver(db), str(made["id"]))
                return _job(made)
            same_key = select(jobs).where(_c.idempotency_key == row["idempotency_key"])
            job = _job((await db.execute(same_key)).mappings().one())
        if (job.name, job.argument) != (spec.name, spec.argument):
            raise KeyTakenError(spec.idempotency_key, job.id)
        return job

    async def job(self, job_id: str) -> Job:
        """Return a job as it is now. Raises `JobNotFoundError`."""
        async with reading(self._engine) as db:
            return await _found(db, job_id)

    async def jobs(self, limit: int, offset: int = 0, state: JobState | None = None) -> Sequence[Job]:
        """Return jobs without their results, newest first."""
        wanted = select(*_BESIDES_RESULT).order_by(_c.created_at.desc(), _c.id).limit(limit).offset(offset)
        if state is not None:
            wanted = wanted.where(_c.state == state)
        async with reading(self._engine) as db:
            return [_job(row) for row in (await db.execute(wanted)).mappings()]

    async def cancel(self, job_id: str) -> Job:
        """Ask a job to stop. Raises `JobNotFoundError`."""
        this = _c.id == _uuid(job_id)
        async with writing(self._engine) as db:
            waiting = update(jobs).where(this, _c.state == JobState.QUEUED)
            over = _ended(JobState.CANCELED) | {"cancel_asked": True}
            if not await _change(db, waiting.values(over)):
                running = update(jobs).where(this, _c.state == JobState.RUNNING, ~_c.cancel_asked)
                await _change(db, running.values(cancel_asked=True))
            return await _found(db, job_id)

    async def counts(self) -> Mapping[JobState, int]:
        """Count jobs by state."""
        async with reading(self._engine) as db:
            counted = await db.execute(select(_c.state, func.count()).group_by(_c.state))
            return {JobState(state): many for state, many in counted.all()}

    async def changes(self, job_id: str, after: int = 0) -> AsyncGenerator[Job]:
        """Yield the job on each change. Raises `JobNotFoundError`."""
        named = str(_uuid(job_id) or job_id)  # as the news have it
        with self._news.of(named) as changed:
            while True:
                changed.clear()
                job = await self._look(named)
                if job.version > after:
                    after = job.version
                    yield job
                if job.state.over:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_S):
                        await changed.wait()

    async def _look(self, job_id: str) -> Job:
        """Return the job as it is now; all who were woken together look once."""
        look = self._looks.get(job_id)
        if look is None:
            look = self._looks[job_id] = asyncio.create_task(self._soon(job_id))
        return await asyncio.shield(look)

    async def _soon(self, job_id: str) -> Job:
        await asyncio.sleep(_GATHER_S)
        del self._looks[job_id]  # who comes from here on may know of a later change
        return await self.job(job_id)

    async def begin(self, job_id: str, worker: str) -> Job | None:
        """Note that a try begins; None when the job must not run."""
        this = and_(_c.id == _uuid(job_id), _GOING_ON)
        begun = {
            "state": JobState.RUNNING,
            "attempts": _c.attempts + 1,
            "worker": worker,
            "started_at": func.clock_timestamp(),
            "retry_at": None,
            "fault": None,
        }
        async with writing(self._engine) as db:
            if row := await _change(db, update(jobs).where(this, ~_c.cancel_asked).values(begun)):
                return _job(row)
            await _change(db, update(jobs).where(this, _c.cancel_asked).values(_ended(JobState.CANCELED)))
            return None

    async def report(self, job: Job, progress: Progress) -> bool:
        """Note how far a try is; tell whether it must stop."""
        new = {"done": progress.done, "total": progress.total, "said": storable(progress.said)}
        differs = tuple_(_c.done, _c.total, _c.said) != tuple_(*map(literal, new.values()))
        async with writing(self._engine) as db:
            await _change(db, update(jobs).where(_held(job), differs).values(new))
            asked = await db.execute(select(_c.cancel_asked).where(_held(job)))
            return asked.scalar_one_or_none() is not False

    async def end(
        self, job: Job, state: JobState, result: JsonValue = None, fault: JobFault | None = None
    ) -> None:
        """Note how a job ended."""
        await self._note(job, _ended(state) | {"result": result, "fault": _said(fault)})

    async def retry(self, job: Job, wait_s: float, fault: JobFault) -> None:
        """Queue a job again for later."""
        at = func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, wait_s)
        await self._note(job, {"state": JobState.QUEUED, "retry_at": at, "fault": _said(fault)})

    async def hand_back(self, job: Job) -> None:
        """Queue a job again at once."""
        await self._note(job, {"state": JobState.QUEUED, "attempts": _c.attempts - 1})

    async def _note(self, job: Job, changes: Mapping[str, Any]) -> None:
        async with writing(self._engine) as db:
            await _change(db, update(jobs).where(_held(job)).values(**changes))


async def _change(db: AsyncConnection, change: Update) -> Mapping[Any, Any] | None:
    """Change at most one job, tell whoever follows it, and return it."""
    changed = await db.execute(change.values(version=_c.version + 1).returning(*_BESIDES_RESULT))
    row = changed.mappings().one_or_none()
    if row is not None:
        await db.execute(select(func.pg_notify(CHANNEL, str(row["id"]))))
    return row


async def _found(db: AsyncConnection, job_id: str) -> Job:
    row = (await db.execute(select(jobs).where(_c.id == _uuid(job_id)))).mappings().one_or_none()
    if row is None:
        raise JobNotFoundError(job_id)
    return _job(row)


def _held(job: Job) -> ColumnElement[bool]:
    """Return what holds while the try of this job is the latest one, and goes on."""
    mine = and_(_c.worker == job.worker, _c.attempts == job.attempts)
    return and_(_c.id == _uuid(job.id), _c.state == JobState.RUNNING, mine)


def _ended(state: JobState) -> dict[str, Any]:
    return {"state": state, "ended_at": func.clock_timestamp()}


def _said(fault: JobFault | None) -> JsonValue:
    return fault.model_dump(mode="json") if fault else None


def _job(row: Mapping[Any, Any]) -> Job:
    progress = {name: row[name] for name in _PROGRESS}
    rest = {name: value for name, value in row.items() if name not in _PROGRESS}
    return Job.model_validate({"result": None, **rest, "id": str(row["id"]), "progress": progress})


def _uuid(job_id: str) -> UUID | None:
    try:
        return UUID(job_id)
    except ValueError:
        return None  # an id of no job
