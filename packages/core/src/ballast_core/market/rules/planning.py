"""What a run asks for: the days that it reads, and of each instrument the sessions that it lacks."""

from datetime import date, datetime, timedelta

import numpy as np

from ballast_core.market.entities import Frequency, Indicator, Mode, UpdateSpec
from ballast_core.shared.arrays import Days
from ballast_core.shared.dates import DateSpan

REREAD = 2
"""A daily run reads so many sessions whether they are there or not: providers mend their latest bars."""
MENDED = 10
"""A daily run reads what is missing among so many sessions: the machine may have been off."""
LOOK_BACK = timedelta(days=30)
"""Days before the last session among which a daily run looks for those sessions; no market rests so long."""
LOOK_AHEAD = timedelta(days=120)
"""So far ahead calendars are asked for what comes: who has just reported does so again within a quarter."""

_YEARS = 10
_REVISED_DAYS = {
    Frequency.DAILY: 10,
    Frequency.WEEKLY: 28,
    Frequency.MONTHLY: 124,
    Frequency.QUARTERLY: 280,
    Frequency.ANNUAL: 1_100,
}


def span_of(spec: UpdateSpec, last: date) -> DateSpan:
    """Return the days of a back-fill, to the last session at most; ten years where nothing is said."""
    end = min(spec.end, last) if spec.end else last
    if spec.start:
        return DateSpan(min(spec.start, end), end)
    if spec.days:
        return DateSpan(end - timedelta(days=spec.days - 1), end)
    return DateSpan(end - timedelta(days=round(_YEARS * 365.2425)), end)


def asked_days(spec: UpdateSpec, days: Days, held: Days) -> Days:
    """Return those of the expected sessions that a run asks for, oldest first.

    A back-fill reads what is missing, or all if it is told to. A daily run reads the last two again, and
    what is missing shortly before them where there are bars before it.

    Shapes: days (n,) and held (m,), both strictly ascending.
    """
    missing = np.setdiff1d(days, held)
    if spec.mode is Mode.BACKFILL:
        return days if spec.reread else missing
    again, recent = days[-REREAD:], days[-MENDED:]
    if not held.size or not recent.size:
        return again
    return np.union1d(again, missing[(missing >= recent[0]) & (missing > held[0])])


def periods_since(indicator: Indicator, spec: UpdateSpec, first: date, known_to: date | None) -> date:
    """Return the first period to ask for; a daily run asks again for those that are still revised."""
    if spec.mode is Mode.BACKFILL:
        return first
    recent = first - timedelta(days=_REVISED_DAYS[indicator.frequency] + indicator.release_lag_days)
    return min(recent, known_to) if known_to else recent


def open_end(spec: UpdateSpec, last: date, now: datetime) -> date:
    """Return up to which day news are asked for: up to this one, unless another end was said."""
    return last if spec.end else max(last, now.date())
