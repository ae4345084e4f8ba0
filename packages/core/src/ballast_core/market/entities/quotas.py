"""How many questions were put to a provider lately."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """Questions of one UTC day, and the moments of those within the last minute, oldest first."""

    day: date
    asked: int
    recent: tuple[datetime, ...]

    def take(self, per_minute: int, per_day: int, at: datetime) -> tuple["QuotaUse", float]:
        """Return the use with one question more, and 0; or the seconds after which there is room for one.

        0 for a limit means that there is none.
        """
        today = at.astimezone(UTC).date()
        # Clocks of two machines may be a day apart at midnight; further ahead one was wrong.
        counts = today <= self.day <= today + _DAY
        asked, day = (self.asked, self.day) if counts else (0, today)
        recent = tuple(moment for moment in self.recent if at - _MINUTE < moment <= at)
        if per_day and asked >= per_day:
            tomorrow = datetime(today.year, today.month, today.day, tzinfo=UTC) + _DAY
            return self, (tomorrow - at).total_seconds()
        if per_minute and len(recent) >= per_minute:
            return self, (recent[-per_minute] + _MINUTE - at).total_seconds()
        kept = (*recent, at)[-per_minute:] if per_minute else ()
        return QuotaUse(day, asked + 1, kept), 0.0
