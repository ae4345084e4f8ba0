"""When a schedule comes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ballast_core.ops.entities import ScheduleSpec
from ballast_core.ops.ports import CronTimes
from ballast_core.shared.ports import Calendars

_AHEAD = timedelta(days=3_660)
_FIRST_PART, _LARGEST_PART, _MOST_LOOKS = 32, 1_000, 24
_NEAR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FindTimes:
    """Find the times of a schedule; those with a calendar only on its sessions, by the date of the zone."""

    crons: CronTimes
    calendars: Calendars

    async def following(self, spec: ScheduleSpec, after: datetime, most: int) -> tuple[datetime, ...]:
        """Return the next times, as far as it is known when the exchange trades.

        Raises `BadScheduleError`, `NoCalendarError`.
        """
        found: list[datetime] = []
        looks = 0
        async for times in self._parts(spec, after, after + _AHEAD, most):
            found, looks = found + times, looks + 1
            if len(found) >= most or looks == _MOST_LOOKS:
                break
        return tuple(found[:most])

    async def between(
        self, spec: ScheduleSpec, after: datetime, until: datetime, most: int
    ) -> tuple[datetime, ...]:
        """Return times after one moment up to another, the oldest. Raises as `following`."""
        found: list[datetime] = []
        async for times in self._parts(spec, after, until, most):
            found += times
            if len(found) >= most:
                break
        return tuple(found[:most])

    async def latest(self, spec: ScheduleSpec, after: datetime, until: datetime) -> datetime | None:
        """Return the last time after one moment up to another, or None. Raises as `following`.

        It is looked for backwards, in ever longer spans: a short span that has one is read quickly.
        """
        span, end = _NEAR, until
        while end > after:
            begin = max(after, end - span)
            last: datetime | None = None
            async for times in self._parts(spec, begin, end, _LARGEST_PART):
                last = times[-1] if times else last
            if last is not None:
                return last
            end, span = begin, span * 8
        return None

    async def _parts(
        self, spec: ScheduleSpec, after: datetime, until: datetime, most: int
    ) -> AsyncGenerator[list[datetime]]:
        """Yield times part by part: with a calendar it is not known how many of them count."""
        part = _FIRST_PART if spec.calendar else most
        while True:
            times = self.crons.times(spec.cron, spec.zone, after, until, part)
            yield await self._on_sessions(spec.calendar, list(times))
            if len(times) < part:
                return
            after, part = times[-1], min(2 * part, _LARGEST_PART)

    async def _on_sessions(self, calendar: str, times: list[datetime]) -> list[datetime]:
        if not calendar or not times:
            return times
        sessions = await self.calendars.sessions(calendar, times[0].date(), times[-1].date())
        held = set(sessions.days.astype("datetime64[D]").tolist())
        return [at for at in times if np.datetime64(at.date(), "D").item() in held]
