"""What workers see to in the database: who is there, and that no job is lost or kept forever."""

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import driver, reading, writing
from ballast_adapters.sql.jobs import Enqueue
from ballast_adapters.sql.schema.jobs import jobs, workers
from ballast_core.ops import Check, CheckState, JobState

SEEN_EVERY_S = 10.0
_GONE_AFTER_S = 6 * SEEN_EVERY_S

_LOST = text("""
    select id::text from ops.jobs
    where state in ('queued', 'running') and not exists (
        select from pgqueuer.pgqueuer
        where dedupe_key = jobs.id::text and status in ('queued', 'picked')
    )
    for update skip locked
""")
_OLD_LOG = text("delete from pgqueuer.pgqueuer_log where created < now() - make_interval(days => :days)")
_LOG_DAYS = 7


async def note_worker(engine: AsyncEngine, name: str) -> None:
    """Note that a worker is there."""
    now = func.clock_timestamp()
    new = insert(workers).values(name=name, started_at=now, seen_at=now)
    async with writing(engine) as db:
        await db.execute(new.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))


async def forget_worker(engine: AsyncEngine, name: str) -> None:
    """Note that a worker has stopped."""
    async with writing(engine) as db:
        await db.execute(delete(workers).where(workers.c.name == name))


async def tidy_jobs(engine: AsyncEngine, keep_days: float, enqueue: Enqueue) -> None:
    """Forget jobs that ended long ago and workers that died, and hand out again what got lost on the way."""
    since = func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, 0, keep_days * 86_400)
    dead = func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, 0, 100 * _GONE_AFTER_S)
    async with writing(engine) as db:
        await db.execute(delete(jobs).where(jobs.c.ended_at < since))
        await db.execute(delete(workers).where(workers.c.seen_at < dead))
        await db.execute(_OLD_LOG, {"days": _LOG_DAYS})
        for job_id in (await db.execute(_LOST)).scalars().all():
            await enqueue(await driver(db), job_id)


async def check_workers(engine: AsyncEngine) -> Check:
    """Tell whether anybody does jobs. Raises `DatabaseUnavailableError`."""
    since = func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, 0, _GONE_AFTER_S)
    alive = select(func.count()).select_from(workers).where(workers.c.seen_at > since)
    waiting = select(func.count()).select_from(jobs).where(jobs.c.state == JobState.QUEUED)
    async with reading(engine) as db:
        there, queued = (await db.execute(select(alive.scalar_subquery(), waiting.scalar_subquery()))).one()
    found = f"{there} {'does' if there == 1 else 'do'} jobs, of which {queued} wait"
    if there:
        return Check(name="workers", state=CheckState.OK, found=found)
    advice = "start `ballast worker`, or let `ballast serve` have one (worker.in_serve)"
    return Check(name="workers", state=CheckState.WARNING, found=f"none; {queued} jobs wait", advice=advice)
