"""SqlQuality: findings in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import driver, reading, writing
from ballast_adapters.sql.lock import FINDINGS
from ballast_adapters.sql.market_rows import clean, read_all, renew
from ballast_adapters.sql.schema.market import findings
from ballast_core.market import MarketFinding, Rule
from ballast_core.shared.dates import DateSpan

_RESOLVE = """
    update market_data.findings set resolved_at = $1
    where resolved_at is null and symbol = any($2::text[]) and day between $3 and $4
        and rule = any($5::text[]) and (symbol, day, rule, source) not in (
            select * from unnest($6::text[], $7::date[], $8::text[], $9::text[]))
"""
_SAME = """
    select count(*) from market_data.findings
    join unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[])
        as new (symbol, day, rule, source, severity, detail)
        using (symbol, day, rule, source, severity, detail)
    where resolved_at is null
"""
_NOTE = """
    insert into market_data.findings as old
        (symbol, day, rule, source, severity, detail, first_seen, last_seen)
    select *, $8 from unnest(
        $1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
    on conflict (symbol, day, rule, source) do update set
        severity = excluded.severity, detail = excluded.detail,
        last_seen = excluded.last_seen, resolved_at = null
"""


class SqlQuality:
    """Fits `QualityStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(
        self,
        findings: Sequence[MarketFinding],
        symbols: Sequence[str],
        span: DateSpan,
        at: datetime,
        rules: Collection[Rule] = tuple(Rule),
    ) -> None:
        """Note what was found; of these symbols, days and rules what is found no longer is resolved."""
        rows = {(one.symbol, one.day, one.rule.value, one.source): one for one in findings}
        keys = [list(some) for some in zip(*sorted(rows), strict=True)] or [[], [], [], []]
        ordered = [rows[key] for key in sorted(rows)]
        said = [one.severity.value for one in ordered], [clean(one.detail) for one in ordered]
        days = span.start or date.min, span.end or date.max
        async with writing(self._engine) as db:
            await db.execute(select(func.pg_advisory_xact_lock(FINDINGS)))
            raw = await driver(db)
            settled = await raw.execute(_RESOLVE, at, list(symbols), *days, [*rules], *keys)
            same = await raw.fetchval(_SAME, *keys, *said)
            await raw.execute(_NOTE, *keys, *said, [one.first_seen or at for one in ordered], at)
            if settled != "UPDATE 0" or same != len(rows):
                await renew(db)

    async def findings(
        self, symbols: Sequence[str] = (), span: DateSpan | None = None, *, resolved: bool = False
    ) -> Sequence[MarketFinding]:
        """Return findings by symbol and day; `resolved` adds those that are settled."""
        c = findings.c
        asked = select(findings).order_by(c.symbol, c.day, c.rule, c.source)
        if symbols:
            asked = asked.where(c.symbol.in_(symbols))
        if span is not None:
            asked = asked.where(c.day.between(span.start or date.min, span.end or date.max))
        if not resolved:
            asked = asked.where(c.resolved_at.is_(None))
        async with reading(self._engine) as db:
            return read_all(MarketFinding, await db.execute(asked))
