"""What every adapter of Calendars must do."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.contract.conftest import ONLY_POSTGRES, _empty

from ballast_adapters.calendars.exchange import ExchangeCalendars
from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.sql.calendars import SqlCalendars
from ballast_core.market import NoCalendarError
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.calendar import Sessions
from ballast_core.shared.ports import Calendars

MONDAY, FRIDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 8)


@dataclass
class AskedCalendars:
    """Knows what exchange_calendars knows, and what it was asked."""

    source: ExchangeCalendars = field(default_factory=ExchangeCalendars)
    asked: list[tuple[str, date, date]] = field(default_factory=list)

    async def sessions(self, calendar: str, first: date, last: date) -> Sessions:
        self.asked.append((calendar, first, last))
        return await self.source.sessions(calendar, first, last)


@pytest.fixture
async def calendars(engine: AsyncEngine | None) -> Calendars:
    """Calendars that nobody has asked yet."""
    if engine is None:
        return MemoryCalendars()
    await _empty(engine)
    return SqlCalendars(engine, ExchangeCalendars(), "1")


@pytest.fixture
async def source(engine: AsyncEngine) -> AskedCalendars:
    await _empty(engine)
    return AskedCalendars()


async def test_an_exchange_trades_on_the_weekdays_of_a_week_without_holidays(calendars: Calendars) -> None:
    """CA-01"""
    found = await calendars.sessions("XNYS", MONDAY, SUNDAY)
    assert to_dates(found.days) == [date(2026, 3, day) for day in range(2, 7)]


async def test_every_session_closes_after_it_opens_and_before_the_next_one(calendars: Calendars) -> None:
    """CA-02"""
    found = await calendars.sessions("XNYS", date(2025, 12, 1), date(2026, 1, 31))
    assert (found.opens < found.closes).all()
    assert (found.closes[:-1] < found.opens[1:]).all()


async def test_around_the_clock_every_utc_day_is_a_session_from_midnight_to_midnight(
    calendars: Calendars,
) -> None:
    """CA-03"""
    found = await calendars.sessions("24/7", MONDAY, SUNDAY)
    assert len(found) == 7
    assert (found.closes - found.opens == np.timedelta64(1, "D")).all()


async def test_a_name_that_is_no_calendar_is_refused(calendars: Calendars) -> None:
    """CA-04"""
    with pytest.raises(NoCalendarError, match="NOWHERE"):
        await calendars.sessions("NOWHERE", MONDAY, SUNDAY)


async def test_there_is_no_session_on_a_weekend(calendars: Calendars) -> None:
    """CA-05"""
    assert len(await calendars.sessions("XNYS", date(2026, 3, 7), SUNDAY)) == 0


async def test_years_asked_for_one_by_one_are_the_years_asked_for_together(calendars: Calendars) -> None:
    """CA-06"""
    last = await calendars.sessions("XNYS", date(2026, 1, 1), date(2026, 12, 31))
    first = await calendars.sessions("XNYS", date(2024, 1, 1), date(2024, 12, 31))
    whole = await calendars.sessions("XNYS", date(2024, 1, 1), date(2026, 12, 31))
    assert set(to_dates(first.days) + to_dates(last.days)) < set(to_dates(whole.days))
    assert (np.diff(whole.days) > np.timedelta64(0, "D")).all()


@ONLY_POSTGRES
async def test_holidays_and_early_closes_are_kept_as_they_are(
    engine: AsyncEngine, source: AskedCalendars
) -> None:
    """CA-10"""
    await SqlCalendars(engine, source, "1").sessions("XNYS", date(2024, 1, 1), date(2024, 12, 31))
    kept = await SqlCalendars(engine, source, "1").sessions("XNYS", date(2024, 11, 27), date(2024, 12, 2))
    assert to_dates(kept.days) == [date(2024, 11, 27), date(2024, 11, 29), date(2024, 12, 2)]
    assert kept.closes[1] == np.datetime64("2024-11-29T18:00")


@ONLY_POSTGRES
async def test_what_is_kept_is_not_asked_for_again(engine: AsyncEngine, source: AskedCalendars) -> None:
    """CA-11"""
    for first in (MONDAY, FRIDAY):
        await SqlCalendars(engine, source, "1").sessions("XNYS", first, SUNDAY)
    assert source.asked == [("XNYS", date(2026, 1, 1), date(2026, 12, 31))]


@ONLY_POSTGRES
async def test_what_an_earlier_release_said_is_asked_for_anew(
    engine: AsyncEngine, source: AskedCalendars
) -> None:
    """CA-12"""
    for release in ("1", "2"):
        await SqlCalendars(engine, source, release).sessions("XNYS", MONDAY, SUNDAY)
    assert len(source.asked) == 2


@ONLY_POSTGRES
async def test_two_programs_that_ask_at_once_keep_every_session_once(
    engine: AsyncEngine, source: AskedCalendars
) -> None:
    """CA-13"""
    both = [SqlCalendars(engine, source, "1").sessions("XNYS", MONDAY, SUNDAY) for _ in range(2)]
    await asyncio.gather(*both)
    assert len(await SqlCalendars(engine, source, "1").sessions("XNYS", MONDAY, SUNDAY)) == 5
