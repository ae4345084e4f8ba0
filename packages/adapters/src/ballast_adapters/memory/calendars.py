"""MemoryCalendars: an exchange that never has a holiday."""

from datetime import date

import numpy as np

from ballast_core.market import NoCalendarError
from ballast_core.shared.arrays import Days, Instants
from ballast_core.shared.calendar import Sessions

_ALWAYS = "24/7"
_OPENS, _CLOSES = 14 * 60 + 30, 21 * 60
_DAY = np.timedelta64(1, "D")


class MemoryCalendars:
    """Fits `Calendars`: the exchanges it is given trade on weekdays, from 14:30 to 21:00 UTC."""

    def __init__(self, *exchanges: str) -> None:
        self._exchanges = frozenset(exchanges or ("XNYS", "XNAS"))

    async def sessions(self, calendar: str, first: date, last: date) -> Sessions:
        """Return the sessions from `first` to `last`. Raises `NoCalendarError`."""
        days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + _DAY)
        if calendar == _ALWAYS:
            return Sessions(calendar, days, _at(days, 0), _at(days, 24 * 60))
        if calendar not in self._exchanges:
            raise NoCalendarError(calendar)
        open_on = days[np.is_busday(days)]
        return Sessions(calendar, open_on, _at(open_on, _OPENS), _at(open_on, _CLOSES))


def _at(days: Days, minute: int) -> Instants:
    moments: Instants = days.astype("datetime64[us]")
    moments += np.timedelta64(minute, "m")
    return moments
