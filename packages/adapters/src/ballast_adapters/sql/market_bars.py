"""SqlBars: bars in PostgreSQL, written by COPY; beside them, which days each source has."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, date, datetime

import numpy as np
from sqlalchemy import Text, bindparam, func, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.columns import BEGIN, END
from ballast_adapters.sql.engine import driver, reading, writing
from ballast_adapters.sql.lock import BARS
from ballast_adapters.sql.market_bar_rows import PACKED, bar_rows, kept_bars, of_symbols
from ballast_adapters.sql.market_days import by_source, held, packed_days
from ballast_adapters.sql.market_rows import read_all
from ballast_adapters.sql.schema.market import bar_revisions, bars, days_held, revision
from ballast_core.market import (
    BarRevision,
    Bars,
    BarSeries,
    BarsStored,
    Held,
    KeptBars,
    Quote,
    Settled,
    Upserted,
    by_symbol,
    no_bars,
    settle,
)
from ballast_core.shared.arrays import to_date, to_dates
from ballast_core.shared.dates import DateSpan

type _Ruling = tuple[KeptBars, KeptBars, Settled]
"""Bars of a symbol that come in, those that are kept, and what becomes of each."""

_REPLACE = """
    with gone as (
        delete from market_data.bars old using unnest($1::text[], $2::date[]) as key (symbol, day)
        where old.symbol = key.symbol and old.day = key.day
        returning old.*
    )
    insert into market_data.bar_revisions
        (symbol, day, open, high, low, close, volume, vwap, trades, source, ingested_at, replaced_at)
    select symbol, day, open, high, low, close, volume, vwap, trades, source, ingested_at, $3
    from gone where final order by symbol, day
"""
_FORGET_DAYS = """
    delete from derived.days_held old using unnest($1::text[], $2::text[]) as key (symbol, source)
    where old.symbol = key.symbol and old.source = key.source
"""
_NOTE_DAYS = """
    insert into derived.days_held (symbol, source, first, days)
    select * from unnest($1::text[], $2::text[], $3::date[], $4::bytea[])
    on conflict (symbol, source) do update set first = excluded.first, days = excluded.days
"""


class SqlBars:
    """Fits `BarStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_bars(self, bars: Bars, ranks: Mapping[str, int], at: datetime) -> BarsStored:
        """Store valid bars, each symbol and day once, in one transaction."""
        async with writing(self._engine) as db:
            await db.execute(select(func.pg_advisory_xact_lock(BARS)))
            rulings = await _rulings(db, bars, ranks)
            stored = _sum(rulings)
            if stored.rows.inserted or stored.rows.updated:
                await _store(db, [ruling for ruling in rulings if _changes(ruling)], at)
                await db.execute(update(revision).values(value=func.gen_random_uuid()))
        return stored

    async def compare_bars(self, bars: Bars, ranks: Mapping[str, int]) -> BarsStored:
        """Tell what `add_bars` would do; store nothing."""
        async with reading(self._engine) as db:
            return _sum(await _rulings(db, bars, ranks))

    async def bars(self, symbol: str, span: DateSpan) -> BarSeries:
        """Return the bars of a symbol, oldest first."""
        async with reading(self._engine) as db:
            found = await _kept(db, [symbol], span)
        return found.get(symbol, no_bars(symbol)).series

    async def bars_of(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, BarSeries]:
        """Return the bars of several symbols; a symbol without bars is missing."""
        async with reading(self._engine) as db:
            found = await _kept(db, symbols, span)
        return {symbol: one.series for symbol, one in found.items() if len(one.series)}

    async def held(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Held]:
        """Return the days on which each symbol has a bar, without a look at the bars."""
        start, end = span.start or date.min, span.end or date.max
        async with reading(self._engine) as db:
            found = by_source(await _days(db, symbols))
        days = {symbol: held(symbol, sources, start, end) for symbol, sources in found.items()}
        return {symbol: some for symbol, some in days.items() if some is not None}

    async def last_bars(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """Return the last close of each symbol."""
        asked = select(
            func.unnest(bindparam("symbols", list(symbols), ARRAY(Text))).label("symbol")
        ).subquery()
        newest = (
            select(bars.c.close.label("price"), bars.c.day.label("at"), bars.c.source)
            .where(bars.c.symbol == asked.c.symbol, bars.c.close > 0)
            .order_by(bars.c.day.desc())
            .limit(1)
            .lateral()
        )
        async with reading(self._engine) as db:
            rows = (await db.execute(select(asked.c.symbol, newest).join(newest, true()))).all()
        return {row.symbol: _quote(*row) for row in rows}

    async def revisions(self, symbol: str) -> Sequence[BarRevision]:
        """Return the former bars of a symbol, newest change first."""
        c = bar_revisions.c
        newest = c.replaced_at.desc(), c.day.desc(), c.id.desc()
        columns = c.symbol, c.day, c.open, c.high, c.low, c.close, c.volume, c.source, c.replaced_at
        async with reading(self._engine) as db:
            found = await db.execute(select(*columns).where(c.symbol == symbol).order_by(*newest))
            return read_all(BarRevision, found)


async def _rulings(db: AsyncConnection, bars: Bars, ranks: Mapping[str, int]) -> list[_Ruling]:
    if not len(bars):
        return []
    span = DateSpan(to_date(bars.days.min()), to_date(bars.days.max()))
    kept = await _kept(db, bars.symbols, span)
    found: list[_Ruling] = []
    for new in by_symbol(bars):
        before = kept.get(new.series.symbol) or no_bars(new.series.symbol)
        found.append((new, before, settle(new, before, ranks)))
        await asyncio.sleep(0)  # whoever else waits comes in between
    return found


async def _kept(db: AsyncConnection, symbols: Sequence[str], span: DateSpan) -> dict[str, KeptBars]:
    asked = {
        "symbols": list(symbols),
        "first": span.start or date.min,
        "last": span.end or date.max,
    }
    rows = (await db.execute(PACKED, asked)).mappings().all()
    return {row["symbol"]: kept_bars(dict(row)) for row in rows}


async def _store(db: AsyncConnection, rulings: Sequence[_Ruling], at: datetime) -> None:
    raw = await driver(db)
    gone = [
        (new.series.symbol, day)
        for new, _, settled in rulings
        for day in to_dates(new.series.days[settled.updates])
    ]
    if gone:
        await raw.execute(_REPLACE, [symbol for symbol, _ in gone], [day for _, day in gone], at)
    await raw.copy_to_table("bars", schema_name="market_data", source=_stream(rulings, at), format="binary")
    await _note_days(db, rulings)


async def _stream(rulings: Sequence[_Ruling], at: datetime) -> AsyncGenerator[bytes]:
    yield BEGIN
    for new, _, settled in rulings:
        yield bar_rows(new, settled.inserts | settled.updates, at)
    yield END


async def _note_days(db: AsyncConnection, rulings: Sequence[_Ruling]) -> None:
    """Take days from the sources that lost them, and give them to the one that has them now."""
    known = by_source(await _days(db, [new.series.symbol for new, _, _ in rulings]))
    filled: list[tuple[str, str, date, bytes]] = []
    emptied: list[tuple[str, str]] = []
    for new, _, settled in rulings:
        symbol, (winner,) = new.series.symbol, new.series.sources
        taken = new.series.days[settled.inserts | settled.updates]
        days = {source: np.setdiff1d(some, taken) for source, some in known.get(symbol, {}).items()}
        days[winner] = np.union1d(days.get(winner, taken), taken)
        emptied += [(symbol, source) for source, some in days.items() if not some.size]
        filled += [(symbol, source, *packed_days(some)) for source, some in days.items() if some.size]
    raw = await driver(db)
    if emptied:
        await raw.execute(_FORGET_DAYS, *map(list, zip(*emptied, strict=True)))
    await raw.execute(_NOTE_DAYS, *map(list, zip(*filled, strict=True)))


async def _days(db: AsyncConnection, symbols: Sequence[str]) -> Sequence[tuple[str, str, date, bytes]]:
    c = days_held.c
    asked = select(c.symbol, c.source, c.first, c.days).where(of_symbols(c.symbol))
    found = await db.execute(asked.order_by(c.symbol, c.source), {"symbols": list(symbols)})
    return [(row.symbol, row.source, row.first, row.days) for row in found]


def _changes(ruling: _Ruling) -> bool:
    return bool((ruling[2].inserts | ruling[2].updates).any())


def _sum(rulings: Sequence[_Ruling]) -> BarsStored:
    stored = [settled.stored for _, _, settled in rulings]
    rows = sum((one.rows for one in stored), Upserted())
    return BarsStored(rows, tuple(one for some in stored for one in some.disagreements))


def _quote(symbol: str, price: float, day: date, source: str) -> Quote:
    return Quote(
        symbol=symbol, price=price, at=datetime(day.year, day.month, day.day, tzinfo=UTC), source=source
    )
