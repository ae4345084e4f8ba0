"""Which sessions are over, and which of them bars are expected of."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from ballast_core.market.entities import Instrument
from ballast_core.shared.arrays import Days, to_date
from ballast_core.shared.calendar import Sessions

SETTLES_AFTER = timedelta(minutes=20)
"""A session is complete so long after its close."""


def last_complete(sessions: Sessions, now: datetime) -> date | None:
    """Return the latest session whose close was 20 minutes ago or longer; None when there is none.

    Early closes count as they are. A UTC day of `24/7` closes at the midnight that ends it.
    """
    settled = np.datetime64((now.astimezone(UTC) - SETTLES_AFTER).replace(tzinfo=None), "us")
    over = int(np.searchsorted(sessions.closes, settled, side="right"))
    return to_date(sessions.days[over - 1]) if over else None


def expected_days(
    sessions: Sessions, instrument: Instrument, start: date, end: date, last: date | None
) -> Days:
    """Return the sessions that should have a bar of an instrument.

    They run from `start` or the day of its listing, whichever is later, to `end`, the last complete
    session or the day on which it was delisted, whichever is earliest; none when `last` is None.
    """
    if last is None:
        return sessions.days[:0]
    first = max(start, instrument.first_listed or start)
    final = min(end, last, instrument.delisted or last)
    return sessions.between(np.datetime64(first, "D"), np.datetime64(final, "D"))
