"""Events as they are asked for and shown."""

from datetime import date

from pydantic import Field

from ballast_core.market.entities import EventKind, MarketEvent, Spanned
from ballast_core.shared.table import Column, Table, View


class EventsAsk(Spanned):
    """Which events; without days those of today and the next 30. No kinds or no subjects means all.

    A subject is a symbol or a region; `importance` is the least that is shown.
    """

    kinds: tuple[EventKind, ...] = ()
    subjects: tuple[str, ...] = ()
    importance: int = Field(default=1, ge=1, le=4)


class EventsView(View):
    """Events by day, moment and name."""

    start: date
    end: date
    events: tuple[MarketEvent, ...]

    def table(self) -> Table:
        """Return a row an event."""
        rows = self.events
        return Table(
            f"Events from {self.start} to {self.end}",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("at", [row.at for row in rows], "instant"),
                Column("kind", [row.kind.value for row in rows]),
                Column("subject", [row.subject for row in rows]),
                Column("name", [row.name for row in rows]),
                Column("importance", [row.importance for row in rows], "count"),
                Column("estimate", [row.estimate for row in rows], "number"),
                Column("actual", [row.actual for row in rows], "number"),
                Column("source", [row.source for row in rows]),
            ),
        )
