"""List economic series, and how complete each is."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import Indicator
from ballast_core.market.ports import IndicatorStore, UniverseStore
from ballast_core.market.rules.indicators_coverage import period_coverage
from ballast_core.market.usecases.indicators_view import IndicatorsView, ListedIndicator
from ballast_core.shared.arrays import Days, to_date
from ballast_core.shared.ports import Clock
from ballast_core.shared.series import Series

NO_DAYS: Days = np.empty(0, "datetime64[D]")
NOTHING = Series(NO_DAYS, np.empty(0))


@dataclass(frozen=True, slots=True)
class ListIndicators:
    """List the economic series of the universe."""

    universe: UniverseStore
    indicators: IndicatorStore
    clock: Clock

    async def __call__(self) -> IndicatorsView:
        """List all by category and id, with the last value of each; empty before a universe is imported."""
        today = self.clock.now().date()
        series = await self.universe.indicators()
        values = await self.indicators.latest([one.id for one in series])
        rows = [listed(one, values.get(one.id, NOTHING), today) for one in series]
        rows.sort(key=lambda row: (row.indicator.category, row.indicator.id))
        return IndicatorsView(today=today, indicators=tuple(rows))


def listed(indicator: Indicator, values: Series, today: date) -> ListedIndicator:
    """Return what is told of a series in a list; `values` are those that are known, by period."""
    coverage = period_coverage(indicator, values.days, today)
    told = values.finite()
    return ListedIndicator(
        indicator=indicator,
        last_period=to_date(told.days[-1]) if len(told) else None,
        last_value=float(told.values[-1]) if len(told) else None,
        previous_value=float(told.values[-2]) if len(told) > 1 else None,
        expected=coverage.expected,
        present=coverage.present,
        coverage=coverage.coverage,
        stale_periods=coverage.stale,
        grade=coverage.grade,
        next_release=coverage.next_release,
    )
