"""Show one economic series, and how its values were revised."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from ballast_core.market.entities import Indicator, Observations
from ballast_core.market.errors import IndicatorNotFoundError
from ballast_core.market.ports import IndicatorStore, UniverseStore
from ballast_core.market.rules.vintages import between, known_values, observed, revised
from ballast_core.market.usecases.indicators_view import IndicatorAsk, IndicatorView, Vintage
from ballast_core.market.usecases.list_indicators import NO_DAYS, listed
from ballast_core.shared.arrays import Floats, to_dates
from ballast_core.shared.ports import Clock
from ballast_core.shared.series import Series


@dataclass(frozen=True, slots=True)
class ShowIndicator:
    """Show the values of a series as they were known on a day, or as they are known now."""

    universe: UniverseStore
    indicators: IndicatorStore
    clock: Clock

    async def __call__(self, ask: IndicatorAsk) -> IndicatorView:
        """Show it; without values before the first run. Raises `IndicatorNotFoundError`."""
        indicator = await self._indicator(ask.series)
        stored = await self.indicators.observations(indicator.id) or _nothing(indicator.id)
        asked = between(stored, ask.start, ask.end)
        known = known_values(asked, ask.as_of)
        now = known_values(stored)
        return IndicatorView(
            indicator=indicator,
            as_of=ask.as_of,
            source=stored.source,
            periods=to_dates(known.periods),
            values=_told(known.values),
            known_since=to_dates(known.since),
            first_values=_told(known.first),
            revisions=known.revisions.tolist(),
            revised=tuple(_vintages(observed(asked, ask.as_of))),
            coverage=listed(indicator, Series(now.periods, now.values), self.clock.now().date()),
        )

    async def _indicator(self, series: str) -> Indicator:
        wanted = series.strip().upper()
        found = next((one for one in await self.universe.indicators() if one.id == wanted), None)
        if found is None:
            raise IndicatorNotFoundError(series)
        return found


def _vintages(observations: Observations) -> Sequence[Vintage]:
    changes = revised(observations)
    rows = zip(
        to_dates(changes.periods),
        to_dates(changes.since),
        _told(changes.values),
        _told(changes.before),
        strict=True,
    )
    found = [
        Vintage(period=period, known_since=since, value=value, before=before)
        for period, since, value, before in rows
    ]
    return sorted(found, key=lambda one: (one.known_since, one.period), reverse=True)


def _told(values: Floats) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]


def _nothing(series: str) -> Observations:
    return Observations(series, "", NO_DAYS, NO_DAYS, np.empty(0))
