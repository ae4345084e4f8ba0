"""What a run of the pipeline is to fetch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ballast_core.market.entities import Indicator, Instrument, RecurringEvent, Step, UpdateSpec
from ballast_core.shared.dates import DateSpan


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be fetched: of what, for which days; `done` are the parts that an earlier run did."""

    spec: UpdateSpec
    now: datetime
    first: date
    last: date
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    recurring: tuple[RecurringEvent, ...]
    done: Mapping[str, Collection[str]]

    @property
    def span(self) -> DateSpan:
        """The days, both included."""
        return DateSpan(self.first, self.last)

    def left(self, step: Step) -> tuple[Instrument, ...]:
        """Return the instruments that a step has still to do."""
        done = self.done.get(step.value, ())
        return tuple(one for one in self.instruments if one.symbol not in done)
