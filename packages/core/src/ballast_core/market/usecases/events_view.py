"""Events as they are asked for and shown."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from ballast_core.market.entities import EventKind, MarketEvent
from ballast_core.shared.entity import Day, Entity
from ballast_core.shared.table import Column, Table, View


class EventsAsk(Entity):
    """Which events; without days those of today and the next 30. No kinds or no subjects means all.

    A subject is a symbol or a region; `importance` is the least that is shown.
    """

    start: Day | None = None
    end: Day | None = None
    kinds: tuple[EventKind, ...] = ()
    subjects: tuple[str, ...] = ()
    importance: int = Field(default=1, ge=1, le=4)

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")
        return self


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
