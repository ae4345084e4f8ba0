"""SqlInventory: how much market data the database has, and how much room it takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    Table,
    cast,
    column,
    func,
    literal,
    null,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import reading
from ballast_adapters.sql.schema import market, market_topics
from ballast_adapters.sql.schema.metadata import METADATA
from ballast_core.market import StoredSubject, StoredTable

_SCHEMAS = frozenset(
    {market.SCHEMA, market.DERIVED} | {market_topics.ECONOMY, market_topics.NEWS, market_topics.EVENTS}
)
_DAYS: Mapping[Table, ColumnElement[Any]] = {
    market.bars: market.bars.c.day,
    market.bar_revisions: market.bar_revisions.c.day,
    market.splits: market.splits.c.day,
    market.dividends: market.dividends.c.day,
    market.sessions: market.sessions.c.day,
    market.findings: market.findings.c.day,
    market_topics.observations: market_topics.observations.c.period,
    market_topics.articles: cast(func.timezone("UTC", market_topics.articles.c.published_at), Date),
    market_topics.events: market_topics.events.c.day,
}
_ABOUT: Mapping[str, tuple[Table, ColumnElement[str]]] = {
    market.SCHEMA: (market.bars, market.bars.c.symbol),
    market_topics.ECONOMY: (market_topics.observations, market_topics.observations.c.series),
    market_topics.NEWS: (market_topics.articles, func.unnest(market_topics.articles.c.symbols)),
    market_topics.EVENTS: (market_topics.events, market_topics.events.c.subject),
}
# Chunks of a hypertable, and partitions: a table's own size is without them.
_INHERITS = table("pg_inherits", column("inhrelid"), column("inhparent"))


class SqlInventory:
    """Fits `Inventory`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def tables(self) -> Sequence[StoredTable]:
        """Return all tables by schema and name."""
        tables = [one for one in METADATA.sorted_tables if one.schema in _SCHEMAS]
        async with reading(self._engine) as db:
            rows = (await db.execute(union_all(*map(_counted, tables)))).all()
        return sorted((StoredTable(*row) for row in rows), key=lambda one: (one.schema, one.name))

    async def subjects(self, schema: str) -> Sequence[StoredSubject]:
        """Return what rows of a schema are about, by name."""
        if schema not in _ABOUT:
            return []
        source, name = _ABOUT[schema]
        day = _DAYS[source]
        rows = select(name.label("name"), day.label("day")).subquery()
        counted = select(rows.c.name, func.count(), func.min(rows.c.day), func.max(rows.c.day))
        async with reading(self._engine) as db:
            found = await db.execute(counted.group_by(rows.c.name).order_by(rows.c.name))
            return [StoredSubject(*row) for row in found]


def _counted(one: Table) -> Select[*tuple[Any, ...]]:
    day = _DAYS.get(one)
    first, last = (func.min(day), func.max(day)) if day is not None else (cast(null(), Date),) * 2
    return select(literal(one.schema), literal(one.name), func.count(), _size(one), first, last).select_from(
        one
    )


def _size(one: Table) -> ColumnElement[int]:
    """Return the bytes of a table with its indexes, and of the parts that it may be kept in."""
    whole = cast(literal(one.fullname), REGCLASS)
    parts = select(func.coalesce(func.sum(func.pg_total_relation_size(_INHERITS.c.inhrelid)), 0))
    inherited = parts.where(_INHERITS.c.inhparent == whole).scalar_subquery()
    return cast(func.pg_total_relation_size(whole) + inherited, BigInteger)
