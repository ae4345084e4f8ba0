"""SqlNews, SqlEvents: articles and what calendars tell of, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Text,
    bindparam,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.market_rows import clean_row, read_all, renew_if, save_all
from ballast_adapters.sql.schema import market_topics as topics
from ballast_core.market import Article, EventKind, MarketEvent, Moods, Upserted
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.series import Series

_MOODS = text("""
    select told.symbol, (published_at at time zone 'UTC')::date as day,
        count(*)::float8 as articles, coalesce(avg(sentiment), 'NaN') as sentiment
    from news.articles cross join lateral (select '' union all select unnest(symbols)) as told (symbol)
    where published_at >= :start and published_at < :end
        and (:everything or told.symbol = '' or told.symbol = any(cast(:symbols as text[])))
    group by told.symbol, day order by told.symbol collate "C", day
""").bindparams(bindparam("symbols", type_=ARRAY(Text)), bindparam("everything", type_=Boolean))
_ALL_SYMBOLS: ColumnElement[list[str]] = literal_column(
    """array(select distinct one collate "C" from unnest(articles.symbols || excluded.symbols) as one
    order by 1)"""
)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _add() -> Any:  # noqa: ANN401 - a statement whose type says nothing
    articles = topics.articles
    fresh = insert(articles)
    new = {column.name: fresh.excluded[column.name] for column in articles.c if not column.primary_key}
    differs = [articles.c[name].is_distinct_from(one) for name, one in new.items() if name != "symbols"]
    more = ~articles.c.symbols.contains(fresh.excluded.symbols)
    return fresh.on_conflict_do_update(
        index_elements=articles.primary_key,
        set_=new | {"symbols": _ALL_SYMBOLS},
        where=or_(*differs, more),
    ).returning(literal_column("xmax = 0", Boolean))


_ADD = _add()


class SqlNews:
    """Fits `NewsStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_articles(self, articles: Sequence[Article]) -> Upserted:
        """Store articles by source and id; the last one wins, but for its symbols, which are added."""
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for row in map(clean_row, articles):
            key = row["source"], row["id"]
            before: Sequence[str] = rows[key]["symbols"] if key in rows else ()
            symbols: set[str] = {*before, *row["symbols"]}
            rows[key] = row | {"symbols": sorted(symbols)}
        if not rows:
            return Upserted()
        async with writing(self._engine) as db:
            done = (await db.execute(_ADD, [rows[key] for key in sorted(rows)])).scalars().all()
            inserted = sum(done)
            return await renew_if(db, Upserted(inserted, len(done) - inserted, len(rows) - len(done)))

    async def articles(
        self, symbols: Sequence[str], span: DateSpan, limit: int, offset: int = 0
    ) -> Sequence[Article]:
        """Return articles on any of these symbols (none: all), newest first."""
        c = topics.articles.c
        start, end = _moments(span)
        asked = select(topics.articles).where(c.published_at >= start, c.published_at < end)
        if symbols:
            asked = asked.where(c.symbols.overlap(bindparam("symbols", list(symbols), ARRAY(Text))))
        newest = asked.order_by(c.published_at.desc(), c.source, c.id).limit(limit).offset(offset)
        async with reading(self._engine) as db:
            return read_all(Article, await db.execute(newest))

    async def moods(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Moods]:
        """Return by symbol how many articles each day brought, and their mean sentiment."""
        start, end = _moments(span)
        asked = {"symbols": list(symbols), "everything": not symbols, "start": start, "end": end}
        async with reading(self._engine) as db:
            rows = (await db.execute(_MOODS, asked)).all()
        return {symbol: _mood(list(some)) for symbol, some in groupby(rows, key=lambda row: row.symbol)}


class SqlEvents:
    """Fits `EventStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_events(self, events: Sequence[MarketEvent]) -> Upserted:
        """Store events by kind, subject, day and name; the last one wins."""
        async with writing(self._engine) as db:
            return await renew_if(db, await save_all(db, topics.events, events))

    async def events(
        self, span: DateSpan, kinds: Sequence[EventKind] = (), subjects: Sequence[str] = ()
    ) -> Sequence[MarketEvent]:
        """Return events by day and name; no kinds or no subjects means all."""
        c = topics.events.c
        wanted: list[ColumnElement[bool]] = [c.day.between(span.start or date.min, span.end or date.max)]
        if kinds:
            wanted.append(c.kind.in_(kinds))
        if subjects:
            wanted.append(c.subject.in_(subjects))
        asked = select(topics.events).where(*wanted).order_by(c.day, c.name, c.kind, c.subject)
        async with reading(self._engine) as db:
            return read_all(MarketEvent, await db.execute(asked))


def _moments(span: DateSpan) -> tuple[datetime, datetime]:
    """Return the moment at which a span of UTC days begins, and the one right after it."""
    start = datetime.combine(span.start, datetime.min.time(), UTC) if span.start else _FIRST
    if span.end is None or span.end == date.max:
        return start, _LAST
    return start, datetime.combine(span.end, datetime.min.time(), UTC) + timedelta(days=1)


def _mood(rows: Sequence[Row[tuple[str, date, float, float]]]) -> Moods:
    days = np.array([row.day for row in rows], "datetime64[D]")
    counts, means = (
        np.array([getattr(row, name) for row in rows], float) for name in ("articles", "sentiment")
    )
    return Moods(Series(days, counts), Series(days, means))
