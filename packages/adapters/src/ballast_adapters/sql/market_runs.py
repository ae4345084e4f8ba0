"""SqlRuns: runs of the pipeline in PostgreSQL; the one at work holds a lock on a connection of its own."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.errors import translated
from ballast_adapters.sql.lock import UPDATE
from ballast_adapters.sql.market_rows import clean, clean_row
from ballast_adapters.sql.schema.market_runs import run_parts, run_steps, runs
from ballast_adapters.sql.tracking_rows import storable
from ballast_core.market import Run, RunNotFoundError, Step, StepReport, StepState, UpdateRunningError
from ballast_core.shared.errors import UnavailableError

_LOST = "the program that worked at it ended, or lost the database, before it was done"
_HELD = """
    select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 1
    and database = (select oid from pg_database where datname = current_database())
    and classid = :high and objid = :low
"""
_ABANDONED = text(f"select id from market_data.runs where ended_at is null and not exists ({_HELD})")  # noqa: S608 - texts of our own
_IDS = bindparam("ids", type_=ARRAY(Text))
_CLOSE_STEPS = text("""
    update market_data.run_steps set
        state = case when parts_done > 0 then 'partial' else 'failed' end,
        ended_at = coalesce(ended_at, started_at),
        faults = faults || jsonb_build_array(jsonb_build_object(
            'part', '*', 'code', 'market.run_lost', 'message', cast(:why as text)))
    where run_id = any(:ids) and state in ('waiting', 'running')
""").bindparams(_IDS)
_CLOSE_RUNS = text("""
    update market_data.runs set
        state = case when exists (select from market_data.run_parts where run_id = id)
            then 'partial' else 'failed' end,
        ended_at = greatest(started_at, (
            select max(greatest(started_at, ended_at)) from market_data.run_steps where run_id = id)),
        log = log || cast(:why as text)
    where id = any(:ids) and ended_at is null
""").bindparams(_IDS)
_KEY = {"high": UPDATE >> 32, "low": UPDATE & 0xFFFFFFFF}
_r, _s, _p = runs.c, run_steps.c, run_parts.c


class SqlRuns:
    """Fits `RunStore`; the run that this one began is known to be at work while its lock is held."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._lock: AsyncConnection | None = None

    async def begin(self, run: Run) -> None:
        """Store a run that begins. Raises `UpdateRunningError` while another one is at work."""
        await self._take_lock()
        try:
            async with writing(self._engine) as db:
                # Whoever began them held the lock that is ours now.
                await _close(
                    db, (await db.execute(select(_r.id).where(_r.ended_at.is_(None)))).scalars().all()
                )
                await db.execute(insert(runs).values(_run_row(run)))
                await _save_steps(db, run.id, run.steps)
        except BaseException:
            await self._release()
            raise

    async def report(
        self, run_id: str, step: StepReport, done_parts: Sequence[str], said: Sequence[str] = ()
    ) -> None:
        """Store how a step stands, parts of it that are done now, and further lines of the log."""
        mine = not await self._lost()
        if not mine:
            await self._take_lock()
        try:
            await self._report(run_id, step, done_parts, said)
        except RunNotFoundError:
            if not mine:
                await self._release()
            raise

    async def _report(
        self, run_id: str, step: StepReport, done_parts: Sequence[str], said: Sequence[str]
    ) -> None:
        at_work = {"state": StepState.RUNNING, "ended_at": None, "log": _r.log + clean(list(said))}
        known = update(runs).where(_r.id == storable(run_id)).values(at_work).returning(_r.id)
        rows = [{"run_id": run_id, "step": step.step, "part": storable(part)} for part in done_parts]
        async with writing(self._engine) as db:
            if not (await db.execute(known)).all():
                raise RunNotFoundError(run_id)
            await _save_steps(db, run_id, [step])
            if rows:
                await db.execute(insert(run_parts).on_conflict_do_nothing(), rows)

    async def end(self, run: Run) -> None:
        """Store how a run ended, with its log; another one may begin then."""
        row = {name: value for name, value in _run_row(run).items() if name != "id"}
        known = update(runs).where(_r.id == storable(run.id)).values(row).returning(_r.id)
        async with writing(self._engine) as db:
            if not (await db.execute(known)).all():
                raise RunNotFoundError(run.id)
            await _save_steps(db, run.id, run.steps)
        await self._release()

    async def run(self, run_id: str) -> Run:
        """Return a run. Raises `RunNotFoundError`."""
        await self._close_abandoned()
        async with reading(self._engine) as db:
            found = await _runs(db, _r.id == storable(run_id), limit=1, log=True)
        if not found:
            raise RunNotFoundError(run_id)
        return found[0]

    async def runs(self, limit: int, offset: int = 0) -> Sequence[Run]:
        """Return runs without their logs, newest first."""
        await self._close_abandoned()
        async with reading(self._engine) as db:
            return await _runs(db, limit=limit, offset=offset)

    async def done_parts(self, run_id: str) -> Mapping[str, Sequence[str]]:
        """Return by step the parts that a run has done."""
        await self.run(run_id)
        asked = select(_p.step, _p.part).where(_p.run_id == storable(run_id)).order_by(_p.step, _p.part)
        found: dict[str, list[str]] = {}
        async with reading(self._engine) as db:
            for step, part in await db.execute(asked):
                found.setdefault(step, []).append(part)
        return found

    async def _take_lock(self) -> None:
        """Become the one at work. Raises `UpdateRunningError` when that is somebody else."""
        with translated():
            db = await self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()
            try:
                await db.run_sync(Connection.detach)  # off the pool: its end is the end of the lock
                mine = (await db.execute(select(func.pg_try_advisory_lock(UPDATE)))).scalar_one()
            except BaseException:
                await db.close()
                raise
        if mine:
            self._lock = db
            return
        await db.close()
        raise await self._other()

    async def _other(self) -> UpdateRunningError:
        at_work = select(_r.id, _r.started_at).where(_r.ended_at.is_(None)).order_by(_r.started_at.desc())
        async with reading(self._engine) as db:
            row = (await db.execute(at_work.limit(1))).one_or_none()
        return (
            UpdateRunningError(row.id, _told(row.started_at)) if row else UpdateRunningError("?", "just now")
        )

    async def _lost(self) -> bool:
        if self._lock is None:
            return True
        with suppress(UnavailableError), translated():
            await self._lock.execute(select(1))
            return False
        await self._release()
        return True

    async def _release(self) -> None:
        db, self._lock = self._lock, None
        if db is not None:
            with suppress(UnavailableError), translated():
                await db.close()

    async def _close_abandoned(self) -> None:
        """Note the end of each run that nobody works at any more."""
        async with reading(self._engine) as db:
            ids = (await db.execute(_ABANDONED, _KEY)).scalars().all()
        if ids:
            async with writing(self._engine) as db:
                await _close(db, ids)


async def _close(db: AsyncConnection, ids: Sequence[str]) -> None:
    for statement in (_CLOSE_STEPS, _CLOSE_RUNS):
        await db.execute(statement, {"ids": list(ids), "why": _LOST})


async def _runs(
    db: AsyncConnection, *wanted: ColumnElement[bool], limit: int, offset: int = 0, log: bool = False
) -> list[Run]:
    columns = [column for column in _r if log or column is not _r.log]
    newest = select(*columns).where(*wanted).order_by(_r.started_at.desc(), _r.id).limit(limit).offset(offset)
    found = (await db.execute(newest)).mappings().all()
    of_these = _s.run_id.in_([row["id"] for row in found])
    steps: dict[str, list[StepReport]] = {row["id"]: [] for row in found}
    asked = select(run_steps).where(of_these).order_by(_s.run_id, _s.position)
    for row in (await db.execute(asked)).mappings():
        facts = {name: value for name, value in row.items() if name not in {"run_id", "position"}}
        steps[row["run_id"]].append(StepReport.model_validate(facts))
    return [Run.model_validate({**row, "steps": tuple(steps[row["id"]])}) for row in found]


async def _save_steps(db: AsyncConnection, run_id: str, steps: Sequence[StepReport]) -> None:
    order = list(Step)
    rows = [
        {
            "run_id": storable(run_id),
            "position": order.index(one.step),
            **clean_row(one),
            "faults": [clean(fault.model_dump()) for fault in one.faults],
        }
        for one in steps
    ]
    fresh = insert(run_steps)
    new = {column.name: fresh.excluded[column.name] for column in _s if not column.primary_key}
    if rows:
        await db.execute(fresh.on_conflict_do_update(index_elements=run_steps.primary_key, set_=new), rows)


def _run_row(run: Run) -> dict[str, Any]:
    kept = {name: clean(value) for name, value in run.model_dump(exclude={"steps", "spec"}).items()}
    return kept | {"spec": run.spec.model_dump(mode="json")}


def _told(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
