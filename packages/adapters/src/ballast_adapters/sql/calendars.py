"""SqlCalendars: sessions kept in PostgreSQL, so that whoever knows them is asked once a year and release."""

import asyncio
from datetime import date

import numpy as np
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.bulk import fetch
from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.schema.market import session_years, sessions
from ballast_core.shared.arrays import to_dates, to_moments
from ballast_core.shared.calendar import ALWAYS, Sessions, round_the_clock
from ballast_core.shared.ports import Calendars

_FIRST, _LAST = 1900, 2100
_OF_YEARS = (
    select(sessions.c.day, sessions.c.opens, sessions.c.closes)
    .where(
        sessions.c.calendar == bindparam("calendar"),
        sessions.c.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(sessions.c.day)
)


class SqlCalendars:
    """Fits `Calendars`: answers from memory, else from tables, else from `source`, and then keeps that.

    `release` names the state of what the source knows; what an earlier one said is asked for anew.
    """

    def __init__(self, engine: AsyncEngine, source: Calendars, release: str) -> None:
        self._engine = engine
        self._source = source
        self._release = release
        self._known: dict[str, tuple[range, Sessions]] = {}
        self._asking = asyncio.Lock()

    async def sessions(self, calendar: str, first: date, last: date) -> Sessions:
        """Return the sessions from `first` to `last`. Raises `NoCalendarError`."""
        if calendar == ALWAYS:
            return round_the_clock(first, last)
        wanted = range(_clamped(first), _clamped(last) + 1)
        async with self._asking:
            years, known = self._known.get(calendar, (range(0), None))
            if known is None or not _within(wanted, years):
                if years:
                    wanted = range(min(wanted.start, years.start), max(wanted.stop, years.stop))
                known = await self._of_years(calendar, wanted)
                self._known[calendar] = (wanted, known)
        return known.within(first, last)

    async def _of_years(self, calendar: str, years: range) -> Sessions:
        kept = select(session_years.c.year).where(
            session_years.c.calendar == calendar, session_years.c.release == self._release
        )
        async with reading(self._engine) as db:
            there = set((await db.execute(kept)).scalars())
            if there.issuperset(years):
                return await _read(db, calendar, years)
        found = await self._source.sessions(calendar, *_span(years))
        await self._keep(found, years)
        return found

    async def _keep(self, found: Sessions, years: range) -> None:
        first, last = _span(years)
        columns = (to_dates(found.days), to_moments(found.opens), to_moments(found.closes))
        rows = [
            {"calendar": found.calendar, "day": day, "opens": opens, "closes": closes}
            for day, opens, closes in zip(*columns, strict=True)
        ]
        of_years = [{"calendar": found.calendar, "year": year, "release": self._release} for year in years]
        newer = insert(session_years)
        newer = newer.on_conflict_do_update(
            index_elements=["calendar", "year"], set_={"release": newer.excluded.release}
        )
        async with writing(self._engine) as db:
            # Whoever else keeps the same years waits here, so that no row is stored twice.
            await db.execute(newer, of_years)
            outdated = delete(sessions).where(sessions.c.calendar == found.calendar)
            await db.execute(outdated.where(sessions.c.day.between(first, last)))
            if rows:
                await db.execute(insert(sessions), rows)


async def _read(db: AsyncConnection, calendar: str, years: range) -> Sessions:
    first, last = _span(years)
    rows = await fetch(db, _OF_YEARS, calendar=calendar, first=first, last=last)
    days, opens, closes = zip(*rows, strict=True) if rows else ((), (), ())
    return Sessions(
        calendar,
        np.array(days, "datetime64[D]"),
        np.array(opens, "datetime64[us]"),
        np.array(closes, "datetime64[us]"),
    )


def _clamped(day: date) -> int:
    return min(max(day.year, _FIRST), _LAST)


def _within(wanted: range, years: range) -> bool:
    return wanted.start >= years.start and wanted.stop <= years.stop


def _span(years: range) -> tuple[date, date]:
    return date(years.start, 1, 1), date(years.stop - 1, 12, 31)
