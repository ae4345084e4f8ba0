"""SqlUniverse, SqlShares: what is to be known of, and what happened to shares, in PostgreSQL."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.market_bar_rows import of_symbols
from ballast_adapters.sql.market_rows import read_all, renew, renew_if, save_all
from ballast_adapters.sql.schema import market as tables
from ballast_adapters.sql.schema import market_topics as topics
from ballast_adapters.sql.tracking_rows import storable
from ballast_core.market import Dividend, Indicator, Instrument, RecurringEvent, Split, Upserted
from ballast_core.shared.entity import Entity


class SqlUniverse:
    """Fits `UniverseStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def instruments(self) -> Sequence[Instrument]:
        """Return all instruments by symbol."""
        return await self._all(Instrument, tables.instruments)

    async def instrument(self, symbol: str) -> Instrument | None:
        """Return the instrument of a symbol, or None."""
        asked = select(tables.instruments).where(tables.instruments.c.symbol == storable(symbol))
        async with reading(self._engine) as db:
            return next(iter(read_all(Instrument, await db.execute(asked))), None)

    async def indicators(self) -> Sequence[Indicator]:
        """Return all economic series by id."""
        return await self._all(Indicator, topics.indicators)

    async def recurring(self) -> Sequence[RecurringEvent]:
        """Return all events that come again, by name."""
        return await self._all(RecurringEvent, topics.recurring)

    async def save(
        self,
        instruments: Sequence[Instrument] = (),
        indicators: Sequence[Indicator] = (),
        recurring: Sequence[RecurringEvent] = (),
    ) -> Upserted:
        """Store these by symbol, id or name; the last one wins."""
        async with writing(self._engine) as db:
            done = await save_all(db, tables.instruments, instruments)
            done += await save_all(db, topics.indicators, indicators)
            done += await save_all(db, topics.recurring, recurring)
            return await renew_if(db, done)

    async def remove(self, symbol: str) -> bool:
        """Take an instrument out; tell whether it was there."""
        c = tables.instruments.c
        gone = delete(tables.instruments).where(c.symbol == storable(symbol)).returning(c.symbol)
        async with writing(self._engine) as db:
            there = bool((await db.execute(gone)).all())
            if there:
                await renew(db)
        return there

    async def revision(self) -> str:
        """Return a text that changes whenever any stored market data changes."""
        async with reading(self._engine) as db:
            return str((await db.execute(select(tables.revision.c.value))).scalar_one())

    async def _all[E: Entity](self, kind: type[E], table: Table) -> list[E]:
        async with reading(self._engine) as db:
            found = await db.execute(select(table).order_by(*table.primary_key))
            return read_all(kind, found)


class SqlShares:
    """Fits `ShareStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_actions(self, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Upserted:
        """Store these by symbol and day; the last one wins."""
        async with writing(self._engine) as db:
            done = await save_all(db, tables.splits, splits)
            done += await save_all(db, tables.dividends, dividends)
            return await renew_if(db, done)

    async def splits(self, symbols: Sequence[str]) -> Sequence[Split]:
        """Return the splits of symbols, oldest first."""
        return await self._of(Split, tables.splits, symbols)

    async def dividends(self, symbols: Sequence[str], since: date | None = None) -> Sequence[Dividend]:
        """Return the dividends of symbols, all or those since a day, oldest first."""
        return await self._of(Dividend, tables.dividends, symbols, since)

    async def _of[E: Entity](
        self, kind: type[E], table: Table, symbols: Sequence[str], since: date | None = None
    ) -> list[E]:
        asked = select(table).where(of_symbols(table.c.symbol)).order_by(table.c.day, table.c.symbol)
        if since:
            asked = asked.where(table.c.day >= since)
        async with reading(self._engine) as db:
            found = await db.execute(asked, {"symbols": list(symbols)})
            return read_all(kind, found)
