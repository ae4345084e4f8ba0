"""CronSimTimes: times of schedules as cron of Debian has them, clock changes included."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import dropwhile, islice, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from ballast_core.ops import BadScheduleError

_FIELDS = 5


class CronSimTimes:
    """Fits `CronTimes`."""

    def times(
        self, cron: str, zone: str, after: datetime, until: datetime, limit: int = 1_000
    ) -> Sequence[datetime]:
        """Return the times after one moment up to another. Raises `BadScheduleError`."""
        coming = _iterated(cron, after.astimezone(_zone(zone)))
        # In UTC, for within a zone Python compares what clocks show, and one that is put back shows it twice.
        # And from the hour that is shown twice the library begins with the first of both.
        onward = dropwhile(lambda at: at.astimezone(UTC) <= after, coming)
        return list(islice(takewhile(lambda at: at.astimezone(UTC) <= until, onward), limit))


def _iterated(cron: str, after: datetime) -> CronSim:
    if len(cron.split()) != _FIELDS:
        raise BadScheduleError(
            "cron", f"{cron!r} is not minute, hour, day, month and weekday, such as `0 5 * * 1-5`"
        )
    try:
        return CronSim(cron, after)
    except CronSimError as error:
        raise BadScheduleError("cron", f"{cron!r} cannot be read: {str(error).lower()}") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadScheduleError(
            "zone", f"no time zone {name!r}; take one such as America/New_York or UTC"
        ) from error
