"""Economic series and what was known of them when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from pydantic import Field

from ballast_core.market.entities.instruments import Text
from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.entity import Day, Entity
from ballast_core.shared.series import Series


class Frequency(StrEnum):
    """How often an indicator has a value."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class Indicator(Entity):
    """An economic series; a period is published `release_lag_days` after its end.

    `ended` is its last period when it is not continued any more.
    """

    id: str = Field(pattern=r"^[A-Z0-9_]{1,40}$")
    name: Text = ""
    unit: Text = ""
    frequency: Frequency
    category: Text = ""
    release_lag_days: int = Field(default=1, ge=0, le=400)
    high_priority: bool = False
    ended: Day | None = None
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Observations:
    """Values of one indicator by period and vintage.

    Shapes: all (n,), ascending by period and vintage. `vintages` is the first day on which a value was known.
    NaN: the source says that the period has no value.
    """

    series: str
    source: str
    periods: Days
    vintages: Days
    values: Floats

    def __len__(self) -> int:
        return int(self.periods.size)

    def known(self, as_of: date | None = None) -> Series:
        """Return the values by period as they were known on a day, or as they are known now."""
        told = np.ones(len(self), np.bool_) if as_of is None else self.vintages <= np.datetime64(as_of)
        periods, values = self.periods[told], self.values[told]
        last = np.ones(periods.size, np.bool_)
        last[:-1] = periods[1:] != periods[:-1]
        return Series(periods[last], values[last])
