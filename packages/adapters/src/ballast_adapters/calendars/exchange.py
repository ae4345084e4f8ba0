"""ExchangeCalendars: when exchanges trade, as exchange_calendars knows it."""

import asyncio
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from ballast_core.market import NoCalendarError
from ballast_core.shared.arrays import Days, Instants
from ballast_core.shared.calendar import ALWAYS, Sessions, round_the_clock

_FIRST, _LAST = 1900, 2100


class ExchangeCalendars:
    """Fits `Calendars`; loads pandas, which takes seconds, so ask it only for what is kept nowhere.

    Nothing trades before 1900 or after 2100, nor where the holidays of a calendar are not known.
    """

    async def sessions(self, calendar: str, first: date, last: date) -> Sessions:
        """Return the sessions from `first` to `last`. Raises `NoCalendarError`."""
        if calendar == ALWAYS:
            return round_the_clock(first, last)
        years = (min(max(day.year, _FIRST), _LAST) for day in (first, last))
        return (await asyncio.to_thread(_sessions, calendar, *years)).within(first, last)


@cache
def _sessions(calendar: str, first: int, last: int) -> Sessions:
    """Return the sessions of whole years, as far as their holidays are known."""
    library: Any = import_module("exchange_calendars")  # it has no types
    pandas: Any = import_module("pandas")
    try:
        kind: Any = library.get_calendar(calendar).__class__
    except library.errors.InvalidCalendarName as error:
        raise NoCalendarError(calendar) from error
    start: Any = pandas.Timestamp(first, 1, 1)
    end: Any = pandas.Timestamp(last, 12, 31)
    start, end = max(start, kind.bound_min() or start), min(end, kind.bound_max() or end)
    if start >= end:
        return Sessions(calendar, np.empty(0, "datetime64[D]"), _moments([]), _moments([]))
    schedule = kind(start, end).schedule
    days: Days = schedule.index.to_numpy().astype("datetime64[D]")
    opens, closes = (schedule[name].dt.tz_localize(None).to_numpy() for name in ("open", "close"))
    return Sessions(calendar, days, _moments(opens), _moments(closes))


def _moments(at: Any) -> Instants:  # noqa: ANN401 - as pandas has it
    return np.asarray(at, "datetime64[us]")
