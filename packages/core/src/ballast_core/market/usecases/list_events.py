"""List what calendars tell of."""

from dataclasses import dataclass
from datetime import date, timedelta

from ballast_core.market.ports import EventStore
from ballast_core.market.usecases.events_view import EventsAsk, EventsView
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock

_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ListEvents:
    """List events, past and to come."""

    events: EventStore
    clock: Clock

    async def __call__(self, ask: EventsAsk | None = None) -> EventsView:
        """List events by day, moment and name; empty when there is none."""
        ask = ask or EventsAsk()
        today = self.clock.now().date()
        start = ask.start or (min(today, ask.end) if ask.end else today)
        last = max(today, start)
        end = ask.end or (last + _AHEAD if date.max - last >= _AHEAD else date.max)
        found = await self.events.events(DateSpan(start, end), ask.kinds, ask.subjects)
        shown = [event for event in found if event.importance >= ask.importance]
        shown.sort(key=lambda event: (event.day, event.at is not None, str(event.at or ""), event.name))
        return EventsView(start=start, end=end, events=tuple(shown))
