"""MemoryEconomy: values of economic series with their vintages, in plain dicts."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_core.market import Observations, Upserted
from ballast_core.shared.arrays import Days, to_dates
from ballast_core.shared.series import Series

type _Values = dict[tuple[date, date], float | None]


class MemoryEconomy:
    """Fits `IndicatorStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._values: dict[str, _Values] = {}
        self._sources: dict[str, dict[tuple[date, date], str]] = {}

    async def add_observations(self, observations: Sequence[Observations]) -> Upserted:
        """Store values by series, period and vintage; the last value wins."""
        total = Upserted()
        for one in observations:
            stored = self._values.setdefault(one.series, {})
            sources = self._sources.setdefault(one.series, {})
            keys = list(zip(to_dates(one.periods), to_dates(one.vintages), strict=True))
            values = [None if np.isnan(value) else value for value in one.values.tolist()]
            rows = dict(zip(keys, values, strict=True))
            sources |= {key: one.source for key, row in rows.items() if stored.get(key, np.nan) != row}
            total += self._revision.upsert(stored, rows.items())
        return total

    async def observations(self, series: str) -> Observations | None:
        """Return every value of a series with its vintages, or None when nothing is known."""
        rows = sorted(self._values.get(series, {}).items(), key=lambda row: row[0])
        if not rows:
            return None
        return Observations(
            series=series,
            source=self._sources[series][rows[-1][0]],
            periods=np.array([period for (period, _), _ in rows], "datetime64[D]"),
            vintages=np.array([vintage for (_, vintage), _ in rows], "datetime64[D]"),
            values=np.array([value for _, value in rows], np.float64),
        )

    async def periods(self, series: Sequence[str]) -> Mapping[str, Days]:
        """Return the periods of which anything is known, ascending."""
        known = {name: sorted({period for period, _ in self._values.get(name, {})}) for name in series}
        return {name: np.array(days, "datetime64[D]") for name, days in known.items() if days}

    async def latest(self, series: Sequence[str], as_of: date | None = None) -> Mapping[str, Series]:
        """Return values by period as they were known on a day, or as they are known now."""
        found = {name: await self.observations(name) for name in series}
        known = {name: one.known(as_of) for name, one in found.items() if one is not None}
        return {name: values for name, values in known.items() if len(values)}
