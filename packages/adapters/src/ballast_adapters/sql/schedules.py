"""SqlSchedules: schedules in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.schema.schedules import schedules
from ballast_adapters.sql.tracking_rows import storable
from ballast_core.ops import Schedule, ScheduleNotFoundError

_c = schedules.c


class SqlSchedules:
    """Fits `ScheduleStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def schedules(self) -> Sequence[Schedule]:
        """Return all schedules by name."""
        async with reading(self._engine) as db:
            found = await db.execute(select(schedules).order_by(_c.name))
            return [Schedule.model_validate(row) for row in found.mappings()]

    async def schedule(self, name: str) -> Schedule:
        """Return a schedule. Raises `ScheduleNotFoundError`."""
        async with reading(self._engine) as db:
            found = await db.execute(select(schedules).where(_c.name == storable(name)))
            row = found.mappings().one_or_none()
        if row is None:
            raise ScheduleNotFoundError(name)
        return Schedule.model_validate(row)

    async def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule under its name; the last one saved counts."""
        given = schedule.model_dump()
        row = {name: storable(value) if isinstance(value, str) else value for name, value in given.items()}
        fresh = insert(schedules).values(row)
        async with writing(self._engine) as db:
            await db.execute(fresh.on_conflict_do_update(index_elements=[_c.name], set_=row))

    async def drop_schedule(self, name: str) -> None:
        """Forget a schedule. Raises `ScheduleNotFoundError`."""
        gone = delete(schedules).where(_c.name == storable(name)).returning(_c.name)
        async with writing(self._engine) as db:
            if not (await db.execute(gone)).all():
                raise ScheduleNotFoundError(name)

    async def move_on(self, name: str, seen: datetime, looked_at: datetime, last_job: str) -> bool:
        """Note that all times up to `looked_at` are dealt with, if nobody did since `seen`."""
        mine = update(schedules).where(_c.name == storable(name), _c.looked_at == seen)
        moved = mine.values(looked_at=looked_at, last_job=last_job).returning(_c.name)
        async with writing(self._engine) as db:
            return bool((await db.execute(moved)).all())
