"""SqlQuotas: questions to providers, counted in PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import writing
from ballast_adapters.sql.schema.market_runs import quotas
from ballast_core.market import QuotaUse

_c = quotas.c


class SqlQuotas:
    """Fits `QuotaStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, provider: str, per_minute: int, per_day: int, at: datetime) -> float:
        """Count one question, and return 0; or return the seconds after which there is room for one."""
        fresh: dict[str, object] = {
            "provider": provider,
            "day": at.astimezone(UTC).date(),
            "asked": 0,
            "recent": [],
        }
        async with writing(self._engine) as db:
            await db.execute(insert(quotas).values(fresh).on_conflict_do_nothing())
            held = select(_c.day, _c.asked, _c.recent).where(_c.provider == provider).with_for_update()
            day, asked, recent = (await db.execute(held)).one()
            use, wait_s = QuotaUse(day, asked, tuple(recent)).take(per_minute, per_day, at)
            if not wait_s:
                new = {"day": use.day, "asked": use.asked, "recent": list(use.recent)}
                await db.execute(update(quotas).where(_c.provider == provider).values(new))
        return wait_s
